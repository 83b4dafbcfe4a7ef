import type { Leg } from '@fundtrail/core';
import type { Lots } from '../lots.ts';
import { addOrigin, type Origin, wholeUnit } from '../origin.ts';
import type { CoinState } from './coin-state.ts';

/** A coin as an input of the transaction that spends it; `place` is that among the transaction's legs. */
export type TaintedInput = { readonly coin: CoinState; readonly place: number };

/** A transaction that spends tainted coins, all amounts known. */
export type Spending = {
  /** All inputs in order; `coin` where it brings taint under some policy. */
  readonly inputs: readonly { readonly amount: bigint; readonly coin: CoinState | undefined }[];
  readonly tainted: readonly TaintedInput[];
  /** Sum of all inputs. */
  readonly total: bigint;
  /** Amounts of the outputs in order, then the fee. */
  readonly slots: readonly bigint[];
};

/** What every slot of a spending gets under one policy: the outputs in order, then the fee. */
export type Shares = {
  readonly tainted: readonly bigint[];
  readonly origin: readonly Origin[];
  /** FIFO and LIFO: the segments of the outputs that have more than one. */
  readonly lots?: readonly (Lots | undefined)[];
};

/** `outputs`: place of the first output among the legs. The amounts must close: see `checkAmounts`. */
export function spendingOf(legs: readonly Leg[], outputs: number, tainted: readonly TaintedInput[]): Spending {
  const coins = new Map(tainted.map(({ coin, place }) => [place, coin]));
  const inputs = legs.slice(0, outputs).map(({ amount }, place) => ({ amount, coin: coins.get(place) }));
  const slots = legs.slice(outputs).map(({ amount }) => amount);
  const total = inputs.reduce((sum, { amount }) => sum + amount, 0n);
  slots.push(slots.reduce((fee, amount) => fee - amount, total));
  return { inputs, tainted, total, slots };
}

/** What the inputs bring under one policy. */
export function brought(spending: Spending, p: number): { readonly tainted: bigint; readonly origin: Origin } {
  let tainted = 0n;
  let origin: Origin = 0n;
  for (const { coin } of spending.tainted) {
    tainted += coin.tainted[p] as bigint;
    origin = addOrigin(origin, coin.origin[p] as Origin);
  }
  return { tainted, origin: origin === tainted ? tainted : origin };
}

/**
 * The unit of which all that is spent is tainted whole, as in wallets that hold nothing else: then every conserving policy gives every
 * output itself. -1 where that is not so.
 */
export function wholeUnitOf({ inputs }: Spending, p: number): number {
  let unit = -1;
  for (const { amount, coin } of inputs) {
    if (amount === 0n) continue;
    if (coin === undefined || coin.tainted[p] !== amount || coin.lots?.[p] !== undefined) return -1;
    const found = wholeUnit(coin.origin[p] as Origin, amount);
    if (found < 0 || (unit >= 0 && found !== unit)) return -1;
    unit = found;
  }
  return unit;
}
