import ipaddr from 'ipaddr.js';

/** Metadata services of clouds on addresses that look public (Azure's wire server). The others' are link-local, unique-local or CGNAT. */
const METADATA = new Set(['168.63.129.16']);
/** All of the public IPv6 internet; what lies outside is translated, local or not given out. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Why no request may go to an address, or undefined when it is a public one. Private, loopback, link-local, CGNAT,
 * multicast, broadcast, reserved, documentation, 6to4, Teredo, NAT64 and metadata addresses are refused; an IPv4 address
 * inside an IPv6 one is judged as what it is.
 */
export function refuseAddress(address: string): string | undefined {
  const bare = address.split('%', 1)[0] ?? '';
  if (!ipaddr.isValid(bare)) return 'not an address';
  const parsed = ipaddr.process(bare);
  if (METADATA.has(parsed.toString())) return 'metadata';
  const range = parsed.range();
  if (range !== 'unicast') return range;
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_UNICAST)) return 'not globally routed';
  return undefined;
}
