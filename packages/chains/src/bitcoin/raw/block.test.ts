import { readFileSync } from 'node:fs';
import { formatAddress, type ScriptType, scriptType } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { Block, Transaction } from 'bitcoinjs-lib';
import { describe, expect, it } from 'vitest';
import { type UtxoTransaction, utxoFact } from '../utxo-fact.ts';
import { decodeBlock, type RawBlock } from './block.ts';
import { blockTransactions } from './block-transactions.ts';
import { RawFault } from './cursor.ts';
import { hasWork } from './header.ts';
import { coinbaseHeight } from './height.ts';
import { decodeSpentOutputs } from './spent-outputs.ts';
import { makeBlock, SUBSIDY, spend, TEST_SCRIPT } from './test-blocks.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const FOLDER = sharedData('bitcoin/blocks');
const NAMES = ['block300025', 'block426884', 'block482683'] as const;

describe.skipIf(FOLDER === undefined)('real blocks of Bitcoin', () => {
  it.each<
    [
      (typeof NAMES)[number],
      number,
      string,
      number,
      number,
      number,
      number,
      number,
      number,
      Partial<Record<ScriptType, number>>,
      bigint,
    ]
  >([
    [
      'block300025',
      300_025,
      '0000000000000000821c4e0acc40f88bedbce3b73ba2358b5ade58a9022cc78c',
      1_399_713_634,
      284_231,
      461,
      1_427,
      1_226,
      0,
      { p2pkh: 1_221, multisig: 5 },
      513_093_575_772n,
    ],
    [
      'block426884',
      426_884,
      '00000000000000000431d0ead6e0bd9f90ff0d469e9b05d51e3d04971f472973',
      1_472_181_459,
      996_444,
      409,
      6_031,
      798,
      0,
      { p2pkh: 649, p2sh: 130, data: 19 },
      607_985_168_305n,
    ],
    [
      'block482683',
      482_683,
      '000000000000000000c238240ef6dcb26c37e75e16514e6ffc0aef7eee73e747',
      1_504_119_737,
      9_288,
      12,
      51,
      25,
      2,
      { p2pkh: 20, data: 1, p2sh: 4 },
      24_529_107_298n,
    ],
  ])('%s is decoded whole', (name, height, hash, time, size, count, inputs, outputs, witnesses, types, sum) => {
    const block = decodeBlock(bytesOf(name));
    expect(block).toMatchObject({ hash: `0x${hash}`, time, begin: 0, end: size });
    expect(hasWork(block)).toBe(true);
    expect(coinbaseHeight(block)).toBe(height);
    expect(block.transactions).toHaveLength(count);
    expect(block.transactions.filter(({ hasWitness }) => hasWitness)).toHaveLength(witnesses);
    expect(block.transactions.flatMap((transaction) => transaction.inputs)).toHaveLength(inputs);
    const made = block.transactions.flatMap((transaction) => transaction.outputs);
    expect(made).toHaveLength(outputs);
    expect(countTypes(made.map(({ script }) => script))).toEqual(types);
    expect(made.reduce((total, { amount }) => total + amount, 0n)).toBe(sum);
  });

  it.each(NAMES)('%s is decoded as bitcoinjs-lib decodes it', (name) => {
    const bytes = bytesOf(name);
    const ours = decodeBlock(bytes);
    const theirs = Block.fromBuffer(bytes);
    expect(theirs.checkTxRoots()).toBe(true);
    expect(ours.hash).toBe(`0x${theirs.getId()}`);
    expect(ours.transactions.map(plain)).toEqual(theirs.transactions?.map(plainOf));
    for (const [at, { begin, end }] of ours.transactions.entries()) {
      const again = Transaction.fromBuffer(bytes.subarray(begin, end));
      expect(`0x${again.getId()}`).toBe(ours.transactions[at]?.hash);
    }
  });

  it('gives every transaction of block 300025 its fee, and its coinbase the subsidy and all fees', () => {
    const spent = decodeSpentOutputs(bytesOf('block300025-undo'));
    expect(spent).toHaveLength(1_427);
    const [coinbase, ...payments] = transactionsOf(decodeBlock(bytesOf('block300025')), 300_025, spent);
    const fees = payments.map(feeOf);
    expect(fees.every((fee) => fee >= 0n)).toBe(true);
    expect(fees.reduce((sum, fee) => sum + fee, 0n)).toBe(7_773_345n);
    expect(coinbase?.outputs.map(({ amount }) => amount)).toEqual([2_500_000_000n + 7_773_345n]);
    expect(payments.map(utxoFact).every(({ whole }) => whole.length === 3)).toBe(true);
    expect(formatAddress(coinbase?.outputs[0]?.script ?? '', BITCOIN)).toBe('1KFHE7w8BhaENAswwryaoccDb6qcT6DbYY');
  });

  it('finds the same fees from what is spent within the block', () => {
    const block = decodeBlock(bytesOf('block300025'));
    const whole = transactionsOf(block, 300_025, decodeSpentOutputs(bytesOf('block300025-undo')));
    const alone = transactionsOf(block, 300_025);
    const known = alone.flatMap(({ inputs }) => inputs).filter(({ spent }) => spent !== undefined);
    expect(known).toHaveLength(188);
    for (const [at, { inputs }] of alone.entries()) {
      for (const [place, { spent }] of inputs.entries()) {
        if (spent !== undefined) expect(spent).toEqual(whole[at]?.inputs[place]?.spent);
      }
    }
  });

  it.each<[(typeof NAMES)[number], number, number, number]>([
    ['block426884', 426_884, 101, 86],
    ['block482683', 482_683, 0, 1],
  ])('knows of %s alone what it spends of itself', (name, height, known, whole) => {
    const facts = transactionsOf(decodeBlock(bytesOf(name)), height).map(utxoFact);
    const inputs = facts.flatMap(({ legs }) => legs.filter(({ kind }) => kind === 'input'));
    expect(inputs.filter(({ owner }) => owner !== undefined)).toHaveLength(known);
    expect(inputs.filter(({ owner, amount }) => owner === undefined && amount !== 0n)).toHaveLength(0);
    expect(facts.filter((fact) => fact.whole.length > 0)).toHaveLength(whole);
    expect(facts.map(({ index }) => index)).toEqual(facts.map((_, at) => at));
  });

  it('refuses spent outputs of another block, too few, too many and cut ones', () => {
    const block = decodeBlock(bytesOf('block300025'));
    const bytes = bytesOf('block300025-undo');
    const spent = decodeSpentOutputs(bytes);
    const other = 'these are not the outputs that block 0000000000000000821c';
    expect(() => transactionsOf(block, 300_025, spent.slice(1))).toThrow(other);
    expect(() => transactionsOf(block, 300_025, spent.slice(0, -1))).toThrow(other);
    expect(() => transactionsOf(block, 300_025, [...spent, ...spent.slice(0, 1)])).toThrow(other);
    expect(() => transactionsOf(decodeBlock(bytesOf('block426884')), 426_884, spent)).toThrow(other.slice(0, 41));
    expect(() => decodeSpentOutputs(bytes.subarray(0, -1))).toThrow(RawFault);
  });

  it('tells where a cut block ends, wherever it is cut', () => {
    const bytes = bytesOf('block482683');
    for (let length = 0; length < bytes.length; length += 1) {
      const fault = faultOf(() => decodeBlock(bytes.subarray(0, length)));
      expect(fault.short).toBe(true);
      expect(fault.offset).toBeLessThanOrEqual(length);
    }
  });

  it('takes no changed byte of what facts are made of', () => {
    const bytes = bytesOf('block482683');
    const { transactions } = decodeBlock(bytes);
    // Witnesses are not under the Merkle root, and are in no fact.
    for (const { begin, end, hasWitness } of transactions) {
      if (hasWitness) continue;
      for (let at = begin; at < end; at += 7) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 0x10;
        expect(() => decodeBlock(changed)).toThrow(RawFault);
      }
    }
  });
});

describe('a block', () => {
  const first = makeBlock({ height: 100, transactions: [spend({ tx: 'ab'.repeat(32), place: 3 }, 7n)] });
  const bytes = Buffer.from(first.toBuffer());

  it('is read in the middle of others', () => {
    const block = decodeBlock(Buffer.concat([Buffer.from('abc'), bytes, Buffer.from('xyz')]), 3);
    expect(block).toMatchObject({ hash: `0x${first.getId()}`, begin: 3, end: 3 + bytes.length });
    expect(block.transactions[1]).toMatchObject({
      inputs: [{ tx: `0x${'ab'.repeat(32)}`, place: 3 }],
      outputs: [{ script: `0x${TEST_SCRIPT.toString('hex')}`, amount: 7n }],
    });
    expect(block.transactions[0]?.outputs[0]?.amount).toBe(SUBSIDY);
  });

  it('whose last transactions are there twice is not taken, though its Merkle root holds (CVE-2012-2459)', () => {
    const twice = makeBlock({
      height: 100,
      transactions: [spend({ tx: 'cd'.repeat(32), place: 0 }, 1n), spend({ tx: 'ef'.repeat(32), place: 0 }, 1n)],
    });
    const last = twice.transactions?.at(-1);
    if (last !== undefined) twice.transactions?.push(last);
    expect(() => decodeBlock(Buffer.from(twice.toBuffer()))).toThrow('the Merkle root of block');
  });

  it.each<[string, (changed: Buffer) => void, string, number]>([
    ['another Merkle root', (changed) => changed.writeUInt8(0, 40), 'the Merkle root of block', 36],
    ['no transaction', (changed) => changed.writeUInt8(0, 80), 'a block of 0 transactions', 80],
    ['too few transactions', (changed) => changed.writeUInt8(1, 80), 'the Merkle root of block', 36],
    [
      'a coinbase that spends',
      (changed) => changed.writeUInt8(9, 86),
      'the first transaction of a block is no coinbase',
      81,
    ],
    ['a transaction without inputs', (changed) => changed.writeUInt8(0, 85), 'a transaction', 85],
  ])('with %s is refused with its byte', (_what, change, message, offset) => {
    const changed = Buffer.from(bytes);
    change(changed);
    const fault = faultOf(() => decodeBlock(changed));
    expect(fault.message).toContain(message);
    expect(fault.offset).toBe(offset);
  });

  it('that mentions a second coinbase is refused', () => {
    const other = makeBlock({ height: 101 }).transactions?.[0];
    const double = makeBlock({ height: 100, transactions: other === undefined ? [] : [other] });
    expect(() => decodeBlock(Buffer.from(double.toBuffer()))).toThrow('transaction 1 is a second coinbase');
  });
});

function transactionsOf(block: RawBlock, height: number, spent?: ReturnType<typeof decodeSpentOutputs>) {
  return blockTransactions(block, { chain: BITCOIN, height, spent });
}

function feeOf({ inputs, outputs }: UtxoTransaction): bigint {
  const had = inputs.reduce((sum, { spent }) => sum + (spent?.amount ?? 0n), 0n);
  return outputs.reduce((left, { amount }) => left - amount, had);
}

function plain({ hash, inputs, outputs }: RawBlock['transactions'][number]) {
  return { hash, inputs: inputs.map(({ tx, place }) => ({ tx, place })), outputs };
}

function plainOf(transaction: Transaction) {
  const shown = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).reverse().toString('hex')}`;
  return {
    hash: `0x${transaction.getId()}`,
    inputs: transaction.isCoinbase()
      ? []
      : transaction.ins.map(({ hash, index }) => ({ tx: shown(hash), place: index })),
    outputs: transaction.outs.map(({ script, value }) => ({
      script: `0x${Buffer.from(script).toString('hex')}`,
      amount: value,
    })),
  };
}

function countTypes(scripts: readonly string[]): Partial<Record<ScriptType, number>> {
  const counts: Partial<Record<ScriptType, number>> = {};
  for (const script of scripts) {
    const type = scriptType(script);
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

function faultOf(run: () => unknown): RawFault {
  try {
    run();
  } catch (error) {
    if (error instanceof RawFault) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

function bytesOf(name: string): Buffer {
  return readFileSync(`${FOLDER}/${name}.raw`);
}
