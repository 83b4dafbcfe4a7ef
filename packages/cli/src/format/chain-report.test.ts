import type { ChainView } from '@fundtrail/tracer';
import { expect, test } from 'vitest';
import { formatChains } from './chain-report.ts';
import { createColors } from './colors.ts';

const CHAIN: ChainView = {
  chain: 'eip155:1',
  name: 'Ethereum',
  source: 'rpc:node',
  followed_block: 100,
  followed_time: '2026-01-01T00:00:00.000Z',
  head: 103,
  lag: 3,
  finalized: 40,
  halted: null,
  leader: 'host:1:a',
  kinds: ['native', 'internal', 'token'],
  reorgs: 2,
  seen_at: '2026-01-01T00:00:01.000Z',
  seen_age_s: 4,
  cases: 5,
};
const report = (...chains: readonly ChainView[]): readonly string[] =>
  formatChains(chains, createColors(false)).trimEnd().split('\n');

test('each chain is a row with its head, lag and leader', () => {
  expect(report(CHAIN)).toEqual([
    'chain     name      source    followed  head  lag  final  reorgs  cases    heard  leader',
    'eip155:1  Ethereum  rpc:node       100   103    3     40       2      5  4 s ago  host:1:a',
  ]);
});

test('what is wrong with a chain stands below the table', () => {
  const [, , ...remarks] = report(
    { ...CHAIN, halted: 'a reason with its remedy', leader: null },
    { ...CHAIN, chain: 'eip155:10', kinds: ['native', 'token'] },
    { ...CHAIN, chain: 'eip155:56', seen_age_s: 300 },
  ).slice(1);
  expect(remarks).toEqual([
    'eip155:56  Ethereum  rpc:node       100   103    3     40       2      5  300 s ago  host:1:a',
    'eip155:1 is halted: a reason with its remedy',
    'eip155:10: rpc:node does not tell value inside contracts; it is not seen while following',
    'eip155:56: nothing was heard from rpc:node for 300 s; is a worker running?',
  ]);
});

test('a chain that is not followed yet has no numbers', () => {
  const none = { followed_block: null, followed_time: null, head: null, lag: 0, finalized: null, leader: null };
  const [, row] = report({ ...CHAIN, ...none, kinds: [], seen_at: null, seen_age_s: null });
  expect(row).toBe('eip155:1  Ethereum  rpc:node         -     -    0      -       2      5  never  none');
  expect(report()).toEqual(['No chain is followed. Start with: fundtrail trace --follow …']);
});
