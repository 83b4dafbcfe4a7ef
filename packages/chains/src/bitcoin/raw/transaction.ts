import type { Hash } from '@fundtrail/core';
import type { UtxoOutput } from '../utxo-fact.ts';
import { type Cursor, RawFault, shownHash } from './cursor.ts';
import { hash256 } from './hash256.ts';

/** A transaction as its bytes tell it. */
export type RawTransaction = {
  readonly hash: Hash;
  /** The output that each input spends; none for a coinbase. */
  readonly inputs: readonly { readonly tx: Hash; readonly place: number }[];
  readonly outputs: readonly UtxoOutput[];
  /** The script of a coinbase's input, `0x` and hex; undefined for other transactions. */
  readonly coinbase: string | undefined;
  /** Where its bytes begin and end (exclusive). */
  readonly begin: number;
  readonly end: number;
  readonly hasWitness: boolean;
  /** The integrating transaction of a Litecoin block (HogEx), after whose block the extension block follows. */
  readonly hogEx: boolean;
};

const SEQUENCE_BYTES = 4;
const VERSION_BYTES = 4;
const LOCKTIME_BYTES = 4;
const MARKER_BYTES = 2;
const WITNESS_FLAG = 0x01;
const MWEB_FLAG = 0x08;
const NO_PLACE = 0xffffffff;
const NO_TRANSACTION = `0x${'0'.repeat(64)}`;
const NOT_A_TRANSACTION = 'These are not the bytes of a transaction.';

/**
 * Decodes the transaction at the cursor (BIP 144; Litecoin's HogEx as well), and leaves the cursor behind it. `id` receives the 32 bytes
 * of its id in the order of the encoding, for the Merkle tree.
 *
 * Not through bitcoinjs-lib: it copies every script, witness and hash, writes each transaction again to hash it, and knows no offsets; a block
 * takes three times as long. Tests hold both to the same result.
 * @throws RawFault
 */
export function decodeTransaction(cursor: Cursor, id: Uint8Array): RawTransaction {
  const { bytes } = cursor;
  const begin = cursor.skip(VERSION_BYTES);
  const flags = readFlags(cursor);
  const body = cursor.offset;
  const { inputs, coinbase, count } = readInputs(cursor);
  const outputs = readOutputs(cursor);
  const bodyEnd = cursor.offset;
  if ((flags & WITNESS_FLAG) !== 0) skipWitnesses(cursor, count);
  if ((flags & MWEB_FLAG) !== 0) skipMweb(cursor);
  const locktime = cursor.skip(LOCKTIME_BYTES);
  const end = cursor.offset;
  const digest = hash256(
    flags === 0
      ? bytes.subarray(begin, end)
      : Buffer.concat([
          bytes.subarray(begin, begin + VERSION_BYTES),
          bytes.subarray(body, bodyEnd),
          bytes.subarray(locktime, end),
        ]),
  );
  id.set(digest);
  return {
    hash: shownHash(digest),
    inputs,
    outputs,
    coinbase,
    begin,
    end,
    hasWitness: (flags & WITNESS_FLAG) !== 0,
    hogEx: (flags & MWEB_FLAG) !== 0,
  };
}

/** A transaction cannot have no inputs: a zero in their place announces a byte of flags. */
function readFlags(cursor: Cursor): number {
  const at = cursor.skip(MARKER_BYTES);
  if (cursor.bytes[at] !== 0) {
    cursor.offset = at;
    return 0;
  }
  const flags = cursor.bytes[at + 1] ?? 0;
  if (flags !== 0 && (flags & ~(WITNESS_FLAG | MWEB_FLAG)) === 0) return flags;
  throw new RawFault(
    at,
    flags === 0
      ? 'a transaction without inputs'
      : `a transaction with data of an unknown kind (flags 0x${flags.toString(16)})`,
    NOT_A_TRANSACTION,
  );
}

function readInputs(cursor: Cursor) {
  const at = cursor.offset;
  const count = cursor.count();
  if (count === 0) throw new RawFault(at, 'a transaction without inputs', NOT_A_TRANSACTION);
  const inputs: { readonly tx: Hash; readonly place: number }[] = [];
  let coinbase: string | undefined;
  for (let left = count; left > 0; left -= 1) {
    const begin = cursor.offset;
    const tx = cursor.hash();
    const place = cursor.uint32();
    if (place === NO_PLACE && tx === NO_TRANSACTION) {
      if (count > 1) throw new RawFault(begin, 'a coinbase with more than one input', NOT_A_TRANSACTION);
      coinbase = cursor.script();
    } else {
      inputs.push({ tx, place });
      cursor.skipBytes();
    }
    cursor.skip(SEQUENCE_BYTES);
  }
  return { inputs, coinbase, count };
}

function readOutputs(cursor: Cursor): readonly UtxoOutput[] {
  const at = cursor.offset;
  const count = cursor.count();
  if (count === 0) throw new RawFault(at, 'a transaction without outputs', NOT_A_TRANSACTION);
  const outputs: UtxoOutput[] = [];
  for (let left = count; left > 0; left -= 1) {
    const amount = cursor.amount();
    outputs.push({ script: cursor.script(), amount });
  }
  return outputs;
}

function skipWitnesses(cursor: Cursor, inputs: number): void {
  for (let left = inputs; left > 0; left -= 1) {
    for (let items = cursor.count(); items > 0; items -= 1) cursor.skipBytes();
  }
}

/** In blocks only the integrating transaction has the flag, with nothing behind it; what moves inside is in the extension block. */
function skipMweb(cursor: Cursor): void {
  const at = cursor.offset;
  if (cursor.byte() === 0) return;
  throw new RawFault(
    at,
    'a MimbleWimble transaction, whose movements are hidden',
    'Blocks hold none of these outside their extension block: give blocks as a node stores or answers them.',
  );
}
