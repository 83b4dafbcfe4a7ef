import { type Address, type ChainId, type Hash, InputError, PLACE_UNKNOWN, parseAddress } from '@fundtrail/core';
import { checkInputs, feeOf } from '../check-coins.ts';
import { countOf, eachOf, type Fields, hashOf, recordOf, scriptOf } from '../fields.ts';
import type { SpentOutput, UtxoInput, UtxoOutput, UtxoTransaction } from '../utxo-fact.ts';

/** Reads rows of one chain. @throws InputError that names the field */
export type EtlReader = (row: Fields) => UtxoTransaction;

type Placed<T> = T & { readonly index: number | undefined };

/** Addresses repeat; their scripts are kept, which spares the checks. */
const MOST_KEPT = 200_000;
const LARGEST_UINT32 = 2 ** 32 - 1;
const LARGEST_INT32 = 2 ** 31 - 1;
const WHOLE = /^(?:0|[1-9][0-9]{0,19})$/;
const DATE = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.0+)?(?: ?UTC|Z|\+00(?::?00)?)$/;

/**
 * Makes a reader of transactions as bitcoin-etl writes them, and BigQuery's `crypto_bitcoin.transactions` holds them: `hash, block_number,
 * block_hash, block_timestamp, is_coinbase, inputs, outputs`. Whole numbers may be texts, and a time a date in UTC.
 *
 * The script of an input there is the one that unlocks; the one that it spends is told by its address alone. So an input of a bare multisig, or
 * of a script without address, has an amount and no owner; one that was never enriched has neither.
 */
export function createEtlReader(chain: ChainId): EtlReader {
  const scripts = new Map<string, Address>();

  function scriptOfAddress(address: string, field: string): Address {
    const known = scripts.get(address);
    if (known !== undefined) return known;
    const script = parseAddress(address, chain, field);
    if (scripts.size >= MOST_KEPT) scripts.clear();
    scripts.set(address, script);
    return script;
  }

  function spentOutput(fields: Fields): SpentOutput | undefined {
    if (isAbsent(fields.value)) return undefined;
    const amount = amountOf(fields.value, 'value');
    const address = addressOf(fields);
    return { amount, script: address === undefined ? undefined : scriptOfAddress(address, 'addresses') };
  }

  function readInput(value: unknown): Placed<UtxoInput> | 'coinbase' {
    const fields = recordOf(value);
    if (isAbsent(fields.spent_transaction_hash)) return 'coinbase';
    return {
      index: indexOf(fields),
      tx: hashOf(fields.spent_transaction_hash, 'spent_transaction_hash'),
      place: wholeOf(fields.spent_output_index, 'spent_output_index', LARGEST_UINT32),
      spent: spentOutput(fields),
    };
  }

  function readOutput(value: unknown): Placed<UtxoOutput> {
    const fields = recordOf(value);
    const amount = amountOf(fields.value, 'value');
    if (!isAbsent(fields.script_hex))
      return { index: indexOf(fields), amount, script: scriptOf(fields.script_hex, 'script_hex') };
    const address = addressOf(fields);
    if (address !== undefined) return { index: indexOf(fields), amount, script: scriptOfAddress(address, 'addresses') };
    throw new InputError(
      'is missing, and there is not one address that stands for it',
      { field: 'script_hex' },
      { remedy: 'Export the scripts of outputs as well.' },
    );
  }

  return (row) => {
    const hash = hashOf(row.hash, 'hash');
    const outputs = inOrder(eachOf(row.outputs, 'outputs', readOutput), 'outputs', row.output_count).map(
      ({ script, amount }): UtxoOutput => ({ script, amount }),
    );
    if (outputs.length === 0) throw new InputError('has no output', { field: 'outputs' });
    const inputs = readInputs(row, readInput);
    feeOf(inputs, outputs, 'outputs');
    const blockHash = optional(row.block_hash, (value): Hash => hashOf(value, 'block_hash'));
    return {
      chain,
      hash,
      block: wholeOf(row.block_number, 'block_number', LARGEST_INT32),
      index: optional(row.index, (value) => wholeOf(value, 'index', LARGEST_INT32)) ?? PLACE_UNKNOWN,
      time: timeOf(row.block_timestamp),
      ...(blockHash === undefined ? {} : { blockHash }),
      inputs,
      outputs,
    };
  };
}

function readInputs(row: Fields, readInput: (value: unknown) => Placed<UtxoInput> | 'coinbase'): readonly UtxoInput[] {
  const all = eachOf(row.inputs, 'inputs', readInput);
  const inputs = all.filter((input) => input !== 'coinbase');
  const told = optional(row.is_coinbase, (value) => booleanOf(value, 'is_coinbase'));
  if (inputs.length > 0 && (told === true || inputs.length < all.length)) {
    throw new InputError('a coinbase spends nothing', { field: 'inputs' });
  }
  if (inputs.length === 0 && told === false) throw new InputError('has no input', { field: 'inputs' });
  const ordered = inOrder(inputs, 'inputs', inputs.length === 0 ? undefined : row.input_count);
  const read = ordered.map(({ tx, place, spent }): UtxoInput => ({ tx, place, spent }));
  checkInputs(read, 'inputs');
  return read;
}

/** Rows in the order of their `index`, which counts from 0 without a gap; where none has one, as they stand. */
function inOrder<T extends { readonly index: number | undefined }>(
  rows: readonly T[],
  field: string,
  count: unknown,
): readonly T[] {
  const told = optional(count, (value) => wholeOf(value, `${field.slice(0, -1)}_count`, LARGEST_UINT32));
  const sorted = rows.every(({ index }) => index === undefined)
    ? rows
    : rows.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0));
  const gap = sorted === rows ? -1 : sorted.findIndex(({ index }, at) => index !== at);
  if (gap < 0 && (told === undefined || told === rows.length)) return sorted;
  throw new InputError(
    gap < 0 ? `there are ${rows.length} of ${told}` : `the one with index ${gap} is missing or there twice`,
    { field },
    { remedy: 'Export the transaction whole.' },
  );
}

/** The one address that stands for a script; texts that bitcoin-etl puts where there is none are left out. */
function addressOf({ type, addresses }: Fields): string | undefined {
  if (!Array.isArray(addresses) || addresses.length !== 1 || type === 'multisig') return undefined;
  const [address] = addresses as readonly unknown[];
  return typeof address === 'string' && !address.startsWith('nonstandard') ? address : undefined;
}

function indexOf({ index }: Fields): number | undefined {
  return optional(index, (value) => wholeOf(value, 'index', LARGEST_UINT32));
}

/** A whole number, as one or as a text. */
function wholeOf(value: unknown, field: string, largest: number): number {
  return countOf(typeof value === 'string' && WHOLE.test(value) ? Number(value) : value, field, largest);
}

function amountOf(value: unknown, field: string): bigint {
  return typeof value === 'string' && WHOLE.test(value) ? BigInt(value) : BigInt(countOf(value, field));
}

function booleanOf(value: unknown, field: string): boolean {
  const text = typeof value === 'string' ? value.toLowerCase() : value;
  if (text === true || text === 'true' || text === '1') return true;
  if (text === false || text === 'false' || text === '0') return false;
  throw new InputError(`${JSON.stringify(value)} is neither true nor false`, { field });
}

function timeOf(value: unknown): number {
  const date = typeof value === 'string' ? DATE.exec(value) : null;
  if (date === null) return wholeOf(value, 'block_timestamp', LARGEST_UINT32);
  return wholeOf(Date.parse(`${date[1]}T${date[2]}Z`) / 1_000, 'block_timestamp', LARGEST_UINT32);
}

function optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return isAbsent(value) ? undefined : read(value);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
