import { type ChainId, InputError } from '@fundtrail/core';
import { type JsonOptions, openJsonValues } from '../../dataset/json-values.ts';
import { checkToldAddresses } from './told-addresses.ts';
import { type EsploraTransaction, readEsploraTransaction } from './transaction.ts';

/** A transaction of a file, and the line on which it begins, from 1. */
export type EsploraRecord = { readonly line: number; readonly transaction: EsploraTransaction };

/**
 * Reads a file of transactions as Esplora answers them: JSON lines, a list, or one object; a name that ends in `.gz` is unpacked.
 * Transactions are read as they are asked for, and may wait to be mined or lack their status. Addresses that they name must be the chain's.
 * @throws InputError with file, line and, where there is one, field at the first fault; also for a file without transactions
 */
export async function* readEsploraTransactions(
  name: string,
  chain: ChainId,
  options: JsonOptions = {},
): AsyncGenerator<EsploraRecord> {
  let records = 0;
  for await (const values of (await openJsonValues(name, options)).batches) {
    for (const { line, value } of values) {
      records += 1;
      yield { line, transaction: at(name, line, () => readChecked(chain, value)) };
    }
  }
  if (records > 0) return;
  throw new InputError(
    'holds no transaction',
    { file: name },
    { remedy: 'Give one transaction per line, as Esplora answers GET /tx/:txid.' },
  );
}

function readChecked(chain: ChainId, json: unknown): EsploraTransaction {
  const transaction = readEsploraTransaction(chain, json);
  checkToldAddresses(transaction, json);
  return transaction;
}

function at<T>(file: string, line: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof InputError ? error.at({ file, line }) : error;
  }
}
