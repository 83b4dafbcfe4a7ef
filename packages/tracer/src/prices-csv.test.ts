import { describe, expect, test } from 'vitest';
import { readPricesCsv } from './prices-csv.ts';

const HEADER = 'asset,time,usd,source\n';

describe('a CSV of prices', () => {
  test('is read with times as Unix seconds or UTC', () => {
    const csv = `${HEADER}eip155:1/slip44:60,1648042149,3021.55,coingecko\neip155:1/erc20:0xdAC17F958D2ee523a2206206994597C13D831ec7,2022-03-23T13:29:09Z,1,issuer\n`;
    expect(readPricesCsv(csv, 'prices.csv')).toEqual([
      { asset: 'eip155:1/slip44:60', time: 1648042149, usd: '3021.55', source: 'coingecko' },
      {
        asset: 'eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7',
        time: 1648042149,
        usd: '1',
        source: 'issuer',
      },
    ]);
  });

  test.each([
    ['a bare symbol', 'ETH,1,1,x', /^prices\.csv:2: asset: "ETH" is not a CAIP-19 asset/],
    ['an unknown coin type', 'eip155:1/slip44:0,1,1,x', /^prices\.csv:2: asset: /],
    ['a time without zone', 'eip155:1/slip44:60,2022-03-23T13:29:09,1,x', /^prices\.csv:2: time: /],
    ['a negative price', 'eip155:1/slip44:60,1,-1,x', /^prices\.csv:2: usd: "-1" is not a price/],
    ['a price with an exponent', 'eip155:1/slip44:60,1,1e3,x', /^prices\.csv:2: usd: /],
    ['no source', 'eip155:1/slip44:60,1,1,', /^prices\.csv:2: source: the value is empty/],
    [
      'a price twice',
      'eip155:1/slip44:60,1,1,x\neip155:1/slip44:60,1,2,x',
      /^prices\.csv:3: the same price is given twice/,
    ],
  ])('with %s is refused with file, line and field', (_case, rows, message) => {
    expect(() => readPricesCsv(`${HEADER}${rows}\n`, 'prices.csv')).toThrow(message);
  });
});
