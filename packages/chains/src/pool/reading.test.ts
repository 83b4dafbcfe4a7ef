import {
  type Anvil,
  playTheft,
  type Story,
  startAnvil,
  startNodeExplorer,
  startNodeProxy,
  withoutMethods,
} from '@fundtrail/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openExplorer, openNode, openTestPool } from './test-pool.ts';

let anvil: Anvil;
let story: Story;
beforeAll(async () => {
  anvil = await startAnvil();
  story = await playTheft({ url: anvil.url });
});
afterAll(() => anvil?.stop());

test('a pool reads a transaction with the logs of a node and, where that has no traces, the internal value of an explorer', async () => {
  const node = await startNodeProxy({ target: anvil.url, faults: [withoutMethods('trace_*', 'debug_*')] });
  const api = await startNodeExplorer({ target: anvil.url });
  try {
    const { pool } = openTestPool([await openNode(node.url), openExplorer(api.url)]);
    const alone = await openNode(anvil.url);
    const { chain, hash } = { chain: story.chain, hash: story.theft.hash };
    const [reading, whole] = [await pool.reading?.(chain, hash), await alone.reading?.(chain, hash)];
    const moved = (legs: NonNullable<typeof whole>['fact']['legs'] = []) =>
      legs.map(({ kind, from, to, amount }) => ({ kind, from, to, amount }));
    expect(whole?.fact.legs.some((leg) => leg.kind === 'internal')).toBe(true);
    expect(moved(reading?.fact.legs)).toEqual(moved(whole?.fact.legs));
    expect({ to: reading?.to, logs: reading?.logs, selector: reading?.selector }).toEqual({
      to: whole?.to,
      logs: whole?.logs,
      selector: whole?.selector,
    });
  } finally {
    await Promise.all([node.stop(), api.close()]);
  }
});
