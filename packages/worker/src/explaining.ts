import { createProtocols, wrappedNative } from '@fundtrail/attribution';
import { readEsploraTransactions, readRecords } from '@fundtrail/chains';
import type { ChainId, TransactionReading } from '@fundtrail/core';
import type { ProtocolAccount } from '@fundtrail/store';
import {
  createExplain,
  createExplainUtxo,
  type Explain,
  type ExplainUtxo,
  readerWith,
  readingOfEsplora,
  type UtxoReading,
} from '@fundtrail/tracer';

/** Explains transactions, and reads recorded ones; needs neither database nor network. */
export type Explaining = {
  readonly explain: Explain;
  readonly explainCoins: ExplainUtxo;
  /** Recorded transactions of a file, as they are asked for; `text` instead of the file's own. @throws InputError with file and line */
  records(name: string, text?: string): AsyncIterable<TransactionReading>;
  /** The same of transactions as Esplora tells them, each with the line on which it begins; `text` whole or in pieces. @throws InputError with file and line */
  esploraRecords(
    name: string,
    chain: ChainId,
    text?: string | AsyncIterable<Uint8Array>,
  ): AsyncIterable<EsploraReading>;
};

export type EsploraReading = { readonly line: number; readonly reading: UtxoReading };

/** @param accounts of protocols that were learned or imported; without them transactions of vaults that come and go are none of bridges */
export function createExplaining(accounts: readonly ProtocolAccount[] = []): Explaining {
  const bridges = readerWith(accounts);
  return {
    explain: createExplain(createProtocols(), bridges),
    explainCoins: createExplainUtxo(bridges),
    records: (name, text) => readRecords(name, { wrapped: wrappedNative, ...(text === undefined ? {} : { text }) }),
    async *esploraRecords(name, chain, text) {
      const records = readEsploraTransactions(name, chain, text === undefined ? {} : { text });
      for await (const { line, transaction } of records) yield { line, reading: readingOfEsplora(transaction) };
    },
  };
}
