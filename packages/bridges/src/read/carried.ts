import { type Address, type AssetRef, type Leg, ZERO_ADDRESS } from '@fundtrail/core';
import type { TransactionContext } from './contexts.ts';

/** A movement of value as one leg of the transaction shows it: what moved, and the `custody` of a bridge leg. */
export type Carried = { readonly asset: AssetRef; readonly custody: readonly Address[] };

/**
 * What a contract took in of this amount: what was paid to it or, where nothing was, burnt. Undefined where no leg, or legs of more than
 * one asset, show it.
 */
export function takenIn(at: TransactionContext, contract: Address, amount: bigint): Carried | undefined {
  return (
    only(at.moved({ to: contract, amount }), () => contract) ??
    only(
      at.legs.filter((leg) => leg.amount === amount && isBurn(leg)),
      (leg) => leg.asset,
    )
  );
}

/**
 * What an account got of this amount: from the contract or, where that paid nothing, what was minted for it. The contract may pay in
 * between to another than the receiver that is told.
 */
export function paidOut(
  at: TransactionContext,
  contract: Address,
  receiver: Address | undefined,
  amount: bigint,
): Carried | undefined {
  const to = receiver === undefined ? {} : { to: receiver };
  return (
    only(at.moved({ from: contract, amount, ...to }), () => contract) ??
    only(
      at.moved({ amount, ...to }).filter((leg) => isMint(leg)),
      (leg) => leg.asset,
    ) ??
    only(at.moved({ from: contract, amount }), () => contract)
  );
}

function only(legs: readonly Leg[], keeper: (leg: Leg) => Address): Carried | undefined {
  const [first] = legs;
  if (first === undefined || legs.some(({ asset }) => asset !== first.asset)) return undefined;
  return { asset: first.asset, custody: [keeper(first)] };
}

function isBurn(leg: Leg): boolean {
  return leg.asset !== 'native' && (leg.kind === 'burn' || leg.to === ZERO_ADDRESS);
}

function isMint(leg: Leg): boolean {
  return leg.asset !== 'native' && (leg.kind === 'mint' || leg.from === ZERO_ADDRESS);
}
