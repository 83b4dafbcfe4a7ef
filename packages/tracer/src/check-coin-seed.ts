import {
  chainInfo,
  type FactSpace,
  formatAddress,
  formatHash,
  InputError,
  type Source,
  splitAccountId,
  splitCoin,
  type TransactionFact,
} from '@fundtrail/core';
import { isStoredFirmly } from './acquire/stored-firmly.ts';
import { isFinal } from './acquire/work.ts';
import type { TracerDependencies } from './dependencies.ts';
import type { SeedInput } from './types.ts';

type TransactionSeed = Extract<SeedInput, { kind: 'transaction' }>;

/**
 * Reads the transaction of a seed on a UTXO chain, which the case needs next in any case, and refuses a seed that names no coin of it.
 * @returns the transaction, whole
 * @throws InputError when there is no such transaction, it waits to be mined, has no such output, or pays nobody that the seed means
 */
export async function checkCoinSeed(
  deps: Pick<TracerDependencies, 'facts' | 'context'>,
  source: Source,
  space: FactSpace,
  seed: TransactionSeed,
  field: string,
): Promise<TransactionFact> {
  const fact = await readSeed(deps, source, space, seed, field);
  const outputs = fact.legs.filter((leg) => leg.kind === 'output');
  const shown = formatHash(seed.hash, seed.chain);
  if (seed.account === undefined) {
    const payers = new Set(fact.legs.flatMap((leg) => (leg.kind === 'input' ? [leg.owner] : [])));
    if (outputs.some((leg) => leg.amount > 0n && !payers.has(leg.owner))) return fact;
    throw new InputError(
      `transaction ${shown} pays nobody but those who paid for it`,
      { field: `${field}.tx` },
      { remedy: `Name the stolen output: ${seed.chain}:${shown}:0 and so on.` },
    );
  }
  const { address } = splitAccountId(seed.account);
  const coin = splitCoin(address);
  if (outputs.some((leg) => leg.to === address || leg.owner === address)) return fact;
  throw new InputError(
    coin === undefined
      ? `transaction ${shown} pays nothing to ${formatAddress(address, seed.chain)}`
      : `transaction ${shown} has no output ${coin.place}`,
    { field: `${field}.${coin === undefined ? 'account' : 'output'}` },
    { remedy: `It has ${outputs.length} outputs, 0 to ${outputs.length - 1}.` },
  );
}

async function readSeed(
  { facts, context }: Pick<TracerDependencies, 'facts' | 'context'>,
  source: Source,
  space: FactSpace,
  seed: TransactionSeed,
  field: string,
): Promise<TransactionFact> {
  const { chain, hash } = seed;
  if (source.fullHistory || (await isStoredFirmly({ facts, context }, space, source, chain, hash))) {
    for await (const [stored] of facts.readTransactions({ space, accounts: [], transactions: [{ chain, hash }] }))
      if (stored !== undefined) return stored;
  }
  if (source.fullHistory) {
    throw new InputError(
      `transaction ${formatHash(hash, chain)} is not in the data set`,
      { field: `${field}.tx` },
      { remedy: 'Check chain and transaction.' },
    );
  }
  try {
    return await source.transaction(chain, hash, context.signal);
  } catch (error) {
    if (!isFinal(error)) throw error;
    const { message, remedy } = error;
    throw new InputError(
      message,
      { field: `${field}.tx` },
      { cause: error, remedy: remedy ?? `Check that it is a transaction of ${chainInfo(chain).name}.` },
    );
  }
}
