import type { PlacedLeg } from '@fundtrail/bridges';
import { type BridgeLeg, linkId, type TransactionFact } from '@fundtrail/core';
import { expect, test } from 'vitest';
import { createCrossingBook, type StoredLegs } from './crossing-book.ts';
import { MADE_ADAPTER, madeLeg, placed } from './made-leg.fixture.ts';

const LINK = linkId('test', 'k');
const SOURCE = { chain: 'eip155:1', hash: '0x01' };
const ARRIVAL = { chain: 'eip155:10', hash: '0x02' };
const THIEF = `0x${'bb'.repeat(20)}`;
const source = madeLeg();
const arrival = madeLeg({ side: 'destination', chain: 'eip155:10', tx: '0x02', toAccount: THIEF });

function stored(...legs: readonly BridgeLeg[]): StoredLegs & { asked: number } {
  return {
    asked: 0,
    async legsOf(transactions) {
      this.asked += 1;
      return legs.filter((leg) => transactions.some(({ chain, hash }) => leg.chain === chain && leg.tx === hash));
    },
    async legsByKey(keys): Promise<readonly PlacedLeg[]> {
      this.asked += 1;
      return legs.filter((leg) => keys.some(({ key }) => key === leg.key)).map((leg) => placed(leg));
    },
  };
}

function fact({ chain, hash }: { chain: string; hash: string }, from: string, to: string): TransactionFact {
  const legs = [{ id: 'value', kind: 'native' as const, from, to, asset: 'native', amount: 100n }];
  return { chain, hash, block: 1, index: 0, time: 100, success: true, legs, whole: ['native', 'internal', 'token'] };
}

const [vault = ''] = source.custody;

test('knows of prepared transactions what they are to movements, by two queries for all of them', async () => {
  const legs = stored(source, arrival);
  const book = createCrossingBook(legs, () => MADE_ADAPTER);
  await book.prepare([SOURCE, ARRIVAL, { chain: 'eip155:1', hash: '0x77' }]);
  await book.prepare([SOURCE]);
  expect(legs.asked).toBe(2);
  expect(book.crossingsOf(fact(SOURCE, THIEF, vault))).toMatchObject([{ side: 'in', link: LINK }]);
  expect(book.crossingsOf(fact(ARRIVAL, vault, THIEF))).toMatchObject([{ side: 'out', link: LINK, share: 'rest' }]);
  expect(book.waitsFor(ARRIVAL)).toEqual([{ ...SOURCE, block: 1 }]);
  expect(book.waitsFor(SOURCE)).toEqual([]);
  expect(book.arrivalsOf([LINK])).toEqual([{ ...ARRIVAL, block: 1 }]);
  expect(() => book.crossingsOf(fact({ chain: 'eip155:1', hash: '0x99' }, THIEF, vault))).toThrow(RangeError);
});

test('a movement without an arrival departs all the same, and one without a key by itself', async () => {
  const faulty = madeLeg({ tx: '0x03', key: undefined, fault: 'the memo cannot be read' });
  const book = createCrossingBook(stored(source, faulty), () => MADE_ADAPTER);
  await book.prepare([SOURCE, { chain: 'eip155:1', hash: '0x03' }]);
  expect([...book.departures().keys()]).toEqual([LINK, linkId('test', 'eip155:1:0x03#0')]);
  expect(book.departures().get(LINK)?.[0]?.link?.state).toBe('pending');
  expect(book.arrivalsOf([LINK])).toEqual([]);
});

test('mixers and guesses move nothing across', async () => {
  const guess = madeLeg({ side: 'destination', chain: 'eip155:10', tx: '0x02', proof: 'H' });
  const guessing = createCrossingBook(stored(source, guess), () => MADE_ADAPTER);
  await guessing.prepare([SOURCE, ARRIVAL]);
  expect(guessing.crossingsOf(fact(ARRIVAL, vault, THIEF))).toEqual([]);
  const mixing = createCrossingBook(stored(source), () => ({ ...MADE_ADAPTER, kind: 'mixer' }));
  await mixing.prepare([SOURCE]);
  expect(mixing.crossingsOf(fact(SOURCE, THIEF, vault))).toEqual([]);
});

test('two books differ where what they know of the same transactions does', async () => {
  const before = createCrossingBook(stored(source), () => MADE_ADAPTER);
  const after = createCrossingBook(stored(source, arrival), () => MADE_ADAPTER);
  for (const book of [before, after]) await book.prepare([SOURCE, ARRIVAL]);
  expect(before.digest([SOURCE])).not.toBe(after.digest([SOURCE]));
  expect(before.digest([{ chain: 'eip155:1', hash: '0x77' }])).toBe(
    after.digest([{ chain: 'eip155:1', hash: '0x77' }]),
  );
});
