import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CaseLimits, DEFAULT_LIMITS, type TraceResult } from '../../src/index.ts';
import { type Harness, startHarness } from '../harness.ts';
import {
  BITCOIN,
  type CoinChain,
  coinCase,
  NOTHING_MISSING,
  output,
  pay,
  startCoinChain,
  theftSeed,
  to,
  unaccountedCoins,
} from './coin-chain.ts';

const HOPS = 120;
/** That the head and the chain are known, and the theft. */
const REQUESTS_FIRST = 3;

describe('a case of coins that ends before its trail does', () => {
  let chain: CoinChain;
  let harness: Harness;
  beforeEach(async () => {
    chain = await startCoinChain();
    harness = await startHarness();
    // A peel chain: 1 % is paid and rests, the rest goes on.
    for (let hop = 0, last = chain.theft; hop < HOPS; hop += 1) {
      const from = output(last, hop === 0 ? 0 : 1);
      const held = BigInt(from.spent.amount);
      last = pay([from], [to(10 + hop, held / 100n), to(1_000 + hop, held - held / 100n - 500n)]);
      chain.book.mine([last]);
    }
    chain.book.mineEmpty(20);
  });
  afterEach(async () => {
    await harness.close();
    await chain.close();
  });

  const limited = (limits: Partial<CaseLimits>) =>
    coinCase(chain.server.url, theftSeed(chain), { limits: { ...DEFAULT_LIMITS, maxHops: 100_000, ...limits } });
  async function trace(limits: Partial<CaseLimits>): Promise<TraceResult> {
    const id = await harness.tracer.cases.create(limited(limits));
    await harness.drain();
    const result = await harness.tracer.cases.result(id);
    expect(result.case.status).toBe('done');
    expect(unaccountedCoins(result)).toEqual(NOTHING_MISSING);
    return result;
  }
  const asked = (): number => chain.server.requests().total;
  const cut = (result: TraceResult): readonly string[] => [
    ...new Set(result.accounts.flatMap(({ terminal }) => (terminal?.kind === 'budget' ? [terminal.reason] : []))),
  ];

  it('for its hops asks for nothing beyond them', async () => {
    const result = await trace({ maxHops: 4 });
    expect(Math.max(...result.accounts.map(({ hops }) => hops))).toBe(4);
    expect(cut(result)).toEqual(['reached the limit of hops']);
    // Of the theft and of what three hops make.
    expect(asked()).toBeLessThanOrEqual(REQUESTS_FIRST + 2 * 5);
  });

  it('for its requests sends hardly more', async () => {
    const result = await trace({ maxRequests: 20 });
    expect(asked()).toBeLessThanOrEqual(22);
    expect(cut(result)).toEqual(['the limit of 20 requests was reached']);
    expect(result.case.coverage.not_seen.join()).toContain('the limit of 20 requests was reached');
  });

  it('for the number of its outputs asks for hardly more than so many', async () => {
    const result = await trace({ maxAccounts: 20 });
    expect(cut(result)).toEqual(['the limit of 20 outputs was reached']);
    expect(result.accounts.filter(({ terminal }) => terminal?.kind !== 'budget')).toHaveLength(20);
    expect(asked()).toBeLessThanOrEqual(REQUESTS_FIRST + 2 * 21);
    expect(result.case.coverage.not_seen.join()).toContain('the limit of 20 outputs was reached');
  });

  it('for a time asks for little beyond it', async () => {
    const until = chain.book.blockAt(205).time;
    const result = await trace({ until });
    expect(Math.max(...result.flows.map(({ time }) => time))).toBe(until);
    expect(asked()).toBeLessThanOrEqual(REQUESTS_FIRST + 2 * 6);
  });

  it('for a floor in dollars follows what is worth as much at the time of the theft', async () => {
    const { time } = chain.book.blockAt(201);
    await harness.deps.facts.writePrices([{ asset: `${BITCOIN}/slip44:0`, time, usd: '100000', source: 'test' }]);
    // 4.9 bitcoins; the payments decrease by 1 % each from 5 bitcoins on, and the breadth guard cuts the first one below the floor.
    const result = await trace({ floorUsd: '490000' });
    const [first] = result.accounts.filter(({ terminal }) => terminal?.kind === 'dispersed');
    expect(first).toMatchObject({ hops: 4, received: { haircut: '485149475' } });
    const { rows } = await harness.database.pool.query('select floors from cases.cases');
    expect(rows).toEqual([{ floors: { [`${BITCOIN}/slip44:0`]: '490000000' } }]);
  });

  it('for an answer that a source did not have is asked about it again when it goes on, and so is the next case', async () => {
    const missing = { kind: 'http', status: 404, body: 'Transaction not found' } as const;
    chain.server.setFaults(({ path }) => (path === `/tx/${chain.theft.txid}/outspends` ? missing : undefined));
    const id = await harness.tracer.cases.create(limited({}));
    await harness.run(4);
    await harness.tracer.cases.pause(id, 'a test');
    expect((await harness.deps.cases.accounts(id)).map(({ state }) => state)).toEqual(['unavailable']);
    const other = await harness.tracer.cases.create(limited({}));
    await harness.drain();
    const { accounts, case: ended } = await harness.tracer.cases.result(other);
    expect(accounts).toMatchObject([{ terminal: { kind: 'unavailable' } }]);
    expect(ended.coverage.not_seen.join()).toContain('the source has no answer');
    chain.server.setFaults(undefined);
    await harness.tracer.cases.resume(id);
    await harness.drain();
    expect((await harness.tracer.cases.result(id)).flows).toHaveLength(2 * HOPS);
    expect((await trace({})).flows).toHaveLength(2 * HOPS);
  });
});
