import { type Clock, createSystemClock, type Source, type SpendsRequest } from '@fundtrail/core';
import type { MadeTransaction } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceSpec, TraceResult } from '../../src/index.ts';
import { type Harness, startHarness } from '../harness.ts';
import {
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

/** A head older than this is looked at again. */
const HEAD_AGE_MS = 600_000;
/** More than Bitcoin is ever reorganised by. */
const DEEP = 200;

describe('coins whose spender was told before it was final', () => {
  let chain: CoinChain;
  let harness: Harness;
  let late: number;
  beforeEach(async () => {
    late = 0;
    chain = await startCoinChain();
    chain.book.mineEmpty(DEEP);
    const clock = createSystemClock();
    const shifted: Clock = { ...clock, now: () => clock.now() + late };
    harness = await startHarness({ clock: shifted });
  });
  afterEach(async () => {
    await harness.close();
    await chain.close();
  });

  /** A case of its own, some time after the one before. @returns what it says, with the transactions that moved something */
  async function trace(): Promise<{ readonly result: TraceResult; readonly moved: ReadonlySet<string> }> {
    chain.server.forget();
    late += HEAD_AGE_MS + 1;
    const id = await harness.tracer.cases.create(coinCase(chain.server.url, theftSeed(chain)));
    await harness.drain();
    const result = await harness.tracer.cases.result(id);
    expect(result.case.status).toBe('done');
    expect(unaccountedCoins(result)).toEqual(NOTHING_MISSING);
    return { result, moved: new Set(result.flows.map(({ tx }) => tx)) };
  }
  async function orphans(): Promise<readonly string[]> {
    const { rows } = await harness.database.pool.query<{ hash: string }>(
      "select encode(hash, 'hex') as hash from facts.orphans order by id",
    );
    return rows.map(({ hash }) => hash);
  }
  const all = (from: MadeTransaction, owner: number, place = 0): MadeTransaction => {
    const coin = output(from, place);
    return pay([coin], [to(owner, BigInt(coin.spent.amount) - 1_000n)]);
  };
  const outspends = (): readonly string[] =>
    chain.server.seen.filter(({ route }) => route === '/tx/:txid/outspends').map(({ path }) => path.slice(4, 68));

  it.each([
    ['soon after', 1],
    ['when the block of the first one lies deep', DEEP],
  ])('follow the other one that a reorganisation put in its place, %s', async (_when, blocks) => {
    const first = all(chain.theft, 10);
    const height = chain.book.mine([first]);
    chain.book.mineEmpty(1);
    expect((await trace()).moved).toEqual(new Set([first.txid]));
    chain.book.takeBack(height);
    const second = all(chain.theft, 11);
    chain.book.mine([second]);
    chain.book.mineEmpty(blocks + 1);
    expect((await trace()).moved).toEqual(new Set([second.txid]));
    expect(await orphans()).toEqual([first.txid]);
  });

  it('rest where nothing spends them any more', async () => {
    const first = all(chain.theft, 10);
    const height = chain.book.mine([first]);
    await trace();
    chain.book.takeBack(height);
    chain.book.mineEmpty(DEEP);
    const { moved, result } = await trace();
    expect(moved).toEqual(new Set());
    expect(result.accounts).toMatchObject([{ spent_by: null, terminal: { kind: 'resting' } }]);
    expect(await orphans()).toEqual([first.txid]);
  });

  it('follow a chain whose every transaction was mined again in another block', async () => {
    const steps = [all(chain.theft, 10)];
    for (let n = 1; n < 4; n += 1) steps.push(all(steps[n - 1] ?? chain.theft, 10 + n));
    const height = chain.book.mine(steps.slice(0, 1));
    for (const step of steps.slice(1)) chain.book.mine([step]);
    await trace();
    chain.book.takeBack(height);
    chain.book.mineEmpty(2);
    for (const step of steps) chain.book.mine([step]);
    const { moved, result } = await trace();
    expect(moved).toEqual(new Set(steps.map(({ txid }) => txid)));
    expect(result.flows.map(({ block }) => block)).toEqual([0, 1, 2, 3].map((n) => height + 2 + n));
    expect(await orphans()).toHaveLength(4);
  });

  it('follow one chain where another one left it in the middle', async () => {
    const first = all(chain.theft, 10);
    const height = chain.book.mine([first]);
    const gone = all(first, 11);
    chain.book.mine([gone]);
    chain.book.mine([all(gone, 12)]);
    await trace();
    chain.book.takeBack(height);
    chain.book.mine([first]);
    const other = all(first, 13);
    chain.book.mine([other]);
    chain.book.mine([all(other, 14)]);
    chain.book.mineEmpty(DEEP);
    const { moved } = await trace();
    expect(moved.size).toBe(3);
    expect(moved).toContain(other.txid);
    expect(await orphans()).toContain(gone.txid);
  });

  it('start from a theft that was mined again in another block', async () => {
    chain.book.takeBack(201);
    chain.book.mine([chain.theft]);
    await trace();
    chain.book.takeBack(201);
    chain.book.mineEmpty(3);
    const height = chain.book.mine([chain.theft]);
    const { result } = await trace();
    expect(result.accounts).toMatchObject([{ first_taint: { block: height } }]);
  });

  it('are asked about again while that may matter: what is not spent always, what is spent for good never', async () => {
    const split = pay([output(chain.theft)], [to(10, 20_000_000_000n), to(11, 29_000_000_000n)]);
    chain.book.mine([split]);
    chain.book.mineEmpty(DEEP);
    const last = all(split, 12);
    chain.book.mine([last]);
    await trace();
    expect(outspends().toSorted()).toEqual([chain.theft.txid, split.txid, last.txid].sort());
    chain.book.mineEmpty(1);
    await trace();
    // The one transaction that spends is not final yet, and two coins are at rest.
    expect(outspends().toSorted()).toEqual([split.txid, last.txid].sort());
    chain.book.mineEmpty(DEEP);
    await trace();
    expect(outspends().toSorted()).toEqual([split.txid, last.txid].sort());
    chain.book.mineEmpty(1);
    await trace();
    expect(outspends().toSorted()).toEqual([split.txid, last.txid].sort());
    expect(chain.server.requests().byRoute.get('/tx/:txid') ?? 0).toBe(0);
  });

  it('that one transaction spends together are not asked about again once it is final', async () => {
    const split = pay([output(chain.theft)], [to(10, 20_000_000_000n), to(11, 29_000_000_000n)]);
    chain.book.mine([split]);
    chain.book.mine([pay([output(split, 0), output(split, 1)], [to(12, 48_000_000_000n)])]);
    chain.book.mineEmpty(DEEP);
    await trace();
    chain.book.mineEmpty(1);
    await trace();
    expect(outspends()).not.toContain(split.txid);
  });

  it('leave no trace in a case that was under way when another one learnt what was taken back', async () => {
    const { openSource } = harness.deps;
    Object.assign(harness.deps, { openSource: async (spec: SourceSpec) => hopByHop(await openSource(spec)) });
    const steps = [all(chain.theft, 10)];
    for (let n = 1; n < 5; n += 1) steps.push(all(steps[n - 1] ?? chain.theft, 10 + n));
    const height = chain.book.mine(steps.slice(0, 1));
    for (const step of steps.slice(1)) chain.book.mine([step]);
    const id = await harness.tracer.cases.create(coinCase(chain.server.url, theftSeed(chain)));
    await harness.run(10);
    const before = await harness.tracer.cases.result(id);
    expect(before.case.status).toBe('running');
    expect(before.flows.length).toBeGreaterThan(2);
    harness.lose();
    chain.book.takeBack(height);
    chain.book.mine([all(chain.theft, 30)]);
    chain.book.mineEmpty(9);
    const { result } = await trace();
    await harness.tracer.recover();
    await harness.drain();
    const after = await harness.tracer.cases.result(id);
    expect(after.case.status).toBe('done');
    expect(after.flows).toEqual(result.flows);
  });
});

/** Tells what is asked for, and nothing that comes after it. */
function hopByHop(source: Source): Source {
  const spends = source.spends?.bind(source);
  if (spends === undefined) throw new RangeError('a source of coins is wanted');
  return new Proxy(source, {
    get: (target, name) => {
      if (name === 'spends') return (request: SpendsRequest) => spends({ ...request, onward: () => [] });
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
}
