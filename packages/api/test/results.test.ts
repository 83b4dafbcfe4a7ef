import { sharedData } from '@fundtrail/testkit';
import type { AccountView, CaseView, PathView, TraceResult } from '@fundtrail/tracer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectByContract, expectProblem } from './against-contract.ts';
import { type Harness, type Loaded, startHarness } from './harness.ts';

const FOLDER = sharedData('launder-sim/c1') ?? '';

let harness: Harness;
let loaded: Loaded;
let id: string;
let whole: readonly AccountView[];

beforeAll(async () => {
  if (FOLDER === '') return;
  harness = await startHarness();
  loaded = await harness.load(FOLDER);
  const created = await harness.ask('POST', '/v1/cases', {
    name: 'made',
    reference: 'C-1',
    seeds: [loaded.seed],
    dataset: loaded.sha256,
    policies: ['haircut', 'fifo', 'poison'],
    max_accounts: null,
  });
  expectByContract('createCase', created);
  id = String(created.body.id);
  expect(created.headers.get('location')).toBe(`/v1/cases/${id}`);
  await harness.drain();
  whole = (await harness.cases.tainted(id, {}, { limit: 100_000 })).items;
});
afterAll(() => harness?.close());

describe.skipIf(FOLDER === '')('a traced case over HTTP', () => {
  it('is told with every field that the case has', async () => {
    const answer = await harness.ask('GET', `/v1/cases/${id}`);
    expectByContract('getCase', answer);
    const view = answer.body as unknown as CaseView;
    expect(view).toEqual(await harness.cases.show(id));
    expect(view).toMatchObject({ name: 'made', reference: 'C-1', status: 'done', source: { id: loaded.name } });
    expect(view.limits).toEqual({
      floor: '1/10000',
      floor_usd: null,
      max_hops: 40,
      max_accounts: null,
      max_requests: null,
      until: null,
    });
    expect(view.counts.transactions).toBeGreaterThan(100);
  });

  it('gives the whole result, the same that the command line prints', async () => {
    const answer = await harness.ask('GET', `/v1/cases/${id}/result`);
    expectByContract('getResult', answer);
    const result = answer.body as unknown as TraceResult;
    expect(result).toEqual(await harness.cases.result(id));
    expect(result.accounts).toEqual(whole);
    expect(result.flows.length).toBeGreaterThan(100);
  });

  it.each([1, 7, 100, 1000])('pages the tainted accounts by %i: joined, the pages are the whole', async (limit) => {
    const size = limit === 1 ? 20 : whole.length;
    const seen: AccountView[] = [];
    let cursor = '';
    do {
      const answer = await harness.ask('GET', `/v1/cases/${id}/tainted?limit=${limit}${cursor}`);
      expectByContract('listTainted', answer);
      const items = answer.body.items as AccountView[];
      seen.push(...items);
      const next = answer.body.next_cursor;
      expect(next === null || items.length === limit).toBe(true);
      cursor = next === null ? '' : `&cursor=${String(next)}`;
    } while (cursor !== '' && seen.length < size);
    expect(seen).toEqual(whole.slice(0, seen.length));
    expect(seen.length).toBeGreaterThanOrEqual(size);
  });

  it('pages stably where the sort key is the same: many accounts are equally far from the theft', async () => {
    const sameHops = Map.groupBy(whole, (entry) => entry.hops);
    expect(Math.max(...[...sameHops.values()].map((entries) => entries.length))).toBeGreaterThan(7);
    const places = whole.map((entry) => `${entry.account} ${entry.asset}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('filters by kind, account, asset, chain and least origin', async () => {
    const items = async (query: string): Promise<readonly AccountView[]> => {
      const answer = await harness.ask('GET', `/v1/cases/${id}/tainted?limit=1000&${query}`);
      expectByContract('listTainted', answer);
      return answer.body.items as AccountView[];
    };
    const exchanges = whole.filter((entry) => entry.terminal?.kind === 'exchange');
    expect(exchanges.length).toBeGreaterThan(0);
    expect(await items('kind=exchange')).toEqual(exchanges);

    const [one] = exchanges;
    if (one === undefined) throw new TypeError('no exchange');
    expect(await items(`account=${encodeURIComponent(one.account)}`)).toEqual(
      whole.filter((entry) => entry.account === one.account),
    );
    expect(await items(`account=${one.account.toLowerCase()}&chain=eip155:1`)).toEqual(
      whole.filter((entry) => entry.account === one.account),
    );
    expect(await items(`asset=${one.asset}`)).toEqual(whole.filter((entry) => entry.asset === one.asset));
    expect(await items('asset=native')).toEqual(whole.filter((entry) => entry.asset.endsWith('/slip44:60')));
    expect(await items(`asset=0x${'12'.repeat(20)}`)).toEqual([]);
    expect(await items('chain=eip155:56')).toEqual([]);

    for (const policy of ['haircut', 'fifo'] as const) {
      const amounts = whole
        .map((entry) => BigInt(entry.origin_received[policy] ?? '0'))
        .toSorted((a, b) => (a < b ? -1 : 1));
      const middle = amounts[Math.floor(amounts.length / 2)] ?? 0n;
      const expected = whole.filter((entry) => BigInt(entry.origin_received[policy] ?? '0') >= middle);
      expect(expected.length).toBeLessThan(whole.length);
      expect(await items(`policy=${policy}&min_origin=${middle}`)).toEqual(expected);
    }
  });

  it('shows the way from the theft to an exchange, unbroken', async () => {
    const deposit = whole.find((entry) => entry.terminal?.kind === 'exchange' && entry.hops > 2);
    if (deposit === undefined) throw new TypeError('no exchange is more than two hops away');
    const answer = await harness.ask('GET', `/v1/cases/${id}/path/${encodeURIComponent(deposit.account)}`);
    expectByContract('getPath', answer);
    const [path] = answer.body as unknown as readonly PathView[];
    expect(path?.account).toBe(deposit.account);
    expect(path?.steps.at(-1)?.to).toBe(deposit.account);
    expect(path?.steps[0]?.from.toLowerCase()).toBe(`eip155:1:${loaded.truth.source}`);
    path?.steps.slice(1).forEach((step, index) => {
      expect(step.from).toBe(path.steps[index]?.to);
    });
  });

  it('lists what left for other chains, here nothing, and refuses a state that there is none of', async () => {
    const answer = await harness.ask('GET', `/v1/cases/${id}/crossings`);
    expectByContract('listCrossings', answer);
    expect(answer.body).toEqual([]);
    expectProblem(await harness.ask('GET', `/v1/cases/${id}/crossings?state=lost`), 400, { field: 'state' });
  });

  it('lists cases by pages', async () => {
    const second = await harness.ask('POST', '/v1/cases', { seeds: [loaded.seed], dataset: loaded.sha256 });
    expect(second.body.name).toBe(`trace of ${loaded.seed}`);
    const all = await harness.ask('GET', '/v1/cases');
    expectByContract('listCases', all);
    expect((all.body.items as CaseView[]).map((view) => view.id)).toEqual([id, second.body.id]);
    const first = await harness.ask('GET', '/v1/cases?limit=1');
    expect(first.body).toMatchObject({ items: [{ id }], next_cursor: id });
    const rest = await harness.ask('GET', `/v1/cases?limit=1&cursor=${id}`);
    expect(rest.body).toMatchObject({ items: [{ id: second.body.id }], next_cursor: null });
    expectProblem(await harness.ask('GET', '/v1/cases?cursor=nocase'), 400, { field: 'cursor' });
  });

  it('says 404 for a case, an account or a route that is not there', async () => {
    for (const path of ['', '/tainted', '/crossings', '/result', '/events', `/path/${whole[0]?.account}`]) {
      for (const unknown of ['0123456789', 'No-Such-Case', '%00', 'x'.repeat(200)]) {
        expectProblem(await harness.ask('GET', `/v1/cases/${unknown}${path}`), 404);
      }
    }
    for (const verb of ['pause', 'resume', 'cancel']) {
      expectProblem(await harness.ask('POST', `/v1/cases/0123456789/${verb}`), 404);
    }
    expectProblem(await harness.ask('POST', '/v1/cases/0123456789/seeds', { seeds: [loaded.seed] }), 404);
    expectProblem(await harness.ask('GET', `/v1/cases/${id}/path/eip155:1:0x${'12'.repeat(20)}`), 404);
    const txid = 'ab'.repeat(32);
    const chain = 'bip122:000000000019d6689c085ae165831e93';
    const remedies = [/CoinJoin: name one of its outputs/, /the trail ends in that: name abab/];
    for (const [at, holder] of [`${chain}:${txid}`, `${chain}:${txid}:1`].entries()) {
      const answer = await harness.ask('GET', `/v1/cases/${id}/path/${holder}`);
      expectProblem(answer, 404);
      expect(answer.body.remedy).toMatch(remedies[at] ?? /$^/);
    }
    expectProblem(await harness.ask('GET', '/v1/nothing'), 404, { detail: 'GET /v1/nothing is not part of this API' });
    expectProblem(await harness.ask('DELETE', `/v1/cases/${id}`), 404);
  });

  it.each([
    ['tainted?limit=0', 'limit'],
    ['tainted?limit=1001', 'limit'],
    ['tainted?limit=ten', 'limit'],
    ['tainted?limit=1.5', 'limit'],
    ['tainted?limit=1&limit=2', 'limit'],
    ['tainted?cursor=nonsense', 'cursor'],
    ['tainted?cursor=', 'cursor'],
    [`tainted?cursor=${cursor(['x', 'eip155:1:0x'.padEnd(51, '1'), 'native'])}`, 'cursor'],
    [`tainted?cursor=${cursor([1, 'eip155:1:0x12', 'native'])}`, 'cursor'],
    [`tainted?cursor=${cursor([1, `eip155:1:0x${'11'.repeat(20)}`, "'; drop table cases.cases"])}`, 'cursor'],
    [`tainted?cursor=${cursor([1e9, `eip155:1:0x${'11'.repeat(20)}`, 'native'])}`, 'cursor'],
    ['tainted?policy=fair', 'policy'],
    ['tainted?policy=lifo', 'policy'],
    ['tainted?kind=fee', 'kind'],
    ['tainted?chain=ethereum', 'chain'],
    ['tainted?chain=tron:0x2b6653dc', 'chain'],
    ['tainted?asset=ETH', 'asset'],
    ['tainted?asset=eip155:1/slip44:0', 'asset'],
    ['tainted?asset=eip155:56/slip44:714&chain=eip155:1', 'asset'],
    [`tainted?account=0x${'11'.repeat(20)}`, 'account'],
    [`tainted?account=eip155:1:0x${'11'.repeat(20)}&chain=eip155:56`, 'account'],
    ['tainted?account=eip155:1:1BoatSLRHtKNngkdXEeobR76b53LETtpyT', 'account'],
    [`tainted?account=${'ab'.repeat(32)}:1`, 'account'],
    [`tainted?account=eip155:1:0x${'ab'.repeat(32)}:1`, 'account'],
    ['tainted?min_origin=-1', 'min_origin'],
    ['tainted?min_origin=0.5', 'min_origin'],
    ['tainted?sort=amount', 'sort'],
    ['path/0x12', 'account'],
    ['path/eip155:1:0x098B716B8AAf21512996dC57EB0615e2383E2f96', 'account'],
    [`path/bip122:000000000019d6689c085ae165831e93:${'ab'.repeat(32)}:x`, 'account'],
    [`path/bip122:000000000019d6689c085ae165831e93:${'ab'.repeat(31)}`, 'account'],
    ['result?format=csv', 'format'],
  ])('refuses %s, naming the field %s', async (path, field) => {
    const answer = await harness.ask('GET', `/v1/cases/${id}/${path}`);
    expectProblem(answer, 400, { field });
    expect(answer.body.remedy, answer.text).toBeTypeOf('string');
  });
});

function cursor(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}
