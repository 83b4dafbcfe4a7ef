import { type BlockHeader, SourceError, type TransactionFact } from '@fundtrail/core';
import { utxoFact } from '../utxo-fact.ts';
import type { CoreTransaction } from './core-transaction.ts';

/** The fact of a mined transaction. @throws SourceError `malformed` where it pays more than it spends */
export function factOf(
  source: string,
  { hash, inputs, outputs }: CoreTransaction,
  { chain, number, hash: blockHash, time }: BlockHeader,
  index: number,
): TransactionFact {
  const fact = utxoFact({ chain, hash, block: number, index, time, blockHash, inputs, outputs });
  if (fact.whole.length === 0 || inputs.length === 0) return fact;
  const fee = fact.legs.reduce((sum, leg) => (leg.kind === 'input' ? sum + leg.amount : sum - leg.amount), 0n);
  if (fee >= 0n) return fact;
  throw new SourceError('malformed', source, `${hash.slice(2)} pays ${-fee} more than it spends`);
}
