import { accountId, type Coin, type TransactionFact } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import type { TrailFlow } from '../../src/trail.ts';
import { peelRuns } from '../../src/trail-reading/peel-runs.ts';
import { readTrail } from '../../src/trail-reading/read-trail.ts';
import { coin, made, REGTEST, script, txid } from './made.ts';

const NOBODY = { stopOf: () => undefined };
const START = 100_000_000n;
const PEEL = 1_000_000n;

/** Transactions 1 to `hops`: each spends output `place` of the one before, and pays output 0 with change as output 1. */
function chain(hops: number, placeAt: (hop: number) => 0 | 1 = () => 1): readonly TransactionFact[] {
  const facts: TransactionFact[] = [];
  let held = { owner: script(1), amount: START, coin: coin(99, 0) };
  for (let hop = 1; hop <= hops; hop += 1) {
    const paid = held.amount > PEEL * 2n ? PEEL : held.amount / 10n;
    const outputs = [
      { owner: script(1_000 + hop), amount: paid },
      { owner: script(1 + hop), amount: held.amount - paid - 123n },
    ] as const;
    facts.push(made(hop, 200 + hop, [held], outputs));
    const place = placeAt(hop);
    held = { ...outputs[place], coin: coin(hop, place) };
  }
  return facts;
}

function flow(hop: number, to: Coin): TrailFlow {
  return {
    chain: REGTEST,
    tx: txid(hop),
    index: 0,
    block: 200 + hop,
    txIndex: 0,
    time: 0,
    from: '',
    to: accountId(REGTEST, to),
    asset: 'native',
    weight: 1n,
  };
}

function storeOf(facts: readonly TransactionFact[]) {
  const asked: number[] = [];
  return {
    asked,
    async *readTransactions({ transactions = [] }: { readonly transactions?: readonly { readonly hash: string }[] }) {
      asked.push(transactions.length);
      const hashes = new Set(transactions.map(({ hash }) => hash));
      yield facts.filter(({ hash }) => hashes.has(hash));
    },
    spendersOf: async (_space: string, _chain: string, coins: readonly Coin[]) =>
      new Map(
        coins.map((one) => {
          const spender = facts.find(({ legs }) => legs.some(({ from }) => from === one));
          return [one, spender === undefined ? null : { hash: spender.hash, block: spender.block }] as const;
        }),
      ),
  };
}

describe('runs of peels on a trail', () => {
  const runsOf = (hops: number, placeAt?: (hop: number) => 0 | 1, last: 0 | 1 = 1) => {
    const facts = chain(hops, placeAt);
    const trail = facts.map((_fact, at) =>
      flow(at + 1, coin(at + 1, at + 1 === hops ? last : (placeAt ?? (() => 1))(at + 1))),
    );
    return peelRuns(trail, new Map(facts.map((fact) => [fact.hash, fact])));
  };

  it('go from the first to the last but one, whichever output the last step goes to', () => {
    for (const last of [0, 1] as const) {
      expect(runsOf(6, undefined, last)).toEqual([
        {
          first_step: 1,
          last_step: 5,
          peels: 5,
          paid_out: (PEEL * 5n).toString(),
          from_tx: txid(1).slice(2),
          to_tx: txid(5).slice(2),
        },
      ]);
    }
  });

  it('end where the trail leaves by what was paid, and begin anew after it', () => {
    const runs = runsOf(12, (hop) => (hop === 5 ? 0 : 1));
    expect(runs.map(({ first_step, last_step, peels }) => [first_step, last_step, peels])).toEqual([
      [1, 4, 4],
      [6, 11, 6],
    ]);
  });

  it('are none where they are short', () => {
    expect(runsOf(3)).toEqual([]);
    expect(runsOf(8, (hop) => (hop % 3 === 0 ? 0 : 1))).toEqual([]);
  });
});

describe('a trail that is read by the form of its transactions', () => {
  it('is read in two goes, and what is not stored is left unread', async () => {
    const facts = chain(5);
    const store = storeOf(facts.filter((_fact, at) => at !== 2));
    const trail = facts.slice(0, 4).map((_fact, at) => flow(at + 1, coin(at + 1, 1)));
    const { readings } = await readTrail(store, 'live', NOBODY, trail);
    expect(readings.map((reading) => reading?.goes_to)).toEqual(['change', null, undefined, 'change']);
    expect(store.asked).toEqual([4, 1]);
  });

  it('does not take an output for the change because the trail took it: both may be spent alike', async () => {
    const facts = chain(4);
    const spendsPeel = made(
      50,
      300,
      [{ owner: script(1_002), amount: PEEL, coin: coin(2, 0) }],
      [
        { owner: script(60), amount: 100_000n },
        { owner: script(61), amount: 800_123n },
      ],
    );
    const trail = [flow(1, coin(1, 1)), flow(2, coin(2, 1)), flow(3, coin(3, 1))];
    const alone = await readTrail(storeOf(facts), 'live', NOBODY, trail);
    expect(alone.readings.map((reading) => reading?.kind)).toEqual(['peel', 'peel', 'peel']);
    const both = await readTrail(storeOf([...facts, spendsPeel]), 'live', NOBODY, trail);
    expect(both.readings.map((reading) => reading?.change?.vout)).toEqual([1, undefined, 1]);
  });

  it('says nothing of owners where a PayJoin is likely', async () => {
    const joint = made(
      1,
      300,
      [
        { owner: script(1), amount: 500_000n, coin: coin(9, 0) },
        { owner: `0x76a914${'11'.repeat(20)}88ac`, amount: 700_000n, coin: coin(9, 1) },
      ],
      [
        { owner: script(3), amount: 400_000n },
        { owner: `0x76a914${'22'.repeat(20)}88ac`, amount: 790_000n },
      ],
    );
    const { readings } = await readTrail(storeOf([joint]), 'live', NOBODY, [flow(1, coin(1, 0))]);
    expect(readings[0]).toBeDefined();
    expect(readings[0]).not.toHaveProperty('common_owner');
  });
});
