import type { Address, AssetRef } from '@fundtrail/core';
import type { TransactionContext } from './contexts.ts';
import { payee, payer } from './parties.ts';

/**
 * Who took in an amount that a protocol's event tells, as `custody` of a source leg: the first of `likely` that a leg of exactly this
 * amount pays (for what is burnt its token), else whom the last such leg pays. Where no leg shows it, all of `likely`.
 */
export function takers(
  at: TransactionContext,
  asset: AssetRef,
  amount: bigint,
  likely: readonly Address[],
): readonly Address[] {
  return keepers(
    at.moved({ asset, amount }).map((leg) => payee(leg)),
    likely,
  );
}

/** Who paid an amount to an account, as `custody` of a destination leg or a refund; as in `takers`. */
export function payers(
  at: TransactionContext,
  asset: AssetRef,
  amount: bigint,
  to: Address,
  likely: readonly Address[],
): readonly Address[] {
  return keepers(
    at.moved({ asset, amount, to }).map((leg) => payer(leg)),
    likely,
  );
}

function keepers(seen: readonly Address[], likely: readonly Address[]): readonly Address[] {
  const known = likely.find((address) => seen.includes(address));
  const keeper = known ?? seen.at(-1);
  return keeper === undefined ? likely : [keeper];
}
