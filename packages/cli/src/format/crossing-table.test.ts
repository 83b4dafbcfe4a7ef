import type { CrossingRowView } from '@fundtrail/tracer';
import { expect, test } from 'vitest';
import { formatCrossings } from './crossing-table.ts';

const ROW: CrossingRowView = {
  protocol: 'orbiter',
  key: 'eip155:1:0x01#0',
  state: 'pending',
  class: 'H',
  grade: 'protocol_linked',
  confidence: 0,
  source: { chain: 'eip155:1', tx: '0x01', account: 'eip155:1:0xaa', asset: 'eip155:1/slip44:60', amount: '10' },
  destination: null,
  tainted: { haircut: '10' },
  origin: { haircut: '10' },
  left_at: 1_740_000_000,
  pending_seconds: 600,
  reason: 'only guesses join what this protocol moves',
  search: null,
  next_search_at: null,
  notes: ['paid by code'],
  candidates: [
    {
      chain: 'eip155:10',
      tx: '0x02',
      account: 'eip155:10:0xaa',
      asset: 'eip155:10/slip44:60',
      amount: '998000000000000000',
      score: 0.49,
      reasons: ['36 s later', '2 transactions would do as well'],
    },
  ],
};

test('what may be the other side stands below, marked as a guess, behind why nothing joins it', () => {
  const lines = formatCrossings([ROW], 'haircut')
    .split('\n')
    .filter((line) => line.startsWith('- '));
  expect(lines).toEqual([
    '- orbiter 0x01: only guesses join what this protocol moves',
    '- orbiter 0x01: note: paid by code',
    '- orbiter 0x01: maybe: 0.998 ETH to eip155:10:0xaa by 0x02 on eip155:10 (a guess, 49 of 100: 36 s later; 2 transactions would do as well)',
  ]);
});
