import { type ChainId, type Hash, InputError, PLACE_UNKNOWN } from '@fundtrail/core';
import { checkInputs, feeOf } from '../check-coins.ts';
import { amountOf, countOf, eachOf, type Fields, hashOf, recordOf, scriptOf } from '../fields.ts';
import type { UtxoInput, UtxoOutput, UtxoTransaction } from '../utxo-fact.ts';

/** A transaction as Esplora tells it, mined or not. */
export type EsploraTransaction = Pick<UtxoTransaction, 'chain' | 'hash' | 'inputs' | 'outputs'> & {
  /** The block it was mined in; `mempool` while it waits; undefined where the JSON has no `status`. */
  readonly status: EsploraBlock | 'mempool' | undefined;
};

/** `time` in Unix seconds. */
export type EsploraBlock = { readonly block: number; readonly blockHash: Hash; readonly time: number };

/** Of an output's place, and of a block's number in the store. */
const LARGEST_UINT32 = 2 ** 32 - 1;
const LARGEST_INT32 = 2 ** 31 - 1;
const NO_TRANSACTION = `0x${'0'.repeat(64)}`;

/**
 * A mined transaction as Esplora answers it (`/tx/:txid`, a row of `/address/:address/txs` and `/block/:hash/txs`): its place in the block
 * is not told. An input without `prevout` has no `spent`.
 * @throws InputError with the field that is missing, of another form or contradicts another; for one that is not mined, `status`
 */
export function esploraTransaction(chain: ChainId, json: unknown): UtxoTransaction {
  const { status, ...transaction } = readEsploraTransaction(chain, json);
  if (status !== undefined && status !== 'mempool') return { ...transaction, index: PLACE_UNKNOWN, ...status };
  throw new InputError(
    status === undefined ? 'is missing: it is not known in which block this transaction was mined' : 'is not mined yet',
    { field: 'status' },
    { remedy: 'Give the transaction with its status: confirmed, block_height, block_hash and block_time.' },
  );
}

/**
 * The same for a transaction that may wait to be mined, or that was kept without its status.
 * @throws InputError with the field that is missing, of another form or contradicts another
 */
export function readEsploraTransaction(chain: ChainId, json: unknown): EsploraTransaction {
  const fields = recordOf(json, 'transaction');
  const hash = hashOf(fields.txid, 'txid');
  const inputs = readInputs(fields.vin);
  const outputs = eachOf(fields.vout, 'vout', readOutput);
  if (outputs.length === 0) throw new InputError('has no output', { field: 'vout' });
  checkFee(fields.fee, inputs, outputs);
  return { chain, hash, inputs, outputs, status: readStatus(fields.status) };
}

function readInputs(value: unknown): readonly UtxoInput[] {
  const read = eachOf(value, 'vin', readInput);
  if (read.length === 0) throw new InputError('has no input', { field: 'vin' });
  const inputs = read.filter((input) => input !== 'coinbase');
  if (inputs.length === 0 && read.length === 1) return [];
  if (inputs.length < read.length) throw new InputError('a coinbase has no other input', { field: 'vin' });
  checkInputs(inputs, 'vin');
  return inputs;
}

function readInput(value: unknown): UtxoInput | 'coinbase' {
  const fields = recordOf(value);
  const tx = hashOf(fields.txid, 'txid');
  if (fields.is_coinbase === true || tx === NO_TRANSACTION) return 'coinbase';
  const place = countOf(fields.vout, 'vout', LARGEST_UINT32);
  const { prevout } = fields;
  if (prevout === undefined || prevout === null) return { tx, place, spent: undefined };
  return { tx, place, spent: readTxOut(recordOf(prevout, 'prevout'), 'prevout.scriptpubkey', 'prevout.value') };
}

function readOutput(value: unknown): UtxoOutput {
  return readTxOut(recordOf(value), 'scriptpubkey', 'value');
}

function readTxOut({ scriptpubkey, value }: Fields, scriptField: string, valueField: string): UtxoOutput {
  return { script: scriptOf(scriptpubkey, scriptField), amount: amountOf(value, valueField) };
}

/** Inputs and outputs must differ by the fee: an answer that lost a row does not pass for whole. A coinbase says 0. */
function checkFee(value: unknown, inputs: readonly UtxoInput[], outputs: readonly UtxoOutput[]): void {
  const paid = feeOf(inputs, outputs, 'vout');
  if (paid === undefined || value === undefined || value === null) return;
  const told = amountOf(value, 'fee');
  if (told === paid) return;
  throw new InputError(
    `${told} is not what inputs have more than outputs, ${paid}`,
    { field: 'fee' },
    { remedy: 'Ask for the transaction again: an input or output is missing or wrong.' },
  );
}

function readStatus(value: unknown): EsploraTransaction['status'] {
  if (value === undefined || value === null) return undefined;
  const { confirmed, block_height: height, block_hash: hash, block_time: time } = recordOf(value, 'status');
  if (confirmed === false) return 'mempool';
  if (confirmed !== true) {
    throw new InputError(`${JSON.stringify(confirmed) ?? 'nothing'} is not true or false`, {
      field: 'status.confirmed',
    });
  }
  return {
    block: countOf(height, 'status.block_height', LARGEST_INT32),
    blockHash: hashOf(hash, 'status.block_hash'),
    time: countOf(time, 'status.block_time', LARGEST_UINT32),
  };
}
