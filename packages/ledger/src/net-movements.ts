import type { Address, AssetRef, Leg } from '@fundtrail/core';
import { decompose } from './decompose.ts';
import { readLegs } from './netting.ts';

/** What one account passed to another in a transaction, all told; `legs` are the ids of the legs that carried it, in path order. */
export type NetMovement = {
  readonly from: Address;
  readonly to: Address;
  readonly asset: AssetRef;
  readonly amount: bigint;
  readonly legs: readonly string[];
};

/**
 * The net movements of a transaction as the replay sees them before it knows any account: asset by asset in order of
 * appearance, fees left out; units that are made or destroyed come from and go to their token's contract.
 */
export function netMovements(legs: readonly Leg[]): readonly NetMovement[] {
  const { addresses, assets } = readLegs(legs);
  return assets.flatMap(({ asset, edges }) =>
    decompose(edges, addresses.length, () => false).map(({ from, to, amount, legs: places }) => ({
      from: addresses[from] as Address,
      to: addresses[to] as Address,
      asset,
      amount,
      legs: places.map((place) => (legs[place] as Leg).id),
    })),
  );
}
