import { formatAccount, formatAddress, formatHash, InputError, type InputPlace, splitAccountId } from '@fundtrail/core';
import type { SeedInput } from './types.ts';

/**
 * @throws InputError at the second of two seeds that say the same thing, or of which one is part of the other: an output or a receiver
 * of a transaction of a UTXO chain that is a seed as a whole. The amount does not tell seeds apart: one theft would be counted twice.
 */
export function rejectDuplicateSeeds(
  seeds: readonly SeedInput[],
  placeOf: (index: number) => InputPlace = () => ({}),
): void {
  const firstAt = new Map<string, number>();
  const partOf = new Map<string, number>();
  for (const [index, seed] of seeds.entries()) {
    const key = seedKey(seed);
    const transaction = seed.kind === 'transaction' ? `${seed.chain}:${seed.hash}` : undefined;
    const isPart = seed.account !== undefined && transaction !== undefined && seed.account.startsWith('bip122:');
    const same = firstAt.get(key);
    const whole = isPart ? firstAt.get(`${transaction}@`) : undefined;
    const part = transaction === undefined || isPart ? undefined : partOf.get(transaction);
    const first = same ?? whole ?? part;
    if (first !== undefined) {
      const line = placeOf(first).line;
      throw new InputError(
        same === undefined
          ? `${describeSeed(seed)} ${whole === undefined ? 'holds a seed that is given, too' : 'is part of a transaction that is given as a whole'}`
          : `the same seed is given twice: ${describeSeed(seed)}`,
        { field: 'seed', ...placeOf(index) },
        { remedy: line === undefined ? 'Leave one of the two out.' : `It stands in line ${line} already.` },
      );
    }
    firstAt.set(key, index);
    if (isPart) partOf.set(transaction, partOf.get(transaction) ?? index);
  }
}

/** Equal for two seeds that a case cannot both have. */
export function seedKey(seed: SeedInput): string {
  return seed.kind === 'transaction'
    ? `${seed.chain}:${seed.hash}@${seed.account ?? ''}`
    : `${seed.account}#${seed.fromBlock}#${seed.asset ?? ''}`;
}

/** A seed as a person would write it. */
export function describeSeed(seed: SeedInput): string {
  if (seed.kind === 'account') return `${formatAccount(seed.account)} from block ${seed.fromBlock}`;
  const transaction = `${seed.chain}:${formatHash(seed.hash, seed.chain)}`;
  if (seed.account === undefined) return transaction;
  const shown = formatAccount(seed.account);
  if (shown.startsWith(`${transaction}:`)) return shown;
  return `${transaction}@${formatAddress(splitAccountId(seed.account).address, seed.chain)}`;
}
