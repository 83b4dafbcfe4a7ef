import { describe, expect, it } from 'vitest';
import { createPriceBook } from './price-book.ts';

const BTC = 'bip122:000000000019d6689c085ae165831e93/slip44:0';
const ETH = 'eip155:1/slip44:60';
const TOKEN = 'eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7';

describe('a book of prices', () => {
  it('tells them per base unit, by the decimals of each chain and token', () => {
    const facts = [BTC, ETH, TOKEN].map((asset) => ({ asset, time: 5, usd: '64000.5', source: 'test' }));
    const book = createPriceBook(facts, (asset) => (asset === TOKEN ? 6 : undefined));
    const perUnit = (asset: string): bigint | undefined => book.priceOf(asset, 9)?.denominator;
    expect(book.priceOf(BTC, 9)?.numerator).toBe(640_005n);
    expect([BTC, ETH, TOKEN].map(perUnit)).toEqual([10n ** 9n, 10n ** 19n, 10n ** 7n]);
  });
});
