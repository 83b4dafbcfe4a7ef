import { type Leg, transitOf } from '@fundtrail/core';
import type { Distance } from '../movement.ts';
import { addOrigin, type Origin } from '../origin.ts';
import { momentOf, type TransactionRun } from '../run.ts';
import type { CoinParts } from '../utxo/coin-state.ts';
import { type Leaving, transitStop } from './leave.ts';

/** Puts what an output has into the transit of its link: it is nobody's coin any more. */
export function enterTransit(
  run: TransactionRun,
  { link, protocol }: Leaving,
  leg: Leg,
  parts: CoinParts,
  distance: Distance,
): void {
  const { coins } = run.chain;
  const address = transitOf(link);
  const known = coins.get(address);
  const made = momentOf(run);
  const stop = transitStop(protocol);
  coins.set(address, {
    address,
    owner: undefined,
    amount: leg.amount + (known?.amount ?? 0n),
    tainted: parts.tainted.map((part, p) => part + (known?.tainted[p] ?? 0n)),
    origin: parts.origin.map((part, p) => addOrigin(part, (known?.origin[p] ?? 0n) as Origin)),
    lots: undefined,
    made: known?.made ?? made,
    seen: true,
    first: known?.first ?? made,
    followed: false,
    kind: stop.kind,
    stop,
    seeded: false,
    hops: Math.min(distance.hops, known?.hops ?? Number.POSITIVE_INFINITY),
    leadHops: Math.min(distance.leadHops, known?.leadHops ?? Number.POSITIVE_INFINITY),
    spentBy: undefined,
    trail: undefined,
  });
}
