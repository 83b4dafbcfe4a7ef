import { type ChainId, type FactSpace, InputError, isUtxo, type Source, type TransactionFact } from '@fundtrail/core';
import { headOf } from './acquire/head.ts';
import { checkCoinSeed } from './check-coin-seed.ts';
import { storeFacts } from './crossings/bridge-services.ts';
import { noSource } from './crossings/no-source.ts';
import type { TracerDependencies } from './dependencies.ts';
import { seedChain } from './seed-chains.ts';
import type { SeedInput } from './types.ts';

/**
 * Refuses seeds that cannot be right before anything is stored: on a chain that no source tells of, from a block that
 * does not exist yet, of an asset or transaction that a data set does not hold, of an output that does not exist.
 * @throws InputError with the seed's place in the list as field.
 */
export async function checkSeeds(
  deps: TracerDependencies,
  sourceOf: (chain: ChainId) => Promise<Source | undefined>,
  space: FactSpace,
  seeds: readonly SeedInput[],
): Promise<void> {
  const read: { readonly source: Source; readonly fact: TransactionFact }[] = [];
  for (const [index, seed] of seeds.entries()) {
    const field = `seeds[${index}]`;
    const chain = seedChain(seed);
    const source = await sourceOf(chain);
    if (source === undefined) {
      throw new InputError(
        `no source is configured for ${chain}`,
        { field: `${field}.chain` },
        { remedy: `${noSource(chain)}, or trace it as a case of its own.` },
      );
    }
    if (source.chains.length > 0 && !source.chains.includes(chain)) {
      throw new InputError(
        `${source.id} has no facts of ${chain}`,
        { field: `${field}.chain` },
        { remedy: `It knows ${source.chains.join(', ')}.` },
      );
    }
    if (seed.kind === 'transaction' && isUtxo(chain)) {
      read.push({ source, fact: await checkCoinSeed(deps, source, space, seed, field) });
      continue;
    }
    if (seed.kind === 'transaction') {
      if (source.fullHistory && !(await deps.facts.hasTransaction(space, chain, seed.hash))) {
        throw new InputError(
          `transaction ${seed.hash} is not in the data set`,
          { field: `${field}.tx` },
          { remedy: 'Check chain and hash.' },
        );
      }
      continue;
    }
    const head = source.fullHistory ? (await source.head(chain)).block : await headOf(deps, source, chain);
    if (seed.fromBlock > head) {
      throw new InputError(
        `block ${seed.fromBlock} lies in the future: the last block is ${head}`,
        { field: `${field}.from_block` },
        { remedy: 'Give the block of the theft.' },
      );
    }
    if (
      source.fullHistory &&
      seed.asset !== undefined &&
      seed.asset !== 'native' &&
      !(await deps.facts.hasAsset(space, chain, seed.asset))
    ) {
      throw new InputError(
        `no transfer of ${seed.asset} is in the data set`,
        { field: `${field}.asset` },
        { remedy: 'Name native, or a token contract of the data set.' },
      );
    }
  }
  for (const [chain, told] of Map.groupBy(read, ({ fact }) => fact.chain)) {
    const [first] = told;
    if (first === undefined || first.source.fullHistory) continue;
    const facts = told.map(({ fact }) => fact);
    // They are needed next: under a head that is known to have them they need not be asked for again.
    await headOf(deps, first.source, chain, undefined, Math.max(...facts.map(({ block }) => block)));
    await storeFacts(deps, space, facts);
  }
}
