import {
  accountId,
  assetId,
  formatAccount,
  formatAddress,
  formatAsset,
  isUtxo,
  type Policy,
  parseHolder,
} from '@fundtrail/core';
import { hasLitecoind } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrossingRowView, TraceResult } from '../../src/index.ts';
import type { Harness } from '../harness.ts';
import { type CrossingWorld, startCrossingWorld } from './crossing-world.ts';

describe.runIf(hasLitecoind())('a theft that goes over four chains', () => {
  let world: CrossingWorld;
  let harness: Harness;
  let id: string;
  let result: TraceResult;
  let rows: readonly CrossingRowView[];
  beforeAll(async () => {
    world = await startCrossingWorld();
    await world.story.playTo();
    harness = await world.harness({ clock: world.clock });
    id = await harness.tracer.cases.create(world.caseSpec());
    await harness.drain();
    result = await harness.tracer.cases.result(id);
    rows = await harness.tracer.cases.crossings(id);
  });
  afterAll(() => world?.close());

  it('is closed to the last base unit, over all chains, in every policy that conserves', () => {
    expect(unaccounted(result)).toEqual([]);
    expect(Object.keys(result.totals)).toHaveLength(6);
  });

  it('tells every crossing with both transactions, amounts and proof, and the pending one with its age', () => {
    const told = rows.map(({ protocol, key, state, source, destination }) =>
      [protocol, key, state, source.chain, source.amount, destination?.chain, destination?.amount].join(' '),
    );
    const expected = world.story.truth().links.flatMap(({ protocol, key, state, source, arrivals }) => {
      const left = [protocol, key, state, source.chain, source.amount].join(' ');
      return arrivals.length === 0 ? `${left}  ` : arrivals.map(({ chain, amount }) => `${left} ${chain} ${amount}`);
    });
    expect([...told].sort()).toEqual(expected.sort());
    const arrived = rows.filter(({ state }) => state !== 'pending');
    expect(new Set(arrived.map((row) => `${row.class} ${row.grade} ${row.confidence}`))).toEqual(
      new Set(['K protocol_linked 100']),
    );
    const [pending] = rows.filter(({ state }) => state === 'pending');
    expect(pending?.pending_seconds).toBeGreaterThan(0);
    expect(pending?.destination).toBeNull();
  });

  it('ends where the money is: with the thief on every chain, and at the exchange on the last', () => {
    for (const { kind, chain, account, asset, amount } of world.story.truth().endings) {
      const shown = isUtxo(chain)
        ? `${chain}:${formatAddress(account, chain)}`
        : formatAccount(accountId(chain, account));
      const own = result.accounts.filter(
        (row) => row.account === shown && row.asset === formatAsset(assetId(chain, asset)),
      );
      const held = (policy: Policy): bigint => own.reduce((sum, row) => sum + BigInt(row.resting[policy] ?? '0'), 0n);
      // Poison flags whole balances, gas that was clean among them.
      if (kind === 'resting' && held('poison') > 0n) expect([shown, held('poison')]).toEqual([shown, amount]);
      expect(held('haircut')).toBeLessThanOrEqual(amount);
    }
    const cashed = world.story
      .truth()
      .transactions.flatMap(({ flows }) => flows.flatMap(({ kind, amount }) => (kind === 'cashed_out' ? amount : [])));
    const reached = result.accounts.filter(({ terminal }) => terminal?.kind === 'exchange');
    expect(reached.map(({ received }) => BigInt(received.poison ?? '0'))).toEqual(cashed);
  });

  it('shows the way to the exchange with each crossing as one step', async () => {
    const cashed = result.accounts.find(({ terminal }) => terminal?.kind === 'exchange');
    const { chain, address } = parseHolder(cashed?.account ?? '');
    const [path] = await harness.tracer.cases.path(id, accountId(chain, address));
    const crossings = path?.steps.filter(({ kind }) => kind === 'crossing') ?? [];
    const links = new Map(world.story.truth().links.map((link) => [link.key, link]));
    expect(crossings.map(({ crossing }) => crossing?.protocol)).toEqual(['thorchain', 'thorchain', 'cctp']);
    for (const { crossing, tx, grade, amount } of crossings) {
      const link = links.get(crossing?.key ?? '');
      expect([`0x${crossing?.from_tx.replace('0x', '')}`, crossing?.from_amount]).toEqual([
        link?.source.tx,
        String(link?.source.amount),
      ]);
      const arrival = link?.arrivals.find((one) => one.tx === `0x${tx.replace('0x', '')}`);
      expect([String(arrival?.amount), grade, crossing?.class]).toEqual([amount, 'protocol_linked', 'K']);
    }
    expect(path?.weakest_grade).toBe('protocol_linked');
    expect(path?.steps[0]?.from.startsWith('eip155:1:')).toBe(true);
  });

  it('asks for no other side again that it knows', async () => {
    const links = await harness.deps.cases.links(id);
    expect(links.filter(({ state }) => state === 'waiting')).toHaveLength(1);
    const before = (await harness.tracer.cases.show(id)).counts.requests ?? 0;
    const other = await harness.tracer.cases.create(world.caseSpec());
    await harness.drain();
    expect((await harness.deps.cases.links(other)).map(({ state }) => state)).toEqual(['waiting']);
    expect((await harness.tracer.cases.show(other)).counts.requests ?? 0).toBeLessThan(before / 2);
    expect(await harness.tracer.cases.crossings(other)).toEqual(rows);
  });
});

function unaccounted({ totals }: TraceResult): readonly string[] {
  return Object.entries(totals).flatMap(([policy, own]) => {
    if (policy === 'poison') return [];
    return Object.entries(own?.stolen ?? {}).flatMap(([asset, stolen]) => {
      const placed = Object.values(own?.origin ?? {}).reduce((sum, amounts) => sum + BigInt(amounts[asset] ?? '0'), 0n);
      return placed === BigInt(stolen) ? [] : [`${policy} ${asset}: ${stolen} stolen, ${placed} placed`];
    });
  });
}
