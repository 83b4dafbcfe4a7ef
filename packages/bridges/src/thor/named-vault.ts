import { type BridgeLeg, isUtxo } from '@fundtrail/core';
import type { ContractRow } from '../adapter.ts';
import { type ThorNetwork, VAULT } from './network.ts';

/**
 * The vault that a router's event names: who keeps the native value of a deposit, and who pays that of a payout. Tokens may be kept by the
 * router itself, so they tell none.
 */
export function namedVault(
  leg: BridgeLeg,
  { contracts }: ThorNetwork,
): readonly Pick<ContractRow, 'role' | 'address'>[] {
  const { chain, evidence, asset, amount, custody, fault } = leg;
  if (isUtxo(chain) || fault !== undefined || !evidence.startsWith('log:')) return [];
  if (asset !== 'native' || amount === undefined || amount === 0n) return [];
  return custody
    .filter((address) => !contracts.some((row) => row.address === address))
    .map((address) => ({ role: VAULT, address }));
}
