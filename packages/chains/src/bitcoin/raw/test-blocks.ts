import { Block, Transaction } from 'bitcoinjs-lib';

/** Blocks of regtest, made and mined by bitcoinjs-lib, to try what reads them on. */
export type TestBlock = {
  /** 64 hex digits, as shown; when left out some block, and none for a block without height. */
  readonly parent?: string;
  /** Told by the coinbase; a coinbase without height when left out. */
  readonly height?: number;
  /** Compact target; regtest's own, which every second hash meets, when left out. */
  readonly bits?: number;
  /** Makes coinbases differ. */
  readonly salt?: number;
  readonly transactions?: readonly Transaction[];
};

export const SUBSIDY = 5_000_000_000n;
/** Pay to witness key hash, of the key hash 11…11. */
export const TEST_SCRIPT = Buffer.from(`0014${'11'.repeat(20)}`, 'hex');
const REGTEST_BITS = 0x207fffff;
const TIME = 1_600_000_000;
const NO_BLOCK = '0'.repeat(64);
const SOME_BLOCK = 'ee'.repeat(32);

export function makeBlock({ parent, height, bits = REGTEST_BITS, salt = 0, transactions = [] }: TestBlock): Block {
  const block = new Block();
  // Before BIP34 blocks had version 1 and told no height.
  block.version = height === undefined ? 1 : 0x20000000;
  block.prevHash = reversed(parent ?? (height === undefined ? NO_BLOCK : SOME_BLOCK));
  block.timestamp = TIME + (height ?? 0);
  block.bits = bits;
  block.transactions = [coinbase(height, salt), ...transactions];
  block.merkleRoot = Block.calculateMerkleRoot(block.transactions);
  while (!block.checkProofOfWork()) block.nonce += 1;
  return block;
}

/** Blocks one on the other, with heights from `from` on. */
export function makeChain(count: number, from: number, parent?: string): readonly Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < count; at += 1) {
    const on = blocks.at(-1)?.getId() ?? parent;
    blocks.push(makeBlock({ height: from + at, ...(on === undefined ? {} : { parent: on }) }));
  }
  return blocks;
}

/** A transaction that spends an output and makes one of an amount. */
export function spend(from: { readonly tx: string; readonly place: number }, amount: bigint): Transaction {
  const transaction = new Transaction();
  transaction.addInput(reversed(from.tx), from.place);
  transaction.addOutput(TEST_SCRIPT, amount);
  return transaction;
}

function coinbase(height: number | undefined, salt: number): Transaction {
  const transaction = new Transaction();
  const told = height === undefined ? [0x04, 0xff, 0xff, 0x00, 0x1d] : pushed(height);
  transaction.addInput(Buffer.alloc(32), 0xffffffff, 0xffffffff, Uint8Array.from([...told, 0x01, salt]));
  transaction.addOutput(TEST_SCRIPT, SUBSIDY);
  return transaction;
}

function pushed(height: number): readonly number[] {
  if (height > 0 && height <= 16) return [0x50 + height];
  const bytes: number[] = [];
  for (let left = height; left > 0; left = Math.floor(left / 256)) bytes.push(left % 256);
  if (((bytes.at(-1) ?? 0) & 0x80) !== 0) bytes.push(0);
  return [bytes.length, ...bytes];
}

function reversed(hash: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hash, 'hex')).reverse();
}
