import { type Address, type Coin, coinOf, type Hash } from '@fundtrail/core';
import { Transaction } from 'bitcoinjs-lib';

/** An output as it is told: script in hex, amount in base units. */
export type ListedOutput = { readonly scriptpubkey: string; readonly value: number };

/** A transaction as an index of a chain holds it: the fields that Esplora tells, without what follows from others. */
export type ListedTransaction = {
  readonly txid: string;
  readonly version: number;
  readonly locktime: number;
  readonly vin: readonly ListedInput[];
  readonly vout: readonly ListedOutput[];
};

export type ListedInput = {
  readonly txid: string;
  readonly vout: number;
  /** What is spent, where it is of a transaction that the index does not hold. */
  readonly prevout?: ListedOutput | null;
  readonly scriptsig?: string;
  readonly witness?: readonly string[];
  readonly is_coinbase?: boolean;
  readonly sequence?: number;
};

/** The transaction that made a coin, and its place among the outputs. */
export type MadeInput = { readonly tx: Hash; readonly place: number; readonly spent?: MadeOutput };
/** `script` in stored form, `amount` in base units. */
export type MadeOutput = { readonly script: Address; readonly amount: bigint | number };

export type MadeTransaction = ListedTransaction & {
  readonly hash: Hash;
  /** The coins that it makes. */
  readonly coins: readonly Coin[];
};

const NO_TRANSACTION = '0'.repeat(64);
const ANY_PLACE = 2 ** 32 - 1;
const FINAL = 0xff_ff_ff_ff;
const COINBASE_SCRIPT: Address = '0x51';

/** A transaction without signatures, whose id is that of what it holds. */
export function makeTransaction(inputs: readonly MadeInput[], outputs: readonly MadeOutput[]): MadeTransaction {
  const vin = inputs.map(
    ({ tx, place, spent }): ListedInput => ({
      txid: tx.slice(2),
      vout: place,
      ...(spent === undefined ? {} : { prevout: listedOutput(spent) }),
      scriptsig: '',
      is_coinbase: false,
      sequence: FINAL,
    }),
  );
  return withId(vin, outputs);
}

/** The first transaction of a block at this height; `of` makes it another one. */
export function makeCoinbase(height: number, of: string, output: MadeOutput = { script: COINBASE_SCRIPT, amount: 0n }) {
  const note = Buffer.from(`${height} ${of}`, 'utf8');
  const scriptsig = Buffer.from([note.length, ...note]).toString('hex');
  const input = { txid: NO_TRANSACTION, vout: ANY_PLACE, scriptsig, is_coinbase: true, sequence: FINAL };
  return withId([input], [output]);
}

/** The transaction as it goes over the wire. */
export function serialised({ version, locktime, vin, vout }: Omit<ListedTransaction, 'txid'>): Transaction {
  const transaction = new Transaction();
  transaction.version = version;
  transaction.locktime = locktime;
  vin.forEach(({ txid, vout: place, scriptsig = '', sequence = FINAL, witness = [] }, at) => {
    transaction.addInput(Uint8Array.from(bytes(txid).reverse()), place, sequence, Uint8Array.from(bytes(scriptsig)));
    if (witness.length > 0)
      transaction.setWitness(
        at,
        witness.map((item) => Uint8Array.from(bytes(item))),
      );
  });
  for (const { scriptpubkey, value } of vout) {
    transaction.addOutput(Uint8Array.from(bytes(scriptpubkey)), BigInt(value));
  }
  return transaction;
}

function withId(vin: readonly ListedInput[], outputs: readonly MadeOutput[]): MadeTransaction {
  const made = { version: 2, locktime: 0, vin, vout: outputs.map(listedOutput) };
  const txid = serialised(made).getId();
  const hash: Hash = `0x${txid}`;
  return { txid, ...made, hash, coins: outputs.map((_output, place) => coinOf(hash, place)) };
}

function listedOutput({ script, amount }: MadeOutput): ListedOutput {
  return { scriptpubkey: script.slice(2), value: Number(amount) };
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}
