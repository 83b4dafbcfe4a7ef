import { assetId } from '@fundtrail/core';
import { type ReplayContext, unitOf } from '../context.ts';
import { lotsOfClean, taintCleanLots } from '../lots.ts';
import type { ChainState } from '../state.ts';
import { addStolenReceipt } from '../stolen.ts';
import type { CoinParts } from './coin-state.ts';
import { isSingle } from './segments.ts';

/**
 * Makes stolen, per policy, what of a coin is not yet tainted: all of it where `whole`, else as far as the active account seeds at
 * `places` and their caps go; the oldest clean segments first.
 */
export function steal(
  context: ReplayContext,
  chain: ChainState,
  amount: bigint,
  parts: CoinParts,
  places: readonly number[] | undefined,
  whole: boolean,
): CoinParts {
  const moved = { tainted: [...parts.tainted], origin: [...parts.origin] };
  addStolenReceipt(context, chain, places, 'native', amount, whole, moved);
  const lots = context.policies.map((policy, p) => {
    if (policy !== 'fifo' && policy !== 'lifo') return undefined;
    const added = (moved.tainted[p] as bigint) - (parts.tainted[p] as bigint);
    const before = parts.lots?.[p];
    if (added === 0n) return before;
    const unit = unitOf(context.state, assetId(chain.id, 'native'));
    const after = taintCleanLots(before ?? lotsOfClean(amount), added, unit);
    return isSingle(after) ? undefined : after;
  });
  context.policies.forEach((policy, p) => {
    if (policy === 'poison' && moved.tainted[p] !== 0n) moved.tainted[p] = amount;
  });
  return { ...moved, lots: lots.some((own) => own !== undefined) ? lots : undefined };
}
