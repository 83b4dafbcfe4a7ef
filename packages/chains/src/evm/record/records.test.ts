import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { TransactionReading } from '@fundtrail/core';
import { afterAll, describe, expect, it } from 'vitest';
import { readRecord } from './record.ts';
import { readRecords } from './records.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'fundtrail-records-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const HASH = `0x${'12'.repeat(32)}`;
const BLOCK = `0x${'34'.repeat(32)}`;
const ALICE = `0x${'a'.repeat(40)}`;
const BOB = `0x${'b'.repeat(40)}`;
const POOL = `0x${'c'.repeat(40)}`;
const TX = {
  hash: HASH,
  from: ALICE,
  to: BOB,
  value: '0x5',
  gas: '0x5208',
  nonce: '0x0',
  input: '0x',
  chainId: '0x89',
};
const RECEIPT = {
  transactionHash: HASH,
  blockHash: BLOCK,
  blockNumber: '0x10',
  transactionIndex: '0x2',
  from: ALICE,
  to: BOB,
  contractAddress: null,
  status: '0x1',
  gasUsed: '0x5208',
  effectiveGasPrice: '0x2',
  logs: [],
};
const ROW = { from: POOL, to: ALICE, value: '7', type: 'call', isError: '0', timeStamp: '5', contractAddress: '' };
const RECORD = {
  chainId: 1,
  hash: HASH,
  tx: { ...TX, chainId: '0x1' },
  receipt: RECEIPT,
  internal: null,
  blockTimestamp: 1_700_000_000,
};

describe('a recorded transaction', () => {
  it('is read with its fee, its value and what it tells of itself', () => {
    expect(readRecord(RECORD)).toMatchObject({
      fact: {
        chain: 'eip155:1',
        hash: HASH,
        block: 16,
        index: 2,
        time: 1_700_000_000,
        sender: ALICE,
        success: true,
        legs: [
          { id: 'fee', amount: 42_000n },
          { id: 'value', from: ALICE, to: BOB, amount: 5n },
        ],
        whole: ['native', 'token'],
      },
      to: BOB,
      logs: [],
      code: [],
      lacks: [],
    });
  });

  it.each([
    ['no list of internal transfers is not the same as an empty one', null, ['native', 'token'], 0],
    ['an empty list of internal transfers says that there are none', [], ['native', 'internal', 'token'], 0],
    ['internal transfers are legs', [ROW], ['native', 'internal', 'token'], 1],
    ['an internal transfer that was reverted is none', [{ ...ROW, isError: '1' }], ['native', 'internal', 'token'], 0],
    ['a delegated call moves nothing', [{ ...ROW, callType: 'delegatecall' }], ['native', 'internal', 'token'], 0],
  ])('%s', (_what, internal, whole, count) => {
    const { fact } = readRecord({ ...RECORD, internal });
    expect(fact.whole).toEqual(whole);
    expect(fact.legs.filter((leg) => leg.kind === 'internal')).toHaveLength(count);
  });

  it('takes the chain of the transaction where the record names none', () => {
    expect(readRecord({ ...RECORD, chainId: null, tx: TX }).fact.chain).toBe('eip155:137');
  });

  it('says which of its parts are missing: its value, its time, and before Byzantium its status', () => {
    const { status: _status, ...old } = RECEIPT;
    const record = { chainId: 1, receipt: { ...old, gasUsed: '0x524c' } };
    const reading = readRecord(record);
    expect(reading).toMatchObject({ lacks: ['value', 'status', 'time'], to: BOB, fact: { success: true, time: 0 } });
    expect(reading.fact.whole).toEqual(['token']);
    expect(reading.fact.legs.map((leg) => leg.kind)).toEqual(['fee']);
    // A plain payment cannot fail without using more.
    expect(readRecord({ chainId: 1, receipt: old }).lacks).toEqual(['value', 'time']);
  });

  it.each([
    ['is no object', 7, 'the line is 7, not an object'],
    ['has no receipt', { ...RECORD, receipt: null }, 'receipt: is missing'],
    ['names no chain', { ...RECORD, chainId: null, tx: { ...TX, chainId: undefined } }, 'chainId: is missing'],
    ['names two chains', { ...RECORD, tx: TX }, 'chainId: 1 is not the chain that the transaction was signed for, 137'],
    [
      'has a transaction of another hash',
      { ...RECORD, tx: { ...TX, hash: BLOCK } },
      `tx.hash: ${BLOCK} is not the transaction of the receipt`,
    ],
    ['has another hash itself', { ...RECORD, hash: BLOCK }, `hash: ${BLOCK} is not the transaction of the receipt`],
    [
      'mixes two branches',
      { ...RECORD, tx: { ...RECORD.tx, blockHash: HASH } },
      'tx.blockHash: is not the block of the receipt',
    ],
    [
      'has a value that is none',
      { ...RECORD, tx: { ...RECORD.tx, value: '0.5' } },
      'transaction.value is "0.5", not a quantity',
    ],
    [
      'has a row that is none',
      { ...RECORD, internal: [{ ...ROW, type: 'gift' }] },
      'txlistinternal row 1: type: "gift" is not a known kind of call',
    ],
  ])('that %s is refused', (_what, record, message) => {
    expect(() => readRecord(record)).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining(message) }),
    );
  });
});

describe('a file of recorded transactions', () => {
  const line = JSON.stringify(RECORD);

  it('is read line by line, packed or not, without its empty lines', async () => {
    for (const [name, bytes] of [
      ['plain.jsonl', Buffer.from(`${line}\n\n${line}`)],
      ['packed.jsonl.gz', gzipSync(`${line}\n${line}\n`)],
    ] as const) {
      writeFileSync(join(FOLDER, name), bytes);
      expect(await readAll(join(FOLDER, name))).toHaveLength(2);
    }
    expect(await readAll('stdin', `${line}\n`)).toHaveLength(1);
  });

  it('may have lines as long as a transaction with thousands of logs', async () => {
    const long = JSON.stringify({ ...RECORD, tests: ['x'.repeat(1_000_000)] });
    writeFileSync(join(FOLDER, 'long.jsonl'), long);
    expect(await readAll(join(FOLDER, 'long.jsonl'))).toHaveLength(1);
  });

  it.each([
    ['a line that is no JSON', `${line}\n{"chainId": 1`, 'stdin:2: this is not JSON'],
    ['a line without receipt', `${line}\n\n{"chainId": 1}`, 'stdin:3: receipt: is missing'],
    ['nothing in it', '\n\n', 'stdin: holds no record'],
  ])('with %s is refused with its place', async (_what, text, message) => {
    await expect(readAll('stdin', text)).rejects.toThrow(message);
  });

  it('that does not exist is refused by its name', async () => {
    await expect(readAll(join(FOLDER, 'none.jsonl'))).rejects.toThrow('none.jsonl: there is no such file');
  });
});

async function readAll(name: string, text?: string): Promise<readonly TransactionReading[]> {
  const readings: TransactionReading[] = [];
  for await (const reading of readRecords(name, text === undefined ? {} : { text })) readings.push(reading);
  return readings;
}
