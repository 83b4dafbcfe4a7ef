import { type Policy, UTXO_POLICIES } from '@fundtrail/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Lots } from '../lots.ts';
import { type Origin, originVector } from '../origin.ts';
import type { CoinState } from './coin-state.ts';
import { sumOrigin } from './segments.ts';
import { share } from './shares.ts';
import type { Shares, Spending } from './spending.ts';

const RUNS = { numRuns: 500 } as const;
const CONSERVING = UTXO_POLICIES.filter((policy) => policy !== 'poison');

/** A segment of an input: clean, or with an origin per unit. */
type Segment = readonly [amount: bigint, origin: readonly bigint[] | null];
type Case = {
  readonly inputs: readonly (readonly Segment[])[];
  readonly weights: readonly bigint[];
  readonly fee: bigint;
};

const amount = fc.oneof(fc.bigInt({ min: 1n, max: 9n }), fc.bigInt({ min: 1n, max: 10n ** 21n }));
const cases = (origin: (amount: bigint) => fc.Arbitrary<readonly bigint[]>): fc.Arbitrary<Case> =>
  fc.record({
    inputs: fc.array(
      fc.array(
        fc.oneof(
          amount.map((clean): Segment => [clean, null]),
          amount.chain((tainted) => origin(tainted).map((from): Segment => [tainted, from])),
        ),
        { minLength: 1, maxLength: 3 },
      ),
      { minLength: 1, maxLength: 4 },
    ),
    weights: fc.array(fc.bigInt({ min: 0n, max: 20n }), { minLength: 1, maxLength: 8 }),
    fee: fc.bigInt({ min: 0n, max: 3n }),
  });
/** What was stolen itself, as on UTXO chains so far. */
const unconverted = cases((tainted) => fc.constant([tainted]));
/** What came of other assets: any origin in two units. */
const part = fc.bigInt({ min: 0n, max: 10n ** 12n });
const converted = cases(() => fc.tuple(part, part));

function spendingOf({ inputs, weights, fee }: Case, scale = 1n): Spending {
  const spent = inputs.map((segments) => {
    const total = segments.reduce((sum, [size]) => sum + size * scale, 0n);
    return { amount: total, coin: coinOf(segments, total, scale) };
  });
  const total = spent.reduce((sum, input) => sum + input.amount, 0n);
  const weight = weights.reduce((sum, own) => sum + own, fee) || 1n;
  // Outputs are cut from the unscaled sum, so that they scale as well.
  const slots = weights.map((own) => (((total / scale) * own) / weight) * scale);
  slots.push(slots.reduce((left, slot) => left - slot, total));
  const tainted = spent.flatMap(({ coin }, place) => (coin === undefined ? [] : [{ coin, place }]));
  return { inputs: spent, tainted, total, slots };
}

function coinOf(segments: readonly Segment[], total: bigint, scale: bigint): CoinState | undefined {
  if (segments.every(([, origin]) => origin === null)) return undefined;
  const lots: Lots = {
    amounts: segments.map(([size]) => size * scale),
    origins: segments.map(([, origin]) => originOf(origin, scale)),
    head: 0,
  };
  const tainted = segments.reduce((sum, [size, origin]) => (origin === null ? sum : sum + size * scale), 0n);
  const made = { order: 0, block: 1, index: 0, time: 0, tx: '0x' };
  return {
    address: '0x',
    owner: undefined,
    amount: total,
    tainted: [tainted],
    origin: [sumOrigin(lots)],
    lots: segments.length === 1 ? undefined : [lots],
    made,
    seen: true,
    first: made,
    followed: true,
    kind: 'resting',
    stop: undefined,
    seeded: false,
    hops: 0,
    leadHops: 0,
    spentBy: undefined,
    trail: undefined,
  };
}

function originOf(origin: readonly bigint[] | null, scale: bigint): Origin | null {
  if (origin === null) return null;
  const scaled = origin.map((own) => own * scale);
  return scaled.length === 1 ? (scaled[0] as bigint) : scaled;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, own) => all + own, 0n);
}

function unitSums(origins: readonly Origin[]): readonly bigint[] {
  return [0, 1].map((unit) => sum(origins.map((origin) => originVector(origin, 2)[unit] as bigint)));
}

function expectConserved(shares: Shares, spending: Spending): void {
  expect(shares.tainted).toHaveLength(spending.slots.length);
  expect(sum(shares.tainted)).toBe(sum(spending.tainted.map(({ coin }) => coin.tainted[0] as bigint)));
  expect(unitSums(shares.origin)).toEqual(unitSums(spending.tainted.map(({ coin }) => coin.origin[0] as Origin)));
  shares.tainted.forEach((tainted, slot) => {
    expect(tainted >= 0n && tainted <= (spending.slots[slot] as bigint)).toBe(true);
    expect(originVector(shares.origin[slot] as Origin, 2).every((own) => own >= 0n)).toBe(true);
  });
}

describe('sharing the taint of one transaction', () => {
  test.each(CONSERVING)('%s loses nothing, and no output gets more than it is worth', (policy) => {
    fc.assert(
      fc.property(fc.oneof(unconverted, converted), (made) => {
        const spending = spendingOf(made);
        expectConserved(share(policy, 0, spending), spending);
      }),
      RUNS,
    );
  });

  test.each(CONSERVING)('%s keeps tainted and origin parts one number where nothing was converted', (policy) => {
    fc.assert(
      fc.property(unconverted, (made) => {
        const { tainted, origin } = share(policy, 0, spendingOf(made));
        expect(origin).toEqual(tainted);
      }),
      RUNS,
    );
  });

  test.each(CONSERVING)('%s: I8 scaling all amounts by k scales the shares by k, up to rounding', (policy) => {
    fc.assert(
      fc.property(unconverted, fc.bigInt({ min: 2n, max: 10n ** 6n }), (made, k) => {
        const once = share(policy, 0, spendingOf(made));
        const scaled = share(policy, 0, spendingOf(made, k));
        scaled.tainted.forEach((tainted, slot) => {
          const off = tainted - (once.tainted[slot] as bigint) * k;
          const most = policy === 'haircut' ? k : 0n;
          expect(off <= most && -off <= most).toBe(true);
        });
      }),
      RUNS,
    );
  });

  test.each(['fifo', 'lifo'] as const)('%s: segments of outputs add up to them', (policy) => {
    fc.assert(
      fc.property(converted, (made) => {
        const spending = spendingOf(made);
        const { tainted, origin, lots } = share(policy, 0, spending);
        lots?.forEach((own, slot) => {
          if (own === undefined) return;
          expect(sum(own.amounts)).toBe(spending.slots[slot]);
          expect(sum(own.amounts.filter((_, at) => own.origins[at] !== null))).toBe(tainted[slot]);
          expect(originVector(sumOrigin(own), 2)).toEqual(originVector(origin[slot] as Origin, 2));
        });
      }),
      RUNS,
    );
  });

  test.each<[Policy, bigint[], bigint[]]>([
    ['haircut', [3n, 2n, 5n, 0n], [2n, 1n, 4n, 0n]],
    ['tiho', [0n, 0n, 10n, 0n], [0n, 0n, 7n, 0n]],
  ])('%s: origin follows the tainted parts, the rest where most is left over', (policy, tainted, origin) => {
    const made: Case = { inputs: [[[10n, [7n, 0n]]], [[10n, null]]], weights: [6n, 4n, 10n], fee: 0n };
    const shares = share(policy, 0, spendingOf(made));
    expect(shares.tainted).toEqual(tainted);
    expect(unitZero(shares)).toEqual(origin);
  });

  test.each(['haircut', 'tiho'] as const)(
    '%s: origin without a tainted amount goes in proportion to the values',
    (policy) => {
      const spending = spendingOf({ inputs: [[[10n, [7n]]]], weights: [6n, 4n, 9n], fee: 1n });
      const faded = spending.tainted.map(({ coin, place }) => ({
        coin: { ...coin, tainted: [0n], origin: [7n] },
        place,
      }));
      const shares = share(policy, 0, { ...spending, tainted: faded, inputs: [{ amount: 10n, coin: faded[0]?.coin }] });
      expect(shares.tainted).toEqual([0n, 0n, 0n, 0n]);
      // Of 3, 2, 4 and a fee of 1: 2.1, 1.4, 2.8, 0.7.
      expect(shares.origin).toEqual([2n, 1n, 3n, 1n]);
    },
  );
});

function unitZero(shares: Shares): readonly bigint[] {
  return shares.origin.map((origin) => originVector(origin, 1)[0] as bigint);
}
