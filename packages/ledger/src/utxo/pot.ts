import { potOf } from '@fundtrail/core';
import { addOrigin, type Origin } from '../origin.ts';
import { momentOf, type TransactionRun } from '../run.ts';
import type { Stop } from '../types.ts';
import { tellSwallowed } from './coin-flows.ts';
import { distanceOf } from './pass-on.ts';
import type { TaintedInput } from './spending.ts';

/** All that a transaction spends of taint, its fee included, ends at its pot: who got which part cannot be told. */
export function swallow(run: TransactionRun, spent: readonly TaintedInput[], stop: Stop): void {
  const { context, chain, fact } = run;
  const address = potOf(fact.hash);
  const made = momentOf(run);
  const sum = <T>(p: number, start: T, add: (sum: T, at: TaintedInput['coin'], p: number) => T): T =>
    spent.reduce((total, { coin }) => add(total, coin, p), start);
  chain.coins.set(address, {
    address,
    owner: undefined,
    amount: spent.reduce((total, { coin }) => total + coin.amount, 0n),
    tainted: context.policies.map((_, p) => sum(p, 0n, (total, coin) => total + (coin.tainted[p] as bigint))),
    origin: context.policies.map((_, p) =>
      sum<Origin>(p, 0n, (total, coin) => addOrigin(total, coin.origin[p] as Origin)),
    ),
    lots: undefined,
    made,
    seen: true,
    first: made,
    followed: false,
    kind: stop.kind,
    stop,
    seeded: false,
    ...distanceOf(spent),
    spentBy: undefined,
    trail: undefined,
  });
  tellSwallowed(run, spent, address);
}
