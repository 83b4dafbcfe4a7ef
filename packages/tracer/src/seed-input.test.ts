import { InputError } from '@fundtrail/core';
import { describe, expect, test } from 'vitest';
import { parseSeed, readSeedsCsv, rejectDuplicateSeeds } from './seed-input.ts';

const TX = `0x${'ab'.repeat(32)}`;
const THIEF = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const SHOWN = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';

function faultOf(read: () => unknown): InputError {
  try {
    read();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a seed', () => {
  test('may be a transaction, with or without a receiver', () => {
    expect(parseSeed(`eip155:1:${TX.toUpperCase().replace('0X', '0x')}`)).toEqual({
      kind: 'transaction',
      chain: 'eip155:1',
      hash: TX,
    });
    const receiver = { kind: 'transaction', chain: 'eip155:1', hash: TX, account: `eip155:1:${THIEF}` };
    expect(parseSeed(`eip155:1:${TX}@${SHOWN}`)).toEqual(receiver);
    expect(parseSeed(`eip155:1:${TX}@eip155:1:${THIEF}`)).toEqual(receiver);
    expect(parseSeed(`${TX}@${THIEF}`, { chain: 'eip155:1' })).toEqual(receiver);
  });

  test('may be an account, from block 0 unless it says otherwise', () => {
    expect(parseSeed(`eip155:1:${SHOWN}`)).toEqual({ kind: 'account', account: `eip155:1:${THIEF}`, fromBlock: 0 });
    expect(parseSeed(THIEF, { chain: 'eip155:10', fromBlock: '14442778', asset: 'native', amount: '5' })).toEqual({
      kind: 'account',
      account: `eip155:10:${THIEF}`,
      fromBlock: 14442778,
      asset: 'native',
      amount: 5n,
    });
  });

  test('with an amount but no asset speaks of the native asset', () => {
    expect(parseSeed(`eip155:1:${THIEF}`, { amount: '7' })).toMatchObject({ asset: 'native', amount: 7n });
  });

  test.each([
    ['without a chain', THIEF, {}, 'seed', /does not say its chain/],
    ['on a chain that cannot be traced', `tron:0x2b6653dc:${THIEF}`, {}, 'seed', /namespace tron/],
    ['of a wrong length', `eip155:1:${THIEF}00`, {}, 'seed', /neither an account nor a transaction/],
    ['with a wrong checksum', `eip155:1:${SHOWN.replace('Aaf', 'aaf')}`, {}, 'seed', /checksum/],
    ['of another kind of chain', 'eip155:1:1BoatSLRHtKNngkdXEeobR76b53LETtpyT', {}, 'seed', /not an address of/],
    ['of letters', 'eip155:1:thief', {}, 'seed', /not an address of/],
    ['that is empty', ' ', { chain: 'eip155:1' }, 'seed', /empty/],
    ['with a receiver on another chain', `eip155:1:${TX}@eip155:10:${THIEF}`, {}, 'seed', /on eip155:10/],
    ['with a negative amount', `eip155:1:${THIEF}`, { amount: '-1' }, 'amount', /not an amount/],
    ['with a fractional amount', `eip155:1:${THIEF}`, { amount: '1.5' }, 'amount', /not an amount/],
    ['with an amount of nothing', `eip155:1:${THIEF}`, { amount: '0' }, 'amount', /nothing was stolen/],
    ['with a negative block', `eip155:1:${THIEF}`, { fromBlock: '-1' }, 'from_block', /not a block number/],
    ['with an asset of another chain', `eip155:1:${THIEF}`, { asset: 'eip155:10/slip44:60' }, 'asset', /lives on/],
    ['naming a transaction and a block', `eip155:1:${TX}`, { fromBlock: 1 }, 'from_block', /a transaction says itself/],
  ])('%s is refused with its field', (_case, text, defaults, field, message) => {
    const fault = faultOf(() => parseSeed(text, defaults));
    expect(fault.message).toMatch(message);
    expect(fault.place.field).toBe(field);
    expect(fault.remedy).toBeTruthy();
  });

  test('given twice is refused, however it is written and whatever its amount', () => {
    const twice = [
      parseSeed(`eip155:1:${SHOWN}`, { asset: 'native' }),
      parseSeed(`eip155:1:${THIEF}`, { amount: '1' }),
    ];
    expect(faultOf(() => rejectDuplicateSeeds(twice)).message).toMatch(/given twice/);
    expect(() => rejectDuplicateSeeds([parseSeed(`eip155:1:${THIEF}`), parseSeed(`eip155:10:${THIEF}`)])).not.toThrow();
  });
});

describe('a CSV of seeds', () => {
  test('gives each row its own block, asset and amount', () => {
    const csv = `\uFEFFseed,from_block,asset,amount\r\neip155:1:${THIEF},14442778,native,12\r\neip155:1:${TX},,,\r\n`;
    expect(readSeedsCsv(csv, 'seeds.csv')).toEqual([
      { kind: 'account', account: `eip155:1:${THIEF}`, fromBlock: 14442778, asset: 'native', amount: 12n },
      { kind: 'transaction', chain: 'eip155:1', hash: TX },
    ]);
  });

  test('takes what a row leaves open from the defaults, for accounts only', () => {
    const csv = `seed\n${THIEF}\n${TX}\n`;
    expect(readSeedsCsv(csv, 'seeds.csv', { chain: 'eip155:1', fromBlock: 9 })).toEqual([
      { kind: 'account', account: `eip155:1:${THIEF}`, fromBlock: 9 },
      { kind: 'transaction', chain: 'eip155:1', hash: TX },
    ]);
  });

  test.each([
    ['nothing at all', '', /^seeds\.csv: the file is empty/],
    ['no header', `eip155:1:${THIEF}\n`, /^seeds\.csv:1: seed: the header has no column seed/],
    ['an unknown column', 'seed,block\n', /^seeds\.csv:1: the header has an unknown column "block"/],
    ['a column twice', 'seed,seed\n', /^seeds\.csv:1: seed: the header names seed twice/],
    ['no rows', 'seed,from_block,asset,amount\n', /^seeds\.csv: the file has a header but no seeds/],
    ['a missing value', `seed,from_block\neip155:1:${THIEF}\n`, /^seeds\.csv:2: 1 values where the header has 2/],
    ['an extra value', `seed\neip155:1:${THIEF},5\n`, /^seeds\.csv:2: 2 values where the header has 1/],
    ['an empty seed', 'seed,from_block\n,5\n', /^seeds\.csv:2: seed: the value is empty/],
    ['a bad amount', `seed,amount\neip155:1:${THIEF},1e18\n`, /^seeds\.csv:2: amount: "1e18" is not an amount/],
    ['an open quote', `seed\n"eip155:1:${THIEF}\n`, /^seeds\.csv:\d: this is not CSV/],
    [
      'a seed twice',
      `seed\neip155:1:${THIEF}\neip155:1:${SHOWN}\n`,
      /^seeds\.csv:3: seed: the same seed is given twice/,
    ],
  ])('with %s is refused with file, line and field', (_case, csv, message) => {
    const fault = faultOf(() => readSeedsCsv(csv, 'seeds.csv'));
    expect(fault.message).toMatch(message);
    expect(fault.remedy).toBeTruthy();
  });
});
