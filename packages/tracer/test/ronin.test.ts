import { ACCOUNT_POLICIES } from '@fundtrail/core';
import { type RecordedExplorer, roninReference, sharedData, startRecordedExplorer } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDataset, type SourceSpec, type TraceResult } from '../src/index.ts';
import { type Harness, startHarness } from './harness.ts';
import { CHAIN, RONIN_LABELS, RONIN_SEED, roninCase, shown, sums, TORNADO } from './ronin-case.ts';

const ETHER = 10n ** 18n;
const folder = sharedData('ronin-2022') ?? '';

describe.skipIf(folder === '')('the Ronin theft of 2022, from its recorded histories', () => {
  let explorer: RecordedExplorer;
  let harness: Harness;
  let overHttp: TraceResult;

  const run = async (on: Harness, source: SourceSpec): Promise<TraceResult> => {
    const id = await on.tracer.cases.create(roninCase(source, ACCOUNT_POLICIES));
    await on.drain();
    return on.tracer.cases.result(id);
  };

  beforeAll(async () => {
    explorer = await startRecordedExplorer({ folder });
    harness = await startHarness();
    await harness.deps.labels.importSet('default', RONIN_LABELS);
    overHttp = await run(harness, { kind: 'explorer', chain: CHAIN, url: explorer.url });
  });
  afterAll(async () => {
    await harness.close();
    await explorer.close();
  });

  it('leaves the seed with 182,165.956 ETH and reaches the Tornado router with what an independent calculation says', () => {
    const reference = roninReference(`${folder}/txlist`);
    const router = overHttp.accounts.find((row) => row.account.toLowerCase() === `${CHAIN}:${TORNADO}`);
    expect(BigInt(router?.origin_received.haircut ?? 0)).toBe(reference.atTornadoRouter);
    expect(reference.leavesSeed / 10n ** 15n).toBe(182_165_956n);
    expect(reference.atTornadoRouter).toBeGreaterThanOrEqual(175_000n * ETHER);
    expect(reference.atTornadoRouter).toBeLessThanOrEqual(175_100n * ETHER);
    expect(router?.terminal).toMatchObject({ kind: 'mixer', entity: 'Tornado Cash' });
    const byAddress = (address: string): string =>
      overHttp.accounts.find((row) => row.account.toLowerCase() === `${CHAIN}:${address}`)?.received.haircut ?? '0';
    // Of the seed, the reference counts only what came back, the ledger also what was stolen there.
    for (const [address, amount] of reference.received) {
      if (address !== RONIN_SEED) expect(byAddress(address), address).toBe(amount.toString());
    }
  });

  it('closes the sum to the wei under every conserving policy', () => {
    for (const policy of ACCOUNT_POLICIES.filter((name) => name !== 'poison')) {
      const { stolen, accounted } = sums(overHttp, policy);
      expect(accounted, policy).toBe(stolen);
      expect(stolen).toBeGreaterThan(182_165n * ETHER);
    }
  });

  it('names what the recording lacks, and ends unrecorded accounts as unavailable with their amounts', () => {
    expect(overHttp.case.status).toBe('done');
    const { gaps, kinds, not_followed: notFollowed } = overHttp.case.coverage;
    expect(gaps.map((gap) => gap.kind).sort()).toEqual(['internal', 'token']);
    expect(kinds.native.complete).toBeGreaterThan(0);
    expect(kinds.token).toMatchObject({ complete: 0, truncated: 0, unavailable: kinds.native.complete });
    const unavailable = overHttp.accounts.filter((row) => row.terminal?.kind === 'unavailable');
    expect(unavailable.length).toBeGreaterThan(0);
    expect(notFollowed.map(({ state }) => state)).toContain('unavailable');
    expect(unavailable.every((row) => row.resting.haircut === row.received.haircut)).toBe(true);
    const total = unavailable.reduce((sum, row) => sum + BigInt(row.origin_resting.haircut ?? 0), 0n);
    expect(Object.values(overHttp.totals.haircut?.origin.unavailable ?? {})).toEqual([total.toString()]);
  });

  it('makes no request the second time but one retry per unavailable account, and says the same', async () => {
    const before = explorer.requests().total;
    const again = await run(harness, { kind: 'explorer', chain: CHAIN, url: explorer.url });
    const rows = overHttp.accounts.filter((row) => row.terminal?.kind === 'unavailable');
    const unavailable = new Set(rows.map((row) => row.account));
    expect(explorer.requests().total - before).toBe(unavailable.size);
    expect(again.counts.requests).toBe(unavailable.size);
    expect(shown(again)).toBe(shown(overHttp));
  });

  it('gives the same totals, accounts and flows from the folder as over HTTP, byte for byte', async () => {
    const other = await startHarness();
    try {
      await other.deps.labels.importSet('default', RONIN_LABELS);
      const data = await loadDataset(other.deps.facts, folder, other.context.logger);
      const local = await run(other, { kind: 'dataset', sha256: data.sha256, name: data.name });
      expect(local.counts.requests).toBe(0);
      expect(local.accounts).toEqual(overHttp.accounts);
      expect(shown(local)).toBe(shown(overHttp));
    } finally {
      await other.close();
    }
  });
});
