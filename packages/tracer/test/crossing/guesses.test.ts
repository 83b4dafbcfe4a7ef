import { type Address, accountId, type ChainId, formatAccount, type Hash, type Policy } from '@fundtrail/core';
import { type Anvil, type Chain, openChain, startAnvil } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type SourceSpec } from '../../src/index.ts';
import { alertsOf } from '../coins/alerts-of.ts';
import { createHandClock } from '../coins/hand-clock.ts';
import { type Harness, startHarness } from '../harness.ts';

const ETHER = 10n ** 18n;
const START = 1_740_000_000;
/** An account of Orbiter's, and what it reads in the last digits of an amount: chain 10. */
const MAKER = '0x80c67432656d59144ceff962e8faf8926599bcf8';
const CODE = 9_007n;
const FROM: ChainId = 'eip155:1';
const TO: ChainId = 'eip155:10';

describe('what a maker takes on one chain', () => {
  const anvils: Anvil[] = [];
  const chains = new Map<ChainId, Chain>();
  const sources = new Map<ChainId, SourceSpec>();
  const clock = createHandClock();
  const now = { seconds: START + 60 };
  let people: readonly Address[];
  let harness: Harness;
  let id: string;
  let sent: Hash;

  beforeAll(async () => {
    for (const [chain, chainId] of [
      [FROM, 1],
      [TO, 10],
    ] as const) {
      const anvil = await startAnvil({ chainId, timestamp: START, secondsBetweenBlocks: 12, slotsInAnEpoch: 2 });
      anvils.push(anvil);
      const opened = openChain(anvil.url);
      await opened.ask('anvil_autoImpersonateAccount', [true]);
      chains.set(chain, opened);
      sources.set(chain, { kind: 'rpc', chain, url: anvil.url });
    }
    people = (await on(FROM).ask('eth_accounts')) as readonly Address[];
    const theft = await pay(FROM, person(0), person(1), 100n * ETHER);
    sent = await pay(FROM, person(1), MAKER, 10n * ETHER + CODE);
    harness = await startHarness({
      configuredSource: (chain) => sources.get(chain),
      clock: { ...clock, now: () => now.seconds * 1000 },
    });
    const source = sources.get(FROM);
    if (source === undefined) throw new RangeError(FROM);
    id = await harness.tracer.cases.create({
      name: 'guesses',
      seeds: [{ kind: 'transaction', chain: FROM, hash: theft, account: accountId(FROM, person(1)) }],
      policies: ['haircut', 'fifo'] satisfies readonly Policy[],
      limits: { ...DEFAULT_LIMITS, floor: { numerator: 0n, denominator: 1n } },
      source,
      labelSets: [],
      follow: true,
    });
    await harness.drain();
  });
  afterAll(async () => {
    await harness?.close();
    await Promise.all(anvils.map((anvil) => anvil.stop()));
  });

  const on = (chain: ChainId): Chain => {
    const opened = chains.get(chain);
    if (opened === undefined) throw new RangeError(chain);
    return opened;
  };
  const person = (place: number): Address => people[place] ?? '';
  const pay = (chain: ChainId, from: Address, to: Address, amount: bigint): Promise<Hash> =>
    on(chain).send({ from, to, value: `0x${amount.toString(16)}` });

  /** Lets time pass until what waits is due, and looks again. */
  async function lookAgain(seconds: number): Promise<void> {
    now.seconds += seconds;
    await harness.tracer.retryLinks();
    await harness.drain();
  }

  it('waits, and is looked for again on the schedule of its protocol', async () => {
    const [row, ...more] = await harness.tracer.cases.crossings(id);
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      protocol: 'orbiter',
      key: `${FROM}:${sent}#0`,
      state: 'pending',
      class: 'H',
      reason: 'only guesses join what this protocol moves',
      candidates: [],
    });
    const [link] = await harness.deps.cases.links(id);
    expect(link).toMatchObject({ protocol: 'orbiter', key: row?.key, state: 'waiting', attempts: 1 });
    expect(link?.reason).toMatch(/0 transactions may be its other side/);
  });

  it('may be what the same account got on the other: told as guesses, the best first, and never followed', async () => {
    await on(TO).mine(3);
    await pay(TO, person(0), MAKER, 20n * ETHER);
    const small = await pay(TO, person(2), person(1), ETHER);
    const paid = await pay(TO, MAKER, person(1), 998n * 10n ** 16n);
    const like = await pay(TO, person(3), person(1), 97n * 10n ** 17n);
    await lookAgain(120);
    const [row, ...more] = await harness.tracer.cases.crossings(id);
    expect([row?.state, more]).toEqual(['pending', []]);
    const account = formatAccount(accountId(TO, person(1)));
    expect(row?.candidates).toMatchObject([
      { chain: TO, tx: paid, account, asset: `${TO}/slip44:60`, amount: String(998n * 10n ** 16n) },
      { chain: TO, tx: like, account, amount: String(97n * 10n ** 17n) },
    ]);
    expect(row?.candidates.map(({ tx }) => tx)).not.toContain(small);
    const [best, other] = row?.candidates ?? [];
    expect(best?.score).toBeGreaterThan(other?.score ?? 1);
    expect(best?.reasons).toContain('received by the account that was named');

    const result = await harness.tracer.cases.result(id);
    expect(JSON.stringify([result.accounts, result.flows])).not.toContain(TO);
    expect(await alertsOf(harness, id)).toEqual({ alerts: [], retractions: [] });
  });

  it('is looked for a last time when the protocol has had its time, and stays pending with its guesses', async () => {
    await lookAgain(7_200);
    const [link] = await harness.deps.cases.links(id);
    expect(link).toMatchObject({ state: 'unavailable', reason: expect.stringMatching(/2 transactions may be/) });
    const [row] = await harness.tracer.cases.crossings(id);
    expect([row?.state, row?.candidates.length]).toEqual(['pending', 2]);
  });
});
