import type { CrossingRowView } from '@fundtrail/tracer';
import { expect, test } from 'vitest';
import { pendingLines } from './pending-lines.ts';

const CROSSING: CrossingRowView = {
  protocol: 'thorchain',
  key: 'aa',
  state: 'pending',
  class: 'K',
  grade: 'protocol_linked',
  confidence: 0,
  source: {
    chain: 'eip155:1',
    tx: `0x${'aa'.repeat(32)}`,
    account: 'eip155:1:0xC098B2a3Aa256D2140208C3de6543aAEf5cd3A94',
    asset: 'eip155:1/slip44:60',
    amount: '35000000000000000000',
  },
  destination: null,
  tainted: { haircut: '35' },
  origin: { haircut: '35' },
  left_at: 1_740_000_000,
  pending_seconds: 9_000,
  reason: null,
  search: 'nothing has arrived yet',
  next_search_at: '2025-02-19T23:20:00.000Z',
  notes: [],
  candidates: [],
};
const SENT = 'pending    35 ETH by thorchain, left 2 h ago, from eip155:1:0xC098B2a3Aa256D2140208C3de6543aAEf5cd3A94';

test('says since when it is awaited, and when it is looked for again where the case moves', () => {
  expect(pendingLines([CROSSING], { id: 'c', status: 'following' })).toEqual([
    `${SENT}: nothing has arrived yet; looked for again 2025-02-19 23:20:00 UTC`,
  ]);
  expect(pendingLines([CROSSING], { id: 'c', status: 'done' })).toEqual([
    `${SENT}: nothing has arrived yet`,
    '  looked for again after fundtrail case resume c',
  ]);
  expect(pendingLines([], { id: 'c', status: 'done' })).toEqual([]);
});

test('shows the oldest ten, and where the others are', () => {
  const lines = pendingLines(Array(12).fill(CROSSING), { id: 'c', status: 'running' });
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe('  … and 2 more: fundtrail crossings c --state pending');
});
