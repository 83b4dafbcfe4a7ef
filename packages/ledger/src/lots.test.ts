import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addNewest,
  addOldest,
  type Consumed,
  cloneLots,
  type Lots,
  lotsOfClean,
  takeNewest,
  takeOldest,
} from './lots.ts';

type Lot = readonly [amount: bigint, origin: bigint | null];

const lot = fc
  .tuple(
    fc.bigInt({ min: 1n, max: 100n }),
    fc.constantFrom('clean', 'whole', 'part'),
    fc.bigInt({ min: 0n, max: 100n }),
  )
  .map(([amount, kind, origin]): Lot => [amount, kind === 'clean' ? null : kind === 'whole' ? amount : origin]);
const step = fc.oneof(
  fc.record({ put: lot, oldest: fc.boolean() }),
  fc.record({ take: fc.bigInt({ min: 1n, max: 150n }), oldest: fc.boolean() }),
);

/** The same queue without merging and without indices. */
function takePlain(lots: Lot[], amount: bigint, oldest: boolean): Consumed {
  const consumed: Consumed = { tainted: 0n, origin: 0n };
  let origin = 0n;
  for (let left = amount; left > 0n; ) {
    const [held, of] = (oldest ? lots.shift() : lots.pop()) as Lot;
    const part = smaller(held, left);
    const gone = of === null ? 0n : (of * part) / held;
    if (of !== null) consumed.tainted += part;
    origin += gone;
    if (held > part) {
      const rest: Lot = [held - part, of === null ? null : of - gone];
      if (oldest) lots.unshift(rest);
      else lots.push(rest);
    }
    left -= part;
  }
  return { ...consumed, origin };
}

test('merging lots and walking them by index gives what a plain queue of unmerged lots gives', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
      let lots: Lots = lotsOfClean(0n);
      const plain: Lot[] = [];
      for (const move of steps) {
        if ('put' in move) {
          const [amount, origin] = move.put;
          (move.oldest ? addOldest : addNewest)(lots, amount, origin);
          if (move.oldest) plain.unshift(move.put);
          else plain.push(move.put);
          continue;
        }
        const held = plain.reduce((sum, [amount]) => sum + amount, 0n);
        const amount = smaller(move.take, held);
        if (amount === 0n) continue;
        const consumed: Consumed = { tainted: 0n, origin: 0n };
        (move.oldest ? takeOldest : takeNewest)(lots, amount, consumed);
        expect(consumed).toEqual(takePlain(plain, amount, move.oldest));
        lots = cloneLots(lots);
      }
    }),
  );
});

test('neighbours merge, so that a wallet paid ten thousand times by one kind of money holds one lot', () => {
  const lots = lotsOfClean(5n);
  for (let i = 0; i < 10_000; i += 1) addNewest(lots, 3n, null);
  for (let i = 0; i < 10_000; i += 1) addNewest(lots, 3n, 3n);
  expect(lots.amounts).toEqual([30_005n, 30_000n]);
});

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
