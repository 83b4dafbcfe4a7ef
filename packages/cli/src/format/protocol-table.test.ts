import type { ListedProtocol } from '@fundtrail/worker';
import { expect, test } from 'vitest';
import { createColors } from './colors.ts';
import { formatProtocols } from './protocol-table.ts';

const CONTRACT = { chain: 'eip155:1', role: 'router', address: '0xAa', source: 'its site', as_of: '2026-01-02' };
const PROTOCOL: ListedProtocol = {
  protocol: 'hop',
  title: 'Hop',
  kind: 'liquidity',
  class: 'K',
  chains: ['eip155:1'],
  contracts: [
    { ...CONTRACT, from: '2021-03-04', until: '2022-05-06' },
    { ...CONTRACT, from: null, until: null },
  ],
  as_of: '2026-01-02',
  apis: [],
  fixtures: 2,
  usual_seconds: 60,
  p99_seconds: 7_200,
};
const report = (contracts: boolean): readonly string[] =>
  formatProtocols([PROTOCOL], contracts, createColors(false)).trimEnd().split('\n');

test('each contract is told with the dates between which it is used, where they are known', () => {
  expect(report(true).slice(-3)).toEqual([
    'chain     role    address  from        until       as of       source',
    'eip155:1  router  0xAa     2021-03-04  2022-05-06  2026-01-02  its site',
    'eip155:1  router  0xAa     -           -           2026-01-02  its site',
  ]);
});

test('contracts are counted where they are not asked for', () => {
  expect(report(false)).toEqual([
    'protocol  kind       class  chains  contracts  as of       apis  fixtures  usual  99 %',
    'hop       liquidity  K           1          2  2026-01-02               2   60 s   2 h',
  ]);
});
