import { linkId } from '@fundtrail/core';
import type { CrossingRowView, TraceResult } from '@fundtrail/tracer';
import { expect, test } from 'vitest';
import { exportCsv } from './export-csv.ts';
import { exportGraphml } from './export-graphml.ts';
import { exportNdjson } from './export-ndjson.ts';
import { joinCrossings } from './join-crossings.ts';

const FROM = 'eip155:1:0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
const TO = 'eip155:1:0xC098B2a3Aa256D2140208C3de6543aAEf5cd3A94';
const ETH = 'eip155:1/slip44:60';
const TX = `0x${'ab'.repeat(32)}`;
const amounts = { haircut: '5', poison: '7' };
const zeros = { haircut: '0', poison: '0' };

const counts = { requests: 0, accounts_opened: 1, transactions: 1, legs: 1, waves: 1 };
const nothing = { complete: 0, provisional: 0, reached_block: null, truncated: 0, unavailable: 0, disputed: 0 };
const RESULT: TraceResult = {
  case: {
    id: 'case1',
    name: 'a',
    reference: null,
    status: 'done',
    status_reason: null,
    source: { kind: 'dataset', id: 'x.csv' },
    policies: ['haircut', 'poison'],
    limits: { floor: '0', floor_usd: null, max_hops: 1, max_accounts: null, max_requests: null, until: null },
    wave: 1,
    progress: { accounts_waiting: 0, accounts_covered: 1, accounts_unavailable: 0 },
    coverage: {
      complete: {},
      kinds: { native: nothing, internal: nothing, token: nothing },
      gaps: [],
      not_followed: [],
      opening_balance_unknown: 0,
      balances_not_told: [],
      transactions_not_told: [],
      taken_back: 0,
      disputes: { count: 0, latest: [] },
      not_seen: [],
    },
    following: null,
    chains: [],
    counts,
    created_at: '2026-01-01T00:00:00.000Z',
    started_at: null,
    finished_at: null,
  },
  seeds: [],
  totals: { haircut: { stolen: { [ETH]: '5' }, origin: {}, tainted: {} } },
  accounts: [
    {
      account: TO,
      asset: ETH,
      hops: 1,
      first_taint: { block: 9, time: 1000, tx: TX },
      received: amounts,
      resting: zeros,
      origin_received: amounts,
      origin_resting: zeros,
      terminal: { kind: 'exchange', entity: 'A "big" <one>, & co\u0007', reason: 'labelled' },
    },
  ],
  flows: [
    {
      tx: TX,
      chain: 'eip155:1',
      block: 9,
      time: 1000,
      from: FROM,
      to: TO,
      asset: ETH,
      amount: '8',
      tainted: amounts,
      origin: amounts,
      legs: ['value', 'log:1'],
      low_confidence: false,
    },
  ],
  counts,
  timing_ms: 1,
};

test('CSV has a column per policy and quotes what needs it', () => {
  expect([...exportCsv(RESULT, 'flows')]).toEqual([
    'chain,tx,block,time,from,to,asset,amount,tainted_haircut,tainted_poison,origin_haircut,origin_poison,legs,low_confidence\n',
    `eip155:1,${TX},9,1000,${FROM},${TO},${ETH},8,5,7,5,7,value log:1,false\n`,
  ]);
  expect([...exportCsv(RESULT, 'accounts')][1]).toContain(
    ',exchange,"A ""big"" <one>, & co\u0007",labelled,5,7,0,0,5,7,0,0\n',
  );
});

test('NDJSON gives each object its type', () => {
  const objects = [...exportNdjson(RESULT)].map((line) => JSON.parse(line) as { type: string });
  expect(objects.map((object) => object.type)).toEqual(['case', 'totals', 'account', 'flow']);
});

test('GraphML has a node for every account and an edge for every flow, and is well formed whatever a label holds', () => {
  const xml = [...exportGraphml(RESULT)].join('');
  expect(xml.match(/<node id="([^"]+)"/g)).toEqual([`<node id="${TO}"`, `<node id="${FROM}"`]);
  expect(xml).toContain(`<edge source="${FROM}" target="${TO}"><data key="edge_tx">${TX}</data>`);
  expect(xml).toContain('<data key="node_entity">A &quot;big&quot; &lt;one&gt;, &amp; co</data>');
});

test('of a UTXO chain says between which outputs a flow goes, and of accounts which output they are', () => {
  const chain = 'bip122:000000000019d6689c085ae165831e93';
  const [tx, before] = ['ab'.repeat(32), 'cd'.repeat(32)];
  const [account] = RESULT.accounts;
  const [flow] = RESULT.flows;
  if (account === undefined || flow === undefined) throw new TypeError('nothing to export');
  const seed = { chain, tx: before, account: null, asset: null, amount: null, from_block: null };
  const mixed = { ...flow, chain, tx, from_output: `${before}:1` };
  const result: TraceResult = {
    ...RESULT,
    seeds: [{ ...seed, kind: 'transaction' }],
    accounts: [
      { ...account, output: `${tx}:0`, spent_by: null },
      { ...account, output: `${before}:1`, spent_by: tx },
    ],
    flows: [{ ...mixed, to_output: `${tx}:0` }, mixed],
  };
  const ends = (lines: Iterable<string>): readonly string[] =>
    [...lines].map((line) => line.trim().split(',').slice(-2).join());
  expect(ends(exportCsv(result, 'flows'))).toEqual(['from_output,to_output', `${before}:1,${tx}:0`, `${before}:1,`]);
  expect(ends(exportCsv(result, 'accounts'))).toEqual(['output,spent_by', `${tx}:0,`, `${before}:1,${tx}`]);
  const xml = [...exportGraphml(result)].join('');
  expect(xml.match(/<data key="edge_to_output">/g)).toHaveLength(1);
  expect(xml).toContain(`<data key="edge_from_output">${before}:1</data><data key="edge_to_output">${tx}:0</data>`);
});

test('gives each of several senders its part of what arrived, and of what has not, to the last unit', () => {
  const [flow] = RESULT.flows;
  const [entry] = RESULT.accounts;
  if (flow === undefined || entry === undefined) throw new TypeError('nothing to export');
  const link = linkId('cctp', '6:41');
  const [transit, arrival] = [`eip155:1:transit-${link}`, `eip155:10:arrival-${link}`];
  const landed = TO.replace('eip155:1:', 'eip155:10:');
  const result = {
    flows: [
      { ...flow, to: transit, amount: '2' },
      { ...flow, from: TO, to: transit, amount: '4' },
      { ...flow, chain: 'eip155:10', from: arrival, to: landed, amount: '5', tainted: { haircut: '4' } },
    ],
    accounts: [{ ...entry, account: transit, received: { haircut: '1' }, origin_received: { haircut: '2' } }],
  };
  const side = { chain: 'eip155:1', tx: TX, account: FROM, asset: ETH, amount: '6' };
  const crossing: CrossingRowView = {
    protocol: 'cctp',
    key: '6:41',
    state: 'arrived',
    class: 'K',
    grade: 'protocol_linked',
    confidence: 100,
    source: side,
    destination: { ...side, chain: 'eip155:10', account: landed },
    tainted: {},
    origin: {},
    left_at: 1000,
    pending_seconds: null,
    reason: null,
    search: null,
    next_search_at: null,
    notes: [],
    candidates: [],
  };
  const told = joinCrossings(result, [crossing]).map(({ from, to, amount, tainted, crossing: left }) =>
    [from, to, amount, tainted.haircut, left?.left_amount, left?.grade ?? 'pending'].join(' '),
  );
  expect(told).toEqual([
    `${FROM} ${transit} 2 0 2 pending`,
    `${TO} ${transit} 4 1 4 pending`,
    `${FROM} ${landed} 1 1 2 protocol_linked`,
    `${TO} ${landed} 4 3 4 protocol_linked`,
  ]);
  expect(joinCrossings({ ...result, accounts: [] }, [crossing]).map(({ to }) => to)).toEqual([landed, landed]);
  expect(joinCrossings(result, [])).toEqual(result.flows);
});
