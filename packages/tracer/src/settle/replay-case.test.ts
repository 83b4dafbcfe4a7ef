import { accountId, assetId, LIVE_SPACE, type TransactionFact } from '@fundtrail/core';
import { type CaseRow, createFactStore, type FactStore } from '@fundtrail/store';
import { createRandom, createTestDatabase, type Random, type TestDatabase } from '@fundtrail/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { coin, made, REGTEST, script, txid } from '../../test/coins/made.ts';
import { type CaseReplay, type ReplayCut, replayCase } from './replay-case.ts';

const [ONE, TWO] = ['eip155:1', 'eip155:10'] as const;
const CHAINS = [ONE, TWO, REGTEST] as const;
const PEOPLE = 5;
const BLOCKS = 30;
const START = 1_700_000_000;
const SPACING = 600;

let home: TestDatabase;
let facts: FactStore;
beforeAll(async () => {
  home = await createTestDatabase();
  facts = createFactStore(home.database);
});
afterAll(() => home.drop());

const person = (n: number): string => `0x${(n + 1).toString(16).padStart(40, '0')}`;

/** A payment among few people in each block of an account chain; the first is the theft. */
function payments(random: Random, chain: string, salt: number): TransactionFact[] {
  let time = START;
  return Array.from({ length: BLOCKS }, (_, block): TransactionFact => {
    time += random.between(0, 2 * SPACING);
    const from = block === 0 ? PEOPLE : random.between(0, PEOPLE - 1);
    const to = block === 0 ? 0 : (from + random.between(1, PEOPLE - 1)) % PEOPLE;
    const amount = block === 0 ? 1_000_000n : BigInt(random.between(1, 400_000));
    const leg = { id: 'value', kind: 'native', from: person(from), to: person(to), asset: 'native', amount } as const;
    const hash = txid(salt + block);
    return { chain, hash, block, index: 0, time, success: true, legs: [leg], whole: ['native', 'internal', 'token'] };
  });
}

/** A chain of spends with clean coins among it; its clock goes back now and then. */
function spends(random: Random, salt: number): TransactionFact[] {
  const facts: TransactionFact[] = [];
  let [amount, before] = [9_000_000n, coin(999_999, 0)];
  for (let block = 0; block < BLOCKS; block += 1) {
    const peel = amount / BigInt(random.between(20, 60));
    const inputs = [{ coin: before, owner: script(block), amount }];
    if (random.chance(0.3)) inputs.push({ coin: coin(salt + 500 + block, 0), owner: script(77), amount: 1_000n });
    const outputs = [
      { owner: script(block + 1), amount: amount - peel },
      { owner: script(90), amount: peel },
    ];
    const fact = made(salt + block, block, inputs, outputs, 0);
    facts.push({ ...fact, time: fact.time - (random.chance(0.3) ? random.between(0, 3 * SPACING) : 0) });
    [amount, before] = [amount - peel, coin(salt + block, 0)];
  }
  return facts;
}

function told({ result, flows, heads, transactions, wanted }: CaseReplay): unknown {
  return { result, flows, heads: [...heads].sort(), transactions, wanted };
}

it.each([1, 2, 3, 4, 5, 6])(
  'goes on from any cut of three chains to what a replay from the start comes to, seed %i',
  async (seed) => {
    const random = createRandom(seed);
    const space = `${LIVE_SPACE}-${seed}`;
    const salts = [seed * 10_000, seed * 10_000 + 1_000, seed * 10_000 + 2_000] as const;
    const all = [...payments(random, ONE, salts[0]), ...payments(random, TWO, salts[1]), ...spends(random, salts[2])];
    await facts.writeTransactions(space, all);
    const every = [ONE, TWO].flatMap((chain) => Array.from({ length: PEOPLE }, (_, n) => accountId(chain, person(n))));
    const replay = (more: { keep?: ReplayCut; from?: CaseReplay['base'] }): Promise<CaseReplay> => {
      const open = new Set(every);
      return replayCase({
        row: { space } as CaseRow,
        facts,
        accounts: open,
        options: {
          policies: ['haircut', 'fifo', 'lifo'],
          seeds: CHAINS.map((chain, at) => ({ kind: 'transaction', chain, hash: txid(salts[at] ?? 0) })),
          open,
          stopOf: () => undefined,
          isCode: () => false,
          floors: new Map(CHAINS.map((chain) => [assetId(chain, 'native'), 0n])),
          maxHops: 1_000,
        },
        until: null,
        upTo: () => BLOCKS,
        balances: [],
        signal: new AbortController().signal,
        ...more,
      });
    };
    const whole = told(await replay({}));
    let kept = 0;
    for (let cut = 0; cut < 12; cut += 1) {
      const block = (): number => random.between(0, BLOCKS - 1);
      const blocks = new Map(CHAINS.filter(() => random.chance(0.6)).map((chain) => [chain, block()]));
      const keep = { blocks, time: random.chance(0.5) ? START + random.between(0, BLOCKS * SPACING) : undefined };
      const first = await replay({ keep });
      expect(told(first)).toEqual(whole);
      if (first.base === undefined) continue;
      kept += 1;
      expect(told(await replay({ from: first.base }))).toEqual(whole);
      expect(
        told(await replay({ from: first.base, keep: { blocks: new Map(), time: START + BLOCKS * SPACING } })),
      ).toEqual(whole);
    }
    expect(kept).toBeGreaterThan(6);
  },
);
