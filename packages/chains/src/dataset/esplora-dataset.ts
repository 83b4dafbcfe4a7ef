import { addressOf, type ChainId, chainInfo, InputError, PLACE_UNKNOWN } from '@fundtrail/core';
import { type EsploraTransaction, readEsploraTransaction } from '../bitcoin/esplora/transaction.ts';
import { type Fields, recordOf } from '../bitcoin/fields.ts';
import type { Dataset } from './dataset.ts';
import { type JsonValue, openJsonValues } from './json-values.ts';
import { openUtxoDataset, type UtxoRecord } from './utxo-dataset.ts';

const WAITING = 'transactions that are not mined yet';

/**
 * Opens a file of transactions as Esplora answers them, JSON lines or a list, plain or `.gz`. Those that wait to be mined are left out; one
 * without a status is refused.
 * @throws InputError with file, line and field; nothing of a faulty file is given out
 */
export function openEsploraDataset(path: string, name: string, chain: ChainId): Promise<Dataset> {
  return openUtxoDataset({
    kind: 'esplora',
    name,
    chain,
    file: path,
    async read() {
      const reading = await openJsonValues(path);
      async function* batches(): AsyncGenerator<readonly UtxoRecord[]> {
        let first = true;
        for await (const values of reading.batches) {
          yield values.map((value) => {
            const record = readRecord(path, value, chain, first);
            first = false;
            return record;
          });
        }
      }
      return { batches: batches(), digest: reading.digest };
    },
  });
}

function readRecord(file: string, { line, value }: JsonValue, chain: ChainId, first: boolean): UtxoRecord {
  const place = { file, line };
  try {
    const { status, ...transaction } = readEsploraTransaction(chain, value);
    if (first) checkChain(transaction, recordOf(value), chain);
    if (status === 'mempool') return { place, leftOut: WAITING };
    if (status !== undefined) return { place, transaction: { ...transaction, index: PLACE_UNKNOWN, ...status } };
  } catch (error) {
    throw error instanceof InputError ? error.at(place) : error;
  }
  throw new InputError(
    'is missing: it is not known in which block this transaction was mined',
    { ...place, field: 'status' },
    { remedy: 'Add it: "status": {"confirmed": true, "block_height": …, "block_hash": "…", "block_time": …}.' },
  );
}

/** Nothing in a file names its chain but the addresses that Esplora writes beside scripts. */
function checkChain({ outputs }: Pick<EsploraTransaction, 'outputs'>, { vout }: Fields, chain: ChainId): void {
  for (const [at, { script }] of outputs.entries()) {
    const told = recordOf((vout as readonly unknown[])[at]).scriptpubkey_address;
    const expected = addressOf(script, chain);
    if (typeof told !== 'string' || expected === undefined || told === expected) continue;
    throw new InputError(
      `${told} is not how ${chainInfo(chain).name} writes ${expected}`,
      { field: `vout[${at}].scriptpubkey_address` },
      { remedy: 'Name the chain of the data set with --chain.' },
    );
  }
}
