import { type Source, SourceError } from '@fundtrail/core';
import { expect, test } from 'vitest';
import type { LinkDeps } from './link-deps.ts';
import { createLogSpans } from './log-spans.ts';
import { lookFor } from './look-for.ts';

const CHAIN = 'eip155:1';
const HASH = `0x${'ab'.repeat(32)}`;
const log = { address: `0x${'11'.repeat(20)}`, topics: [], data: '0x', index: 0 };

/** A node that tells of a log in block 500 and does or does not know its transaction. */
function deps(knows: boolean): LinkDeps {
  const source: Partial<Source> = {
    id: 'node',
    head: async () => ({ block: 1_000, time: 0 }),
    logs: async () => ({ logs: [{ tx: HASH, block: 500, log }], status: 'complete', reached: 1_000, requests: 1 }),
    transaction: async () => {
      throw new SourceError('refused', 'node', 'no such transaction');
    },
  };
  return { sourceFor: async () => source, isStored: async () => knows } as unknown as LinkDeps;
}

const search = { by: 'logs', chain: CHAIN, addresses: [log.address], topics: [] } as const;

test('what was told of but cannot be read is told, and its blocks are searched again', async () => {
  const logs = createLogSpans({ [CHAIN]: 99 });
  const looked = await lookFor(deps(false), search, 0, logs);
  expect(looked).toEqual({ asked: true, lacks: `${HASH} was told of but not read: node: no such transaction` });
  expect(logs.first(CHAIN)).toBe(100);
  expect(logs.searched()).toEqual({ [CHAIN]: 99 });
});

test('a source that cannot search logs is no answer, and no failure of the case', async () => {
  const logs = createLogSpans({});
  const none = async (): Promise<never> => {
    throw new SourceError('unsupported', 'explorer', 'has no list of logs');
  };
  const base = deps(true);
  const source = { ...(await base.sourceFor(CHAIN)), blockAt: async () => 1, logs: none };
  const looked = await lookFor({ ...base, sourceFor: async () => source as Source }, search, 0, logs);
  expect(looked).toEqual({ asked: false, lacks: 'explorer: has no list of logs' });
  expect(logs.searched()).toEqual({});
});

test('blocks of which all was read are not searched again once they are final', async () => {
  const logs = createLogSpans({ [CHAIN]: 99 });
  expect(await lookFor(deps(true), search, 0, logs)).toEqual({ asked: true });
  const { [CHAIN]: last = 0 } = logs.searched();
  expect(last).toBeGreaterThan(500);
  expect(last).toBeLessThan(1_000);
});
