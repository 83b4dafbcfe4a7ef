import { sharedData, startRecordedExplorer } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTracer, type SourceSpec } from '../src/index.ts';
import { type Harness, startHarness } from './harness.ts';
import { CHAIN, RONIN_LABELS, roninCase, shown } from './ronin-case.ts';

const folder = sharedData('ronin-2022') ?? '';
const OTHER_SEED = { kind: 'account', account: `${CHAIN}:0x1${'0'.repeat(39)}`, fromBlock: 1 } as const;
/** Accounts that one job asks for at the same time, and the lists of each. */
const UNDER_WAY = 4 * 3;

describe.skipIf(folder === '')('a case that is changed while it is worked on', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
    await harness.deps.labels.importSet('default', RONIN_LABELS);
  });
  afterEach(() => harness.close());

  const create = (source: SourceSpec): Promise<string> =>
    harness.tracer.cases.create(roninCase(source, ['haircut', 'fifo']));

  it('begins no more questions once it is paused, also within a job, and goes on to the same end', async () => {
    let pause = async (): Promise<void> => {};
    let pausing: Promise<void> | undefined;
    const explorer = await startRecordedExplorer({
      folder,
      faults: ({ number }) => {
        if (number === 40) pausing = pause();
        return undefined;
      },
    });
    const source: SourceSpec = { kind: 'explorer', chain: CHAIN, url: explorer.url };
    const id = await create(source);
    pause = () => harness.tracer.cases.pause(id, 'a test');
    await harness.drain();
    await pausing;
    expect(explorer.requests().total).toBeLessThanOrEqual(40 + UNDER_WAY);
    const paused = await harness.tracer.cases.show(id);
    expect(paused.status).toBe('paused');
    expect(paused.progress.accounts_waiting).toBeGreaterThan(0);

    await harness.tracer.cases.resume(id);
    await harness.drain();
    const whole = await create(source);
    await harness.drain();
    expect(shown(await harness.tracer.cases.result(id))).toBe(shown(await harness.tracer.cases.result(whole)));
    await explorer.close();
  });

  it('writes nothing any more when it was paused because its source failed for good', async () => {
    const explorer = await startRecordedExplorer({
      folder,
      faults: ({ number }) => (number === 20 ? { kind: 'error', text: 'Invalid API Key' } : undefined),
    });
    const id = await create({ kind: 'explorer', chain: CHAIN, url: explorer.url });
    await harness.drain();
    expect((await harness.tracer.cases.show(id)).status).toBe('paused');
    const { total } = explorer.requests();
    expect(total).toBeLessThanOrEqual(20 + UNDER_WAY);
    const before = await harness.deps.cases.accounts(id);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(explorer.requests().total).toBe(total);
    expect(await harness.deps.cases.accounts(id)).toEqual(before);
    await explorer.close();
  });

  it('is not ended by a settle that has not seen its new seeds, nor by one from before it was resumed', async () => {
    const explorer = await startRecordedExplorer({ folder });
    const id = await create({ kind: 'explorer', chain: CHAIN, url: explorer.url });
    const { cases } = harness.deps;
    const beforeSeeds = await cases.claim(id);
    await harness.tracer.cases.addSeeds(id, [OTHER_SEED]);
    expect(await cases.finish(id, beforeSeeds, 'done')).toBe(false);

    const beforeResume = await cases.claim(id);
    await harness.tracer.cases.pause(id, 'a test');
    await harness.tracer.cases.resume(id);
    expect(await cases.finish(id, beforeResume, 'done')).toBe(false);
    expect((await harness.tracer.cases.show(id)).status).toBe('running');
    expect(await cases.finish(id, await cases.claim(id), 'done')).toBe(true);
    await explorer.close();
  });

  it('is not there at all when it was cut off before its seeds were opened', async () => {
    const explorer = await startRecordedExplorer({ folder });
    const cutOff = async (): Promise<never> => {
      throw new Error('the process ended');
    };
    const tracer = createTracer({ ...harness.deps, cases: { ...harness.deps.cases, open: cutOff } });
    const spec = roninCase({ kind: 'explorer', chain: CHAIN, url: explorer.url }, ['haircut']);
    await expect(tracer.cases.create(spec)).rejects.toThrow('the process ended');
    expect(await harness.tracer.cases.list()).toEqual([]);
    await explorer.close();
  });
});
