import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { FundtrailError } from '@fundtrail/core';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { refuseAddress } from './address-rule.ts';
import type { AllowList } from './allow-list.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/** The only way out for requests to addresses that users name. */
export type Egress = {
  readonly dispatcher: Dispatcher;
  /** Whether the operator listed the host as his own: then plain http and a private address are fine. */
  allowsHost(host: string): boolean;
  /** Drops connections, and what is under way on them. */
  close(): Promise<void>;
};

/** The target is no public address, or has none. Trying again helps only when its DNS changes. */
export class EgressRefusedError extends FundtrailError {
  constructor(host: string, address: string, why: string) {
    super('egress_refused', `${host} is at ${address}, which is refused (${why})`, {
      remedy: 'List it in FUNDTRAIL_EGRESS_ALLOW if it is your own.',
    });
  }
}

/**
 * Dials public addresses and the operator's own, nothing else. The check is made on the address that is dialled, after
 * the name was resolved and in the same step, so a name that changes its address in between gains nothing.
 */
export function createEgress(options: {
  readonly allow: AllowList;
  /** Resolves names; the system's when left out. */
  readonly lookup?: LookupFunction;
}): Egress {
  const { allow, lookup = systemLookup } = options;

  const check = (host: string, address: string): EgressRefusedError | undefined => {
    const why = refuseAddress(address);
    if (why === undefined || allow.allowsHost(host) || allow.allowsAddress(address)) return undefined;
    return new EgressRefusedError(host, address, why);
  };

  const guardedLookup: LookupFunction = (host, lookupOptions, callback) => {
    lookup(host, lookupOptions, (error, found, family) => {
      if (error !== null) return callback(error, found, family);
      const addresses = Array.isArray(found) ? found.map((one) => one.address) : [found];
      // One forbidden address among public ones is reason enough: no honest name has that.
      const refused = addresses.map((address) => check(host, address)).find((fault) => fault !== undefined);
      if (refused !== undefined) return callback(refused, '', 0);
      callback(null, found, family);
    });
  };

  const connectSocket = buildConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: false, lookup: guardedLookup });
  const agent = new Agent({
    connect: (target, callback) => {
      const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
      // An address in the URL is never looked up.
      const literal = isIP(host) === 0 ? undefined : check(host, host);
      if (literal !== undefined) return callback(literal, null);
      connectSocket(target, (...answer) => {
        // A failure comes with the error alone, whatever the types say of a second argument.
        if (answer[0] !== null) return callback(answer[0], null);
        const refused = checkSocket(answer[1], (address) => check(host, address));
        if (refused !== undefined) return callback(refused, null);
        callback(null, answer[1]);
      });
    },
  });
  return {
    dispatcher: agent,
    allowsHost: (host) => allow.allowsHost(host.replace(/^\[(.*)\]$/, '$1')),
    close: () => agent.destroy(),
  };
}

/** Once more on the connected socket, whatever led there. */
function checkSocket(
  socket: Socket,
  check: (address: string) => EgressRefusedError | undefined,
): EgressRefusedError | undefined {
  const refused = check(socket.remoteAddress ?? '');
  if (refused !== undefined) socket.destroy();
  return refused;
}
