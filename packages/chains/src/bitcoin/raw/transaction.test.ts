import { readFileSync } from 'node:fs';
import { sharedData } from '@fundtrail/testkit';
import { Transaction } from 'bitcoinjs-lib';
import { describe, expect, it } from 'vitest';
import { decodeBlock } from './block.ts';
import { Cursor, RawFault } from './cursor.ts';
import { spend } from './test-blocks.ts';
import { decodeTransaction } from './transaction.ts';

const BLOCK = sharedData('bitcoin/blocks/block482683.raw');
const PLAIN = spend({ tx: 'ab'.repeat(32), place: 1 }, 700n);

describe('a raw transaction', () => {
  it('is known by its id with and without witness', () => {
    const signed = PLAIN.clone();
    signed.setWitness(0, [Buffer.from('aa'.repeat(71), 'hex'), Buffer.from('bb'.repeat(33), 'hex')]);
    const [bare, full] = [PLAIN, signed].map((transaction) => decode(Buffer.from(transaction.toBuffer())));
    expect(bare?.hash).toBe(`0x${PLAIN.getId()}`);
    expect(full).toMatchObject({ hash: bare?.hash, inputs: bare?.inputs, outputs: bare?.outputs, hasWitness: true });
    expect(full?.end).toBe(signed.byteLength());
  });

  it.skipIf(BLOCK === undefined)('gives the id of real ones with witnesses', () => {
    const bytes = readFileSync(BLOCK ?? '');
    const signed = decodeBlock(bytes).transactions.filter(({ hasWitness }) => hasWitness);
    expect(signed.map(({ begin, end }) => `0x${Transaction.fromBuffer(bytes.subarray(begin, end)).getId()}`)).toEqual(
      signed.map(({ hash }) => hash),
    );
    expect(signed).toHaveLength(2);
  });

  it('that integrates the extension block of Litecoin (HogEx) is read like any other', () => {
    const hogEx = flagged(0x08, '00');
    expect(decode(hogEx)).toMatchObject({
      hash: `0x${PLAIN.getId()}`,
      hogEx: true,
      hasWitness: false,
      end: hogEx.length,
    });
  });

  it.each<[string, Buffer, string, number]>([
    [
      'of Litecoin with hidden movements',
      flagged(0x08, '01'),
      'a MimbleWimble transaction',
      2 + PLAIN.byteLength() - 4,
    ],
    ['with data of an unknown kind', flagged(0x10, ''), 'data of an unknown kind (flags 0x10)', 4],
    ['without flags', flagged(0x00, ''), 'a transaction without inputs', 4],
    ['without outputs', withoutOutputs(), 'a transaction without outputs', 46],
    ['of more than all money', overpaying(), 'an amount beyond all money', 47],
  ])('%s is refused with its byte', (_what, bytes, message, offset) => {
    expect(() => decode(bytes)).toThrow(expect.objectContaining({ message: expect.stringContaining(message), offset }));
  });

  it('with a length beyond all files is refused before anything is set aside', () => {
    const bytes = Buffer.from(PLAIN.toBuffer());
    const huge = Buffer.concat([bytes.subarray(0, 41), Buffer.from('ffffffffffffffffff', 'hex'), bytes.subarray(42)]);
    expect(() => decode(huge)).toThrow(RawFault);
  });
});

/** The plain transaction with a marker, flags, and data before the lock time. */
function flagged(flags: number, data: string): Buffer {
  const bytes = Buffer.from(PLAIN.toBuffer());
  const parts = [
    bytes.subarray(0, 4),
    Buffer.from([0, flags]),
    bytes.subarray(4, -4),
    Buffer.from(data, 'hex'),
    bytes.subarray(-4),
  ];
  return Buffer.concat(parts);
}

function overpaying(): Buffer {
  const bytes = Buffer.from(PLAIN.toBuffer());
  bytes.fill(0xff, 47, 55);
  return bytes;
}

function decode(bytes: Buffer) {
  return decodeTransaction(new Cursor(bytes), new Uint8Array(32));
}

function withoutOutputs(): Buffer {
  const transaction = PLAIN.clone();
  transaction.outs = [];
  return Buffer.from(transaction.toBuffer());
}
