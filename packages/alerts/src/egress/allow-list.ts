import { InputError } from '@fundtrail/core';
import ipaddr from 'ipaddr.js';

/** Hosts and networks of the operator's own that may be reached although they are not public. */
export type AllowList = {
  /** Named as such, or an address inside a listed network. */
  allowsHost(host: string): boolean;
  allowsAddress(address: string): boolean;
};

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/**
 * Reads FUNDTRAIL_EGRESS_ALLOW: host names, addresses and CIDR networks, e.g. `["hooks.internal", "10.1.0.0/16"]`.
 * A listed host name is trusted with whatever address it resolves to.
 * @throws InputError for an entry that is none of these.
 */
export function parseAllowList(entries: readonly string[], field = 'FUNDTRAIL_EGRESS_ALLOW'): AllowList {
  const hosts = new Set<string>();
  const networks: Network[] = [];
  for (const entry of entries.map((one) => one.trim().toLowerCase()).filter((one) => one !== '')) {
    const network = readNetwork(entry);
    if (network !== undefined) networks.push(network);
    else if (HOST_NAME.test(entry)) hosts.add(entry);
    else {
      throw new InputError(
        `${JSON.stringify(entry)} is neither a host name nor a network`,
        { field },
        { remedy: 'Write it like hooks.internal, 10.1.2.3 or 10.1.0.0/16.' },
      );
    }
  }
  const allowsAddress = (address: string): boolean => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return networks.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits));
  };
  return { allowsAddress, allowsHost: (host) => hosts.has(host.toLowerCase()) || allowsAddress(host) };
}

function readNetwork(entry: string): Network | undefined {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
  // Short forms such as "1" or "10.1" are addresses to the parser; here they can only be mistakes.
  if (ipaddr.IPv4.isValidFourPartDecimal(entry)) return [ipaddr.IPv4.parse(entry), 32];
  if (ipaddr.IPv6.isValid(entry)) return [ipaddr.IPv6.parse(entry), 128];
  return undefined;
}
