import {
  type Address,
  type ChainId,
  InputError,
  isUtxo,
  policiesOn,
  splitAccountId,
  splitAssetId,
  splitCoin,
} from '@fundtrail/core';
import type { LedgerSeed, ReplayOptions } from '../types.ts';

/** Places of account seeds on UTXO chains, by the owner of coins that each names. */
export function seedOwners(options: ReplayOptions): ReadonlyMap<ChainId, ReadonlyMap<Address, readonly number[]>> {
  const chains = new Map<ChainId, Map<Address, number[]>>();
  options.seeds.forEach((seed, place) => {
    if (seed.kind !== 'account' || !isUtxo(seed.account)) return;
    const { chain, address } = splitAccountId(seed.account);
    const owners = chains.get(chain) ?? new Map<Address, number[]>();
    chains.set(chain, owners);
    owners.set(address, [...(owners.get(address) ?? []), place]);
  });
  return chains;
}

/** @throws InputError where an account seed of a UTXO chain names a coin, or an asset that is not in coins. */
export function checkOwnerSeed(seed: Extract<LedgerSeed, { kind: 'account' }>): void {
  if (splitCoin(splitAccountId(seed.account).address) !== undefined) {
    throw new InputError(
      `the seed ${seed.account} is a coin`,
      { field: 'account' },
      { remedy: 'Name the transaction that made it, and the coin as its account.' },
    );
  }
  if (seed.asset !== undefined && splitAssetId(seed.asset).ref !== 'native') {
    throw new InputError(
      `${seed.asset} is not held in coins`,
      { field: 'asset' },
      { remedy: 'Leave the asset out, or name the native one.' },
    );
  }
}

/** @throws InputError where a policy is not defined on a chain of the seeds. */
export function checkPolicies({ policies, seeds }: ReplayOptions): void {
  const chains = new Set(
    seeds.map((seed) => (seed.kind === 'account' ? splitAccountId(seed.account).chain : seed.chain)),
  );
  const defined = [...chains].map(policiesOn);
  for (const policy of policies) {
    if (defined.every((known) => known.includes(policy))) continue;
    const everywhere = (defined[0] ?? []).filter((known) => defined.every((others) => others.includes(known)));
    throw new InputError(
      `${policy} is not defined on every chain of the seeds`,
      { field: 'policies' },
      { remedy: `Choose from ${everywhere.join(', ')}.` },
    );
  }
}
