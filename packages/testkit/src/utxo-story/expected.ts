import { type Coin, ownerOf } from '@fundtrail/core';
import type { Cast } from './cast.ts';
import type { PlayedTransaction, Scene, StoryCoin, UtxoStory } from './story.ts';

/** Scenes in which only stolen coins are spent. */
const OF_LOOT: ReadonlySet<Scene> = new Set(['peel', 'replaced', 'fan_out', 'consolidation', 'late', 'split']);

/** Where the loot is in the end, by what was done: nothing of it is read from the chain. */
export function expectedOf(
  transactions: readonly PlayedTransaction[],
  { thief, exchange }: Cast,
): Pick<UtxoStory['expected'], 'deposits' | 'resting' | 'fees'> {
  const spent = new Set<Coin>(transactions.flatMap(({ inputs }) => inputs));
  const deposits: StoryCoin[] = [];
  const resting: StoryCoin[] = [];
  let fees = 0n;
  for (const { scene, outputs, fee } of transactions) {
    if (!OF_LOOT.has(scene)) continue;
    fees += fee;
    for (const { coin, script, amount } of outputs) {
      const told = { coin, owner: ownerOf(script), amount };
      if (exchange.owns(script)) deposits.push(told);
      else if (thief.owns(script) && !spent.has(coin)) resting.push(told);
    }
  }
  return { deposits, resting, fees };
}
