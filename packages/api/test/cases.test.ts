import { sharedData } from '@fundtrail/testkit';
import type { CaseProgress, CaseView } from '@fundtrail/tracer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { COMPONENTS } from '../src/contract/components.ts';
import { createCompiler } from '../src/contract/validator.ts';
import { expectByContract, expectProblem } from './against-contract.ts';
import { type Harness, type Loaded, startHarness } from './harness.ts';

const FOLDER = sharedData('launder-sim/c1') ?? '';

let harness: Harness;
let loaded: Loaded;
let id: string;

beforeEach(async () => {
  if (FOLDER === '') return;
  harness = await startHarness({ heartbeatMs: 50 });
  loaded = await harness.load(FOLDER);
  const created = await harness.ask('POST', '/v1/cases', { seeds: [loaded.seed], dataset: loaded.sha256 });
  id = String(created.body.id);
});
afterEach(() => harness?.close());

const post = (verb: string): ReturnType<Harness['ask']> => harness.ask('POST', `/v1/cases/${id}/${verb}`);

describe.skipIf(FOLDER === '')('a case', () => {
  it('is paused, resumed and traced to its end; what contradicts its state is 409 and changes nothing', async () => {
    expectProblem(await post('resume'), 409);
    const paused = await post('pause');
    expectByContract('pauseCase', paused);
    expect(paused.body).toMatchObject({ status: 'paused', status_reason: 'paused over the API' });
    expectProblem(await post('pause'), 409);
    await harness.drain();
    expect((await harness.cases.show(id)).status).toBe('paused');

    const resumed = await post('resume');
    expectByContract('resumeCase', resumed);
    expect(resumed.body).toMatchObject({ status: 'running', status_reason: null });
    await harness.drain();
    for (const verb of ['pause', 'resume', 'cancel']) {
      const answer = await post(verb);
      expectProblem(answer, 409);
      expect(answer.body.remedy).toBeTypeOf('string');
    }
    expect((await harness.cases.show(id)).status).toBe('done');
  });

  it('is cancelled for good', async () => {
    const cancelled = await post('cancel');
    expectByContract('cancelCase', cancelled);
    expect(cancelled.body.status).toBe('cancelled');
    for (const verb of ['pause', 'resume', 'cancel']) expectProblem(await post(verb), 409);
    const seeds = { seeds: [`eip155:1:0x${'ab'.repeat(20)}`] };
    expectProblem(await harness.ask('POST', `/v1/cases/${id}/seeds`, seeds), 409);
    await harness.drain();
    expect((await harness.cases.show(id)).status).toBe('cancelled');
  });

  it('goes on when a seed is added to it after its end', async () => {
    await harness.drain();
    const [deposit = ''] = loaded.truth.deposits.keys();
    const answer = await harness.ask('POST', `/v1/cases/${id}/seeds`, {
      seeds: [{ seed: deposit, from_block: 0, asset: 'native', amount: '1' }],
      chain: 'eip155:1',
    });
    expectByContract('addSeeds', answer);
    expect((answer.body as unknown as CaseView).status).toBe('running');
    await harness.drain();
    expect((await harness.cases.result(id)).seeds).toHaveLength(2);
  });

  it('can be asked for its result before there is one', async () => {
    const answer = await harness.ask('GET', `/v1/cases/${id}/result`);
    expectByContract('getResult', answer);
    expect(answer.body).toMatchObject({ accounts: [], flows: [] });
  });
});

type Watcher = { readonly text: () => string; readonly ended: Promise<void>; leave(): void };

/** Listens to the events of the case as they come. */
async function watch(): Promise<Watcher> {
  const leave = new AbortController();
  const response = await fetch(`${harness.url}/v1/cases/${id}/events`, {
    headers: { authorization: `Bearer ${harness.key}` },
    signal: leave.signal,
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  const read = async (): Promise<void> => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  };
  return { text: () => text, ended: read().catch(() => undefined), leave: () => leave.abort() };
}

function progressOf(text: string): readonly CaseProgress[] {
  return [...text.matchAll(/^event: progress\ndata: (.*)$/gm)].map(
    (match) => JSON.parse(match[1] ?? '') as CaseProgress,
  );
}

describe.skipIf(FOLDER === '')('the events of a case', () => {
  it('tell its progress and its end', async () => {
    const watcher = await watch();
    await vi.waitFor(() => expect(progressOf(watcher.text())).toHaveLength(1));
    await harness.drain();
    await watcher.ended;
    const seen = progressOf(watcher.text());
    expect(seen[0]).toMatchObject({ case_id: id, status: 'running', flows: 0 });
    expect(seen.at(-1)).toMatchObject({ case_id: id, status: 'done' });
    expect(seen.at(-1)?.flows).toBeGreaterThan(100);
    expect(watcher.text()).toMatch(/event: end\ndata: \{\}\n\n$/);
    const check = createCompiler()(COMPONENTS.CaseProgress ?? {});
    for (const progress of seen) expect(check(progress), JSON.stringify(check.errors)).toBe(true);
  });

  it('of a case that rests are its state and the end', async () => {
    await harness.drain();
    const watcher = await watch();
    await watcher.ended;
    expect(progressOf(watcher.text())).toMatchObject([{ status: 'done' }]);
    expect(watcher.text()).toMatch(/event: end\n/);
  });

  it('are kept open by comments while nothing happens', async () => {
    const watcher = await watch();
    await vi.waitFor(() => expect(watcher.text().match(/^: /gm)?.length ?? 0).toBeGreaterThan(2));
    expect(progressOf(watcher.text())).toHaveLength(1);
    watcher.leave();
    await watcher.ended;
  });

  it('cost nothing any more once the listener went away', async () => {
    const watcher = await watch();
    await vi.waitFor(() => expect(progressOf(watcher.text())).toHaveLength(1));
    watcher.leave();
    await vi.waitFor(async () => {
      const before = harness.database.queries();
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(harness.database.queries()).toBe(before);
    });
  });

  it('are cut without an end when the API closes, which does not wait for them', async () => {
    const watcher = await watch();
    await vi.waitFor(() => expect(progressOf(watcher.text())).toHaveLength(1));
    const began = performance.now();
    await harness.closeApi();
    await watcher.ended;
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(watcher.text()).not.toContain('event: end');
  });
});
