import type { BridgeLeg } from '@fundtrail/core';
import { accountOn } from './accounts.ts';
import type { ThorNetwork } from './network.ts';
import { parseMemo } from './parse-memo.ts';

/**
 * Why a payout is none for a deposit though it names its hash: anybody may call a router with any memo, but only the network pays whom the
 * deposit's memo names.
 */
export function match(source: BridgeLeg, arrival: BridgeLeg, network: ThorNetwork): string | undefined {
  const paid = arrival.toAccount;
  if (paid === undefined) return undefined;
  if (arrival.side === 'destination') {
    if (source.toAccount === undefined || source.toAccount === paid) return undefined;
    return `pays ${paid}, whom the deposit does not name`;
  }
  const owners = [source.fromAccount, refundOf(source, network)].filter((owner) => owner !== undefined);
  return owners.length === 0 || owners.includes(paid) ? undefined : `comes back to ${paid}, who did not send it`;
}

function refundOf({ memo, chain }: BridgeLeg, network: ThorNetwork): string | undefined {
  const read = memo === undefined ? undefined : parseMemo(memo, network);
  const named = read?.kind === 'swap' ? read.refundTo : undefined;
  return named === undefined ? undefined : accountOn(named, chain);
}
