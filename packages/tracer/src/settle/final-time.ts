import { type ChainId, isUtxo } from '@fundtrail/core';
import type { FollowStore } from '@fundtrail/store';

/** A block of a UTXO chain must be younger than the median of so many before it. */
const MEDIAN_OF = 11;

/**
 * A time, Unix seconds, that no block after a final one comes before; undefined where too little of the chain is known. On account chains times
 * never go back; on UTXO chains they may, but never before the median of the last blocks.
 */
export async function finalTimeOf(
  follow: Pick<FollowStore, 'timesUpTo'>,
  chain: ChainId,
  finalized: number,
): Promise<number | undefined> {
  const count = isUtxo(chain) ? MEDIAN_OF : 1;
  const times = await follow.timesUpTo(chain, finalized, count);
  return times.length < count ? undefined : times.toSorted((a, b) => a - b)[Math.floor(count / 2)];
}
