import { addNewest, type Lots, lotsOfClean, sumTainted } from '../lots.ts';
import type { Origin } from '../origin.ts';
import { append, isSingle, moveOldest, reversed, sumOrigin } from './segments.ts';
import type { Shares, Spending } from './spending.ts';

/**
 * FIFO: the inputs' segments one after the other, taken by the outputs in order, the rest by the fee. LIFO: the same from the other end;
 * an output keeps its segments in the order in which it took them.
 */
export function shareInOrder(policy: 'fifo' | 'lifo', p: number, { inputs, slots }: Spending): Shares {
  const queue = lotsOfClean(0n);
  for (const { amount, coin } of inputs) {
    if (amount === 0n) continue;
    const lots = coin?.lots?.[p];
    if (lots !== undefined) {
      for (let i = lots.head; i < lots.amounts.length; i += 1) {
        append(queue, lots.amounts[i] as bigint, lots.origins[i] as Origin | null);
      }
    } else if (coin === undefined || coin.tainted[p] === 0n) addNewest(queue, amount, null);
    else append(queue, amount, coin.origin[p] as Origin);
  }
  const left = policy === 'fifo' ? queue : reversed(queue);
  const tainted: bigint[] = [];
  const origin: Origin[] = [];
  const kept: (Lots | undefined)[] = [];
  for (const amount of slots) {
    const taken = lotsOfClean(0n);
    moveOldest(left, amount, taken);
    const sum = sumTainted(taken);
    const from = sumOrigin(taken);
    tainted.push(sum);
    origin.push(from === sum ? sum : from);
    kept.push(sum === 0n || isSingle(taken) ? undefined : taken);
  }
  return { tainted, origin, lots: kept };
}
