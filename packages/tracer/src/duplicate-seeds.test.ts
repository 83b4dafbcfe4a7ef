import { InputError } from '@fundtrail/core';
import { expect, test } from 'vitest';
import { describeSeed, rejectDuplicateSeeds } from './duplicate-seeds.ts';
import { parseSeed } from './seed-input.ts';

const THIEF = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const SHOWN = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
const TX = `0x${'ab'.repeat(32)}`;
const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const TXID = '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b';
const HOLDER = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';

function faultOf(...texts: readonly string[]): string {
  const seeds = texts.map((text) => parseSeed(text));
  try {
    rejectDuplicateSeeds(seeds, (index) => ({ file: 'seeds.csv', line: index + 2 }));
  } catch (error) {
    if (error instanceof InputError) return `${error.message} ${error.remedy}`;
    throw error;
  }
  return '';
}

test('a seed given twice is refused, however it is written and whatever its amount', () => {
  const twice = [parseSeed(`eip155:1:${SHOWN}`, { asset: 'native' }), parseSeed(`eip155:1:${THIEF}`, { amount: '1' })];
  expect(() => rejectDuplicateSeeds(twice)).toThrow(/given twice/);
  expect(faultOf(`eip155:1:${THIEF}`, `eip155:10:${THIEF}`)).toBe('');
  expect(faultOf(`${BITCOIN}:${TXID}:1`, `${BITCOIN}:0x${TXID.toUpperCase()}:1`)).toBe(
    `seeds.csv:3: seed: the same seed is given twice: ${BITCOIN}:${TXID}:1 It stands in line 2 already.`,
  );
  expect(faultOf(`${BITCOIN}:${TXID}:1`, `${BITCOIN}:${TXID}:2`, `${BITCOIN}:${TXID}@${HOLDER}`)).toBe('');
});

test.each([`${TXID}:1`, `${TXID}@${HOLDER}`])('%s is refused beside its whole transaction, in either order', (part) => {
  const whole = `${BITCOIN}:${TXID}`;
  expect(faultOf(whole, `${BITCOIN}:${part}`)).toBe(
    `seeds.csv:3: seed: ${BITCOIN}:${part} is part of a transaction that is given as a whole It stands in line 2 already.`,
  );
  expect(faultOf(`${BITCOIN}:${part}`, whole)).toBe(
    `seeds.csv:3: seed: ${whole} holds a seed that is given, too It stands in line 2 already.`,
  );
});

test.each([
  `${BITCOIN}:${TXID}`,
  `${BITCOIN}:${TXID}:258`,
  `${BITCOIN}:${TXID}@${HOLDER}`,
  `eip155:1:${TX}`,
  `eip155:1:${TX}@${SHOWN}`,
])('%s is described as it is written', (text) => {
  expect(describeSeed(parseSeed(text))).toBe(text);
});
