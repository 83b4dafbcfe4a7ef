import type { Address, Leg } from '@fundtrail/core';
import type { TransactionRun } from '../run.ts';
import { isWaiting } from './coin-state.ts';
import { stealUnseen } from './owner-seeds.ts';
import type { TaintedInput } from './spending.ts';

/**
 * Marks the followed coins among the inputs as spent and gives them, in order. Clean ones that wait for a seed's block are gone
 * before it; what was spent before, or is not followed, moves nothing.
 */
export function spendCoins(
  run: TransactionRun,
  outputs: number,
  owners: ReadonlyMap<Address, readonly number[]> | undefined,
): readonly TaintedInput[] {
  const { chain, fact } = run;
  const spent: TaintedInput[] = [];
  for (let place = 0; place < outputs; place += 1) {
    const leg = fact.legs[place] as Leg;
    const coin = chain.coins.get(leg.from) ?? (owners === undefined ? undefined : stealUnseen(run, leg, owners));
    if (coin === undefined || coin.spentBy !== undefined) continue;
    if (isWaiting(coin)) chain.coins.delete(coin.address);
    else if (coin.followed) {
      chain.coins.set(coin.address, { ...coin, spentBy: fact.hash });
      spent.push({ coin, place });
    }
  }
  return spent;
}
