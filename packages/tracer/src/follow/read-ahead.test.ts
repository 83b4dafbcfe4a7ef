import type { BlockFacts } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { readAhead } from './read-ahead.ts';

const PARALLEL = 4;

/** A source whose blocks come when they are let go, in any order. */
function heldSource() {
  const asked: number[] = [];
  const waiting = new Map<number, { resolve: (block: BlockFacts) => void; reject: (error: Error) => void }>();
  return {
    asked,
    read: (number: number): Promise<BlockFacts> => {
      asked.push(number);
      return new Promise((resolve, reject) => waiting.set(number, { resolve, reject }));
    },
    give: (...numbers: readonly number[]): void => {
      for (const number of numbers) waiting.get(number)?.resolve(blockOf(number));
    },
    fail: (number: number): void => waiting.get(number)?.reject(new Error(`no block ${number}`)),
  };
}

function blockOf(number: number): BlockFacts {
  const [hash, parentHash] = [`0x${number}`, `0x${number - 1}`];
  return { chain: 'eip155:1', number, hash, parentHash, time: number, transactions: [], contracts: [] };
}

const numbersOf = (group: IteratorResult<readonly BlockFacts[]>): readonly number[] =>
  group.done === true ? [] : group.value.map(({ number }) => number);

describe('reading ahead', () => {
  it('asks for some blocks at a time and gives them in order, those together that are there', async () => {
    const source = heldSource();
    const groups = readAhead(source.read, 5, 10);
    const first = groups.next();
    expect(source.asked).toEqual([5, 6, 7, 8]);
    source.give(8, 6);
    await Promise.resolve();
    source.give(5);
    expect(numbersOf(await first)).toEqual([5, 6]);
    source.give(7);
    expect(numbersOf(await groups.next())).toEqual([7, 8]);
    expect(source.asked).toEqual([5, 6, 7, 8, 9, 10]);
    source.give(9, 10);
    expect([...numbersOf(await groups.next()), ...numbersOf(await groups.next())]).toEqual([9, 10]);
  });

  it('never has more than a few questions open', async () => {
    let open = 0;
    let most = 0;
    const read = async (number: number): Promise<BlockFacts> => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return blockOf(number);
    };
    const seen: number[] = [];
    for await (const group of readAhead(read, 1, 100)) seen.push(...group.map(({ number }) => number));
    expect(seen).toEqual(Array.from({ length: 100 }, (_, place) => place + 1));
    expect(most).toBe(PARALLEL);
  });

  it('gives everything before a block that fails, and then the failure', async () => {
    const source = heldSource();
    const groups = readAhead(source.read, 1, 4);
    const first = groups.next();
    source.give(1, 2, 4);
    source.fail(3);
    expect(numbersOf(await first)[0]).toBe(1);
    const rest = (async () => {
      for (let group = await groups.next(); group.done !== true; group = await groups.next()) {
        expect(numbersOf(group)).toEqual([2]);
      }
    })();
    await expect(rest).rejects.toThrow('no block 3');
  });
});
