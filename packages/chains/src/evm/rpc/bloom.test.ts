import { keccak256 } from 'ethers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogView } from '../logs.ts';
import { bloomAllows, createBlooms } from './bloom.ts';

/** The three bits of the yellow paper, set one by one in a number. */
function bloomOf(values: readonly string[]): string {
  let bloom = 0n;
  for (const value of values) {
    const digest = keccak256(value).slice(2);
    for (const place of [0, 4, 8]) bloom |= 1n << BigInt(Number.parseInt(digest.slice(place, place + 4), 16) % 2_048);
  }
  return `0x${bloom.toString(16).padStart(512, '0')}`;
}

const topic = fc.bigInt(0n, 2n ** 256n - 1n).map((value) => `0x${value.toString(16).padStart(64, '0')}`);
const traits = () => {
  const kept = new Map<string, string>();
  return {
    get: (name: string) => kept.get(name),
    set: async (name: string, value: string) => void kept.set(name, value),
  };
};
const logOf = (value: string): LogView => ({ address: `0x${'a'.repeat(40)}`, topics: [value], data: '0x', index: 0 });

test('a bloom allows what is in it, and little else', () => {
  let wrong = 0;
  fc.assert(
    fc.property(fc.uniqueArray(topic, { minLength: 1, maxLength: 20 }), topic, (held, other) => {
      const bloom = bloomOf(held);
      expect(held.every((value) => bloomAllows(bloom, value))).toBe(true);
      if (!held.includes(other) && bloomAllows(bloom, other)) wrong += 1;
    }),
    { numRuns: 200, seed: 7 },
  );
  expect(wrong).toBeLessThan(5);
});

test('blooms are believed once one was true, and never again after one was not', async () => {
  const [held, other] = [`0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`];
  const bloom = bloomOf([logOf(held).address, held]);
  const blooms = createBlooms(traits(), 'eip155:1');
  expect(blooms.mayHold(bloom, other)).toBe(true);
  await blooms.learn(bloom, [logOf(held)]);
  expect([blooms.mayHold(bloom, held), blooms.mayHold(bloom, other), blooms.mayHold(undefined, other)]).toEqual([
    true,
    false,
    true,
  ]);
  await blooms.learn(`0x${'0'.repeat(512)}`, [logOf(held)]);
  await blooms.learn(bloom, [logOf(held)]);
  expect(blooms.mayHold(bloom, other)).toBe(true);
});

test('blooms of a chain whose own logs are in none are not believed', async () => {
  const [held, other] = [`0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`];
  const blooms = createBlooms(traits(), 'eip155:137');
  await blooms.learn(bloomOf([logOf(held).address, held]), [logOf(held)]);
  expect(blooms.mayHold(bloomOf([held]), other)).toBe(true);
});
