import { type Address, type Coin, coinOf, type Hash, InputError } from '@fundtrail/core';
import { countOf, eachOf, hashOf, recordOf, scriptOf } from '../fields.ts';
import type { UtxoInput, UtxoOutput } from '../utxo-fact.ts';
import { baseUnitsOf } from './exact-json.ts';

/** A transaction as Bitcoin Core tells it, mined or not. `spent` of an input is there where the node tells previous outputs. */
export type CoreTransaction = {
  readonly hash: Hash;
  /** None of a coinbase. */
  readonly inputs: readonly UtxoInput[];
  readonly outputs: readonly UtxoOutput[];
};

const LARGEST_UINT32 = 2 ** 32 - 1;

/**
 * Reads a transaction of `getblock` (verbosity 2 and 3) or `getrawtransaction` (1 and 2).
 *
 * Inputs and outputs of Litecoin's extension blocks (`ismweb`) are in no coin and have no amount to be seen: they are left out; what goes
 * into and comes out of those blocks are ordinary outputs and inputs, as are those of the transaction that carries their total (HogEx).
 * @throws InputError with the field that is missing, of another form or contradicts another
 */
export function readCoreTransaction(json: unknown): CoreTransaction {
  const fields = recordOf(json, 'transaction');
  const hash = hashOf(fields.txid, 'txid');
  const inputs = eachOf(fields.vin, 'vin', readInput).filter((input) => input !== undefined);
  const outputs = eachOf(fields.vout, 'vout', readOutput);
  if (new Set(inputs.map(coinSpent)).size < inputs.length) {
    throw new InputError('spends one output twice', { field: 'vin' });
  }
  return { hash, inputs, outputs: inOrder(outputs) };
}

export function coinSpent({ tx, place }: Pick<UtxoInput, 'tx' | 'place'>): Coin {
  return coinOf(tx, place);
}

function readInput(value: unknown): UtxoInput | undefined {
  const { txid, vout, prevout, coinbase, ismweb } = recordOf(value);
  if (coinbase !== undefined || ismweb === true) return undefined;
  const place = countOf(vout, 'vout', LARGEST_UINT32);
  const spent = prevout === undefined || prevout === null ? undefined : readTxOut(recordOf(prevout, 'prevout'));
  return { tx: hashOf(txid, 'txid'), place, spent };
}

type PlacedOutput = { readonly place: number; readonly output: UtxoOutput };

function readOutput(value: unknown): PlacedOutput | undefined {
  const fields = recordOf(value);
  if (fields.ismweb === true) return undefined;
  return { place: countOf(fields.n, 'n', LARGEST_UINT32), output: readTxOut(fields) };
}

/** The place in the list is the place of the coin: what is not at its own is not left to chance. */
function inOrder(outputs: readonly (PlacedOutput | undefined)[]): readonly UtxoOutput[] {
  const own = outputs.filter((output) => output !== undefined);
  for (const [at, { place }] of own.entries()) {
    if (place !== at) throw new InputError(`${place} stands at place ${at}`, { field: `vout[${at}].n` });
  }
  return own.map(({ output }) => output);
}

function readTxOut({ value, scriptPubKey }: Readonly<Record<string, unknown>>): UtxoOutput {
  const script: Address = scriptOf(recordOf(scriptPubKey, 'scriptPubKey').hex, 'scriptPubKey.hex');
  return { script, amount: baseUnitsOf(value, 'value') };
}
