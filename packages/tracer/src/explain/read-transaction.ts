import {
  type ChainId,
  type Hash,
  isUtxo,
  NotFoundError,
  type Source,
  SourceError,
  type TransactionReading,
  ZERO_ADDRESS,
} from '@fundtrail/core';

/**
 * Reads one transaction for explaining it. A source without receipts tells movements alone: no protocols, signers or code then.
 * @throws NotFoundError when the source knows nothing of it, SourceError when it fails
 */
export async function readTransaction(source: Source, chain: ChainId, hash: Hash): Promise<TransactionReading> {
  try {
    if (source.reading !== undefined) return await source.reading(chain, hash);
    const fact = await source.transaction(chain, hash);
    const first = fact.legs.find((leg) => leg.kind !== 'fee');
    return { fact, to: first?.to ?? ZERO_ADDRESS, logs: [], code: [], lacks: [] };
  } catch (error) {
    if (!(error instanceof SourceError) || error.failure !== 'refused') throw error;
    // A transaction of a UTXO chain may be known and wait to be mined: its source says then what to do.
    const own = isUtxo(chain) ? error.remedy : undefined;
    throw new NotFoundError(error.message, {
      cause: error,
      remedy: own ?? `Check the hash and the chain (${chain}), or ask another source.`,
    });
  }
}
