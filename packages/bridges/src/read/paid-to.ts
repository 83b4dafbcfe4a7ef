import type { Address, AssetRef } from '@fundtrail/core';
import type { DraftLeg } from '../adapter.ts';
import type { TransactionContext } from './contexts.ts';
import { payer } from './parties.ts';

/**
 * How a receiver got an amount that somebody, not always a contract of the protocol, paid it: solvers pay from accounts of their own, and
 * what is told as wrapped may arrive unwrapped. Where no movement shows it, what is told.
 * @param by who is expected to have paid
 */
export function paidTo(
  at: TransactionContext,
  told: {
    readonly receiver: Address | undefined;
    readonly asset: AssetRef | undefined;
    readonly amount: bigint;
    readonly by: Address;
  },
): Pick<DraftLeg, 'asset' | 'amount' | 'custody'> {
  const { receiver, asset, amount, by } = told;
  const legs = receiver === undefined ? [] : at.moved({ to: receiver, amount });
  const fitting = legs.filter((leg) => asset === undefined || leg.asset === asset || leg.asset === 'native');
  const leg = fitting.find((one) => payer(one) === by) ?? fitting.find((one) => one.asset === asset) ?? fitting[0];
  return leg === undefined ? { asset, amount, custody: [by] } : { asset: leg.asset, amount, custody: [payer(leg)] };
}
