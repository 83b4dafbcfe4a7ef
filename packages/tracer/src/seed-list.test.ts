import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { describe, expect, test } from 'vitest';
import { readSeedList } from './seed-list.ts';

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

describe('a CSV of seeds', () => {
  test('gives each row its own block, asset and amount', () => {
    const csv = `\uFEFFseed,from_block,asset,amount\r\neip155:1:${THIEF},14442778,native,12\r\neip155:1:${TX},,,\r\n`;
    expect(readSeedList(csv, 'seeds.csv').read().seeds).toEqual([
      { kind: 'account', account: `eip155:1:${THIEF}`, fromBlock: 14442778, asset: 'native', amount: 12n },
      { kind: 'transaction', chain: 'eip155:1', hash: TX },
    ]);
  });

  test('takes what a row leaves open from the defaults, for accounts only', () => {
    const csv = `seed\n${THIEF}\n${TX}\n`;
    expect(readSeedList(csv, 'seeds.csv').read({ chain: 'eip155:1', fromBlock: 9 }).seeds).toEqual([
      { kind: 'account', account: `eip155:1:${THIEF}`, fromBlock: 9 },
      { kind: 'transaction', chain: 'eip155:1', hash: TX },
    ]);
  });

  test.each([
    ['nothing at all', '', /^seeds\.csv: the file is empty/],
    ['no header', `eip155:1:${THIEF},5\n`, /^seeds\.csv:1: seed: the header has no column seed/],
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
    const fault = faultOf(() => readSeedList(csv, 'seeds.csv').read());
    expect(fault.message).toMatch(message);
    expect(fault.remedy).toBeTruthy();
  });
});

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const HOLDER = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const OTHER = 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq';
const TRON = 'TBHTJqAy4DhHhmT3dNceJYNRz4SdLofLre';

describe('a published list of addresses', () => {
  const LIST = [
    'case,chain,address,amount,note',
    '# a remark',
    `one,BTC,${HOLDER},about 3 BTC,"a, b"`,
    `one,ETH,${THIEF},,`,
    `two,${BITCOIN},${OTHER},,`,
    `two,Bitcoin,${HOLDER},,again`,
    `two,TRON,${TRON},,`,
    `two,TRON,${TRON},,`,
    `two,XBT,${TRON},,`,
  ].join('\n');

  test("gives the rows of the case's chain, by id, ticker or name, and says which it left out", () => {
    const list = readSeedList(LIST, 'list.csv');
    const { seeds, leftOut } = list.read({ chain: BITCOIN, fromBlock: 7 });
    expect(list.needsChain).toBe(true);
    expect(seeds).toEqual([
      { kind: 'account', account: `${BITCOIN}:0x76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac`, fromBlock: 7 },
      { kind: 'account', account: `${BITCOIN}:0x0014e8df018c7e326cc253faac7e46cdc51e68542c42`, fromBlock: 7 },
    ]);
    expect(leftOut).toEqual([
      'list.csv: 3 rows of other chains left out: TRON 2, ETH 1',
      'list.csv: 1 row left out that is an address of Tron: line 9',
      'list.csv: 1 row left out that repeats another',
      'list.csv: not read: amount; a list with the columns seed,from_block,asset,amount has them',
    ]);
    expect(readSeedList(LIST, 'list.csv').read({ chain: 'eip155:1' }).seeds).toEqual([
      { kind: 'account', account: `eip155:1:${THIEF}`, fromBlock: 0 },
    ]);
  });

  test('of one chain says it itself, and may say from which block on', () => {
    const list = readSeedList(`chain,address,from_block\nBTC,${HOLDER},12\n`, 'list.csv');
    expect(list.needsChain).toBe(false);
    expect(list.read()).toMatchObject({ seeds: [{ fromBlock: 12 }], leftOut: [] });
  });

  test('without chains takes the one of the case', () => {
    const list = readSeedList(`address,name\n${HOLDER},x\n`, 'list.csv');
    expect(list.needsChain).toBe(true);
    expect(list.read({ chain: BITCOIN }).seeds).toHaveLength(1);
  });

  test.each([
    ['several chains and none asked for', LIST, {}, /^list\.csv: chain: .* several chains: BTC, ETH, .*--chain/],
    ['no chain and none asked for', `address\n${HOLDER}\n`, {}, /^list\.csv: chain: the list does not say the chain/],
    [
      'a chain that cannot be traced',
      `chain,address\nXMR,${HOLDER}\n`,
      {},
      /^list\.csv: chain: addresses of XMR cannot/,
    ],
    ['nothing of the chain', LIST, { chain: 'eip155:10' }, /^list\.csv: the file has no seed on Optimism .*BTC 1/],
    [
      'a typing error',
      LIST.replace(OTHER, `${OTHER.slice(0, -1)}a`),
      { chain: BITCOIN },
      /^list\.csv:5: address: .*checksum/,
    ],
    ['no rows', 'chain,address\n', {}, /^list\.csv: the file has a header but no seeds/],
    ['an empty address', 'chain,address\nBTC,\n', {}, /^list\.csv:2: address: the value is empty/],
  ])('with %s is refused with file, line and field', (_, text, defaults, message) => {
    const fault = faultOf(() => readSeedList(text, 'list.csv').read(defaults));
    expect(`${fault.message} ${fault.remedy}`).toMatch(message);
  });
});

describe('a text with a seed in each line', () => {
  test('needs the chain where a line does not say it', () => {
    const list = readSeedList(`\uFEFF# sanctioned\r\n${HOLDER}\r\n\r\n${OTHER}\r\n`, 'list.txt');
    expect(list.needsChain).toBe(true);
    expect(list.read({ chain: BITCOIN })).toMatchObject({ seeds: [{ fromBlock: 0 }, { fromBlock: 0 }], leftOut: [] });
    expect(readSeedList(`eip155:1:${TX}\n`, 'list.txt').needsChain).toBe(false);
  });

  test('leaves out addresses of other networks and what stands there twice, and says so', () => {
    const { seeds, leftOut } = readSeedList(`${HOLDER}\n${TRON}\n${HOLDER}\n`, 'list.txt').read({ chain: BITCOIN });
    expect(seeds).toHaveLength(1);
    expect(leftOut).toEqual([
      'list.txt: 1 row left out that is an address of Tron: line 2',
      'list.txt: 1 row left out that repeats another',
    ]);
  });

  test('is refused with file and line where a line is wrong', () => {
    const read = (text: string) => faultOf(() => readSeedList(text, 'list.txt').read({ chain: BITCOIN }));
    expect(read(`${HOLDER}\n${HOLDER}x\n`).message).toMatch(/^list\.txt:2: seed: .*fails its checksum/);
    expect(read(`${TRON}\n`).message).toMatch(/^list\.txt: the file has no seed on Bitcoin/);
  });
});

const attribution = sharedData('attribution') ?? '';

describe.skipIf(attribution === '')('the lists of real thefts', () => {
  const read = (file: string) => readSeedList(readFileSync(join(attribution, file), 'utf8'), file);

  test('give every Bitcoin address, and the rows of other chains are counted', () => {
    const { seeds, leftOut } = read('dprk_seeds.csv').read({ chain: BITCOIN });
    expect(seeds).toHaveLength(200);
    expect(leftOut).toEqual(['dprk_seeds.csv: 128 rows of other chains left out: ETH 107, TRON 19, ARB 1, BSC 1']);
    expect(read('dprk_seeds.csv').read({ chain: 'eip155:1' }).seeds.length).toBeGreaterThan(100);
  });

  test('give all sanctioned ones but the one that is of Tron', () => {
    const { seeds, leftOut } = read('ofac/sanctioned_addresses_XBT.txt').read({ chain: BITCOIN });
    expect(seeds).toHaveLength(434);
    expect(leftOut).toHaveLength(1);
    expect(leftOut[0]).toMatch(/1 row left out that is an address of Tron: line \d+$/);
  });
});
