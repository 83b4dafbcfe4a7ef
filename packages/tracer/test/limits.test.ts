import { sharedData, startRecordedExplorer } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CaseLimits, loadDataset, type SourceSpec, type TraceResult } from '../src/index.ts';
import { type Harness, startHarness } from './harness.ts';
import { CHAIN, RONIN_LABELS, roninCase, shown, sums } from './ronin-case.ts';

const folder = sharedData('ronin-2022') ?? '';

describe.skipIf(folder === '')('limits, failures and interruptions of a case', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
    await harness.deps.labels.importSet('default', RONIN_LABELS);
  });
  afterEach(() => harness.close());

  const start = (source: SourceSpec, limits: Partial<CaseLimits> = {}): Promise<string> =>
    harness.tracer.cases.create(roninCase(source, ['haircut', 'fifo'], limits));

  const trace = async (source: SourceSpec, limits: Partial<CaseLimits> = {}): Promise<TraceResult> => {
    const id = await start(source, limits);
    await harness.drain();
    return harness.tracer.cases.result(id);
  };

  const closes = (result: TraceResult): void => {
    for (const policy of ['haircut', 'fifo'] as const) {
      const { stolen, accounted } = sums(result, policy);
      expect(accounted, policy).toBe(stolen);
    }
  };

  it('ends what lies beyond the limits of hops and accounts as budget, with its value, and still closes', async () => {
    const data = await loadDataset(harness.deps.facts, folder, harness.context.logger);
    const source: SourceSpec = { kind: 'dataset', sha256: data.sha256, name: data.name };
    const near = await trace(source, { maxHops: 1 });
    const few = await trace(source, { maxAccounts: 10 });
    for (const result of [near, few]) {
      closes(result);
      expect(result.case.status).toBe('done');
      const budget = result.accounts.filter((row) => row.terminal?.kind === 'budget');
      expect(budget.length).toBeGreaterThan(0);
      expect(budget.every((row) => row.terminal?.reason !== '')).toBe(true);
      expect(Object.values(result.totals.haircut?.origin.budget ?? {}).map(BigInt)[0]).toBeGreaterThan(0n);
    }
    expect(Math.max(...near.accounts.map((row) => row.hops))).toBe(1);
    expect(few.counts.accounts_opened).toBeGreaterThanOrEqual(10);
  });

  it('leaves out what came after the time horizon', async () => {
    const data = await loadDataset(harness.deps.facts, folder, harness.context.logger);
    const until = 1_649_000_000;
    const result = await trace({ kind: 'dataset', sha256: data.sha256, name: data.name }, { until });
    closes(result);
    expect(result.flows.length).toBeGreaterThan(0);
    expect(Math.max(...result.flows.map((flow) => flow.time))).toBeLessThanOrEqual(until);
  });

  it('stops asking at the limit of requests and says which accounts were not read', async () => {
    const explorer = await startRecordedExplorer({ folder });
    const result = await trace({ kind: 'explorer', chain: CHAIN, url: explorer.url }, { maxRequests: 12 });
    await explorer.close();
    closes(result);
    expect(result.counts.requests).toBeGreaterThanOrEqual(12);
    // Histories that were under way when the limit was reached are still finished.
    expect(result.counts.requests).toBeLessThan(12 + 4 * 4);
    expect(result.accounts.some((row) => row.terminal?.reason.includes('limit of 12 requests'))).toBe(true);
  });

  it('pauses with the reason when the source fails for good, records nothing as empty, and goes on to the same end', async () => {
    const whole = await startRecordedExplorer({ folder });
    const expected = await trace({ kind: 'explorer', chain: CHAIN, url: whole.url });
    const other = await startHarness();
    try {
      await other.deps.labels.importSet('default', RONIN_LABELS);
      let broken = true;
      const explorer = await startRecordedExplorer({
        folder,
        faults: ({ number }) => (broken && number > 6 ? { kind: 'error', text: 'Invalid API Key' } : undefined),
      });
      const id = await other.tracer.cases.create(
        roninCase({ kind: 'explorer', chain: CHAIN, url: explorer.url }, ['haircut', 'fifo']),
      );
      await other.drain();
      const paused = await other.tracer.cases.show(id);
      expect(paused.status).toBe('paused');
      expect(paused.status_reason).toMatch(/Invalid API Key|unauthorized|key/i);
      expect(paused.progress.accounts_waiting).toBeGreaterThan(0);
      expect(paused.progress.accounts_unavailable).toBe(0);
      broken = false;
      await other.tracer.cases.resume(id);
      await other.drain();
      expect(shown(await other.tracer.cases.result(id))).toBe(shown(expected));
      await explorer.close();
    } finally {
      await other.close();
      await whole.close();
    }
  });

  it('is put back by recovery wherever it was when its jobs were lost', async () => {
    const explorer = await startRecordedExplorer({ folder });
    const source: SourceSpec = { kind: 'explorer', chain: CHAIN, url: explorer.url };
    const expected = await trace(source);
    for (const jobs of [0, 2, 5]) {
      const other = await startHarness();
      try {
        await other.deps.labels.importSet('default', RONIN_LABELS);
        const id = await other.tracer.cases.create(roninCase(source, ['haircut', 'fifo']));
        await other.run(jobs);
        other.lose();
        await other.tracer.recover();
        await other.drain();
        expect((await other.tracer.cases.show(id)).status).toBe('done');
        expect(shown(await other.tracer.cases.result(id)), `lost after ${jobs} jobs`).toBe(shown(expected));
      } finally {
        await other.close();
      }
    }
    await explorer.close();
  });

  it('writes nothing when a later settle has taken the case over', async () => {
    const data = await loadDataset(harness.deps.facts, folder, harness.context.logger);
    const id = await start({ kind: 'dataset', sha256: data.sha256, name: data.name });
    const settling = harness.tracer.settle({ caseId: id, wave: 0 });
    await harness.deps.cases.claim(id);
    await harness.deps.cases.claim(id);
    await settling;
    expect((await harness.tracer.cases.show(id)).wave).toBe(0);
    await harness.drain();
    closes(await harness.tracer.cases.result(id));
  });
});
