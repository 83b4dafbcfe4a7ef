import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountId, assetId, formatAccount, formatAddress, formatAsset, formatHash, isUtxo } from '@fundtrail/core';
import {
  asLitecoin,
  asModernCore,
  type CrossingChains,
  type CrossingStory,
  type CrossingTruth,
  createCrossingStory,
  createTestDatabase,
  hasLitecoind,
  type JsonServer,
  LITECOIN,
  serveThorchain,
  startCrossingChains,
  startNodeProxy,
  type TestDatabase,
} from '@fundtrail/testkit';
import {
  type AccountView,
  type CrossingRowView,
  type PathView,
  type TraceResult,
  traceResultSchema,
} from '@fundtrail/tracer';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CliRun, runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const isTrace = ajv.compile(traceResultSchema);

type End = CrossingTruth['links'][number]['source'];

const hash = ({ chain, tx }: Pick<End, 'chain' | 'tx'>): string => formatHash(tx, chain);
const shown = (chain: string, account: string): string =>
  isUtxo(chain) ? `${chain}:${formatAddress(account, chain)}` : formatAccount(accountId(chain, account));
const asset = ({ chain, asset: ref }: Pick<End, 'chain' | 'asset'>): string => formatAsset(assetId(chain, ref));

describe.runIf(hasLitecoind())('a traced theft that crossed chains', () => {
  let chains: CrossingChains;
  let story: CrossingStory;
  let truth: CrossingTruth;
  let proxy: Awaited<ReturnType<typeof startNodeProxy>>;
  let api: JsonServer;
  let database: TestDatabase;
  let folder = '';
  let env: Record<string, string> = {};
  let traced: CliRun;
  let result: TraceResult;
  let rows: readonly CrossingRowView[];

  beforeAll(async () => {
    [chains, database] = await Promise.all([startCrossingChains(), createTestDatabase()]);
    story = await createCrossingStory({ ...chains, seed: 7 });
    await story.playTo();
    truth = story.truth();
    [proxy, api] = await Promise.all([
      startNodeProxy({ target: chains.utxo.url, faults: [asLitecoin, asModernCore] }),
      serveThorchain(story.network),
    ]);
    folder = await mkdtemp(join(tmpdir(), 'fundtrail-crossings-'));
    const labels = join(folder, 'labels.csv');
    const lines = truth.labels.map(({ chain, address, entity, category, confidence, source }) =>
      [chain, address, entity, category, confidence, source].join(','),
    );
    await writeFile(labels, ['chain,address,entity,category,confidence,source', ...lines, ''].join('\n'));
    env = {
      DATABASE_URL: database.connectionString,
      FUNDTRAIL_DATA_DIR: folder,
      FUNDTRAIL_RPC_URL: [
        ...[chains.b, chains.c].map(({ chainId, url }) => `eip155:${chainId}=${url}`),
        `${LITECOIN}=${proxy.url}`,
      ].join(','),
      FUNDTRAIL_PROTOCOL_APIS: `midgard=${api.url},thornode=${api.url}`,
    };
    const { chain, hash: tx } = truth.theft;
    const trace = ['trace', '--seed', `${chain}:${tx}`, '--rpc', chains.a.url, '--labels', labels, '--floor', '0'];
    traced = await runCli([...trace, '--quiet'], { env });
    result = await told('trace', '--resume', 'last', '--quiet');
    rows = await told('crossings');
  });
  afterAll(async () => {
    await Promise.all([api?.close(), proxy?.stop(), story?.close()]);
    await chains?.stop();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function text(...args: string[]): Promise<string> {
    const run = await runHere(args, { env });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    return run.stdout;
  }

  async function told<T>(...args: string[]): Promise<T> {
    return JSON.parse(await text(...args, '--json')) as T;
  }

  const deposit = (): string => shown(`eip155:${chains.c.chainId}`, story.cast.deposit);
  const linkOf = (name: string): CrossingTruth['links'][number] => {
    const link = truth.links.find((one) => one.name === name);
    if (link === undefined) throw new RangeError(name);
    return link;
  };

  test('says in its report what left each chain and arrived there, and what is on its way', () => {
    expect(traced).toMatchObject({ code: 0, stderr: '' });
    const report = traced.stdout;
    expect(report).toContain('The sum closes: every policy accounts for all of it.');
    const [, crossed = ''] = report.split('What crossed chains (haircut)\n');
    const table = crossed.split('\n').slice(0, 5);
    expect(table.map((line) => line.split(/ {2,}/).map((cell) => cell.trim()))).toEqual([
      ['chain', 'left by bridges', 'arrived or came back', 'not arrived'],
      ['Ethereum', '264.6692 ETH', '44.9438 ETH', '34.9563 ETH'],
      ['Litecoin', '80.2573 ETH', '184.769 ETH', '-'],
      ['Avalanche C', '52.569 ETH', '80.2573 ETH', '-'],
      ['Base', '-', '52.569 ETH', '-'],
    ]);
    expect(report).toMatch(/^exchange +Example Exchange +50\.\d+ ETH +7 +eip155:8453:0x/m);
    expect(report).toMatch(/^bridge_pending +thorchain +34\.9563 ETH +2 +eip155:1:transit-[0-9a-f]{64}$/m);
    expect(report).toMatch(/^resting .* bip122:12a765e31ffd4059bada1e25190f6e98:ltc1q\w+$/m);
    expect(report).toContain(`  fundtrail crossings ${result.case.id}\n`);
  });

  test('is told whole to programs', () => {
    isTrace(result);
    expect(isTrace.errors ?? []).toEqual([]);
    expect(result.case.chains.map(({ chain, accounts_waiting }) => [chain, accounts_waiting])).toEqual(
      [LITECOIN, 'eip155:1', 'eip155:43114', 'eip155:8453'].map((chain) => [chain, 0]),
    );
  });

  test('lists every crossing with both transactions, its proof and what it carried', async () => {
    const expected = truth.links.flatMap(({ protocol, key, state, source, arrivals }) => {
      const left = [protocol, key, state, hash(source), source.amount, asset(source)].map(String);
      return arrivals.length === 0
        ? [[...left, null, null, null, null]]
        : arrivals.map((end) => [...left, hash(end), String(end.amount), asset(end), shown(end.chain, end.account)]);
    });
    const found = rows.map(({ protocol, key, state, source, destination }) => [
      ...[protocol, key, state, source.tx, source.amount, source.asset],
      ...[destination?.tx, destination?.amount, destination?.asset, destination?.account].map((part) => part ?? null),
    ]);
    expect(found.toSorted()).toEqual(expected.toSorted());
    const lines = (await text('crossings', 'last')).split('\n');
    expect(
      lines.slice(1, rows.length + 1).every((line) => /^2025-02-19 \d\d:\d\d {2}(thorchain|cctp) /.test(line)),
    ).toBe(true);
    expect(lines.filter((line) => line.endsWith('K, protocol_linked'))).toHaveLength(rows.length - 1);
  });

  test('says of what has not arrived since when, in the list and in the case', async () => {
    const { source } = linkOf('pending');
    const [pending, ...others] = await told<readonly CrossingRowView[]>('crossings', '--state', 'pending');
    expect(others).toEqual([]);
    expect(pending).toMatchObject({
      state: 'pending',
      source: { tx: hash(source), account: shown(source.chain, source.account), amount: String(source.amount) },
      destination: null,
      search: 'nothing was found that arrived in 30 days',
      next_search_at: null,
    });
    const days = Math.floor((pending?.pending_seconds ?? 0) / 86_400);
    expect(days).toBeGreaterThan(30);
    expect(await text('crossings', '--state', 'pending')).toMatch(new RegExp(`  35 ETH  .*  pending ${days} d  `));
    const from = shown(source.chain, source.account);
    expect(await text('case', 'show', 'last')).toContain(
      `\npending    35 ETH by thorchain, left ${days} d ago, from ${from}: nothing was found that arrived in 30 days\n` +
        `  looked for again after fundtrail case resume ${result.case.id}\n`,
    );
  });

  test('shows the way to the exchange over three crossings, each of them one step', async () => {
    const [path] = await told<readonly PathView[]>('path', 'last', deposit());
    const names = ['direct', 'usdc', 'cctp'];
    const crossings = path?.steps.filter(({ kind }) => kind === 'crossing') ?? [];
    expect(crossings.map(({ crossing, grade }) => [crossing?.from_tx, crossing?.class, grade])).toEqual(
      names.map((name) => [hash(linkOf(name).source), 'K', 'protocol_linked']),
    );
    const shownPath = await text('path', 'last', deposit());
    for (const name of names) {
      const { protocol, source, key } = linkOf(name);
      expect(shownPath).toMatch(new RegExp(`crossing by ${protocol} of .*\\n +from .*\\n +left ${hash(source)} `));
      expect(shownPath).toContain(`proof protocol_linked, class K, key ${key}, confidence 100`);
    }
    expect(shownPath).toMatch(/… 3 peels, 15\.00000000 LTC paid out, steps 3 to 5/);
    expect(shownPath).toMatch(/to {3}eip155:8453:0x\w+ {2}\(Example Exchange\)/);
    expect(shownPath).not.toMatch(/transit-|arrival-/);
  });

  test('lists the accounts of all chains, whole or of one', async () => {
    const { items } = await told<{ readonly items: readonly AccountView[] }>('tainted', 'last', '--all');
    expect(items).toEqual(result.accounts);
    expect(items.filter(({ account }) => account.includes(':arrival-'))).toEqual([]);
    for (const { kind, chain, account, asset: ref, amount } of truth.endings) {
      if (kind !== 'resting' || !isUtxo(chain)) continue;
      const own = items.filter(
        (entry) => entry.account === shown(chain, account) && entry.asset === asset({ chain, asset: ref }),
      );
      expect(own.some(({ resting }) => BigInt(resting.haircut ?? '0') <= amount)).toBe(true);
    }
    const coins = await text('tainted', 'last', '--chain', LITECOIN);
    expect(coins).toMatch(/^address +output +state +asset/);
    expect(coins).toMatch(/^ltc1q\w+ +[0-9a-f]{8}…[0-9a-f]{8}:\d+ +unspent +LTC +\d+\.\d{8}/m);
    expect(await text('tainted', 'last', '--kind', 'exchange')).toContain(deposit());
  });

  test('is explained on every chain: what leaves by which bridge to where, and what arrives', async () => {
    const said = async (end: End): Promise<string> => {
      const source = end.chain === truth.theft.chain ? ['--rpc', chains.a.url] : [];
      const [, bridges = ''] = (await text('explain', end.chain, hash(end), ...source)).split('Bridges\n');
      return bridges;
    };
    for (const { protocol, key, source, arrivals } of truth.links) {
      const left = await said(source);
      expect(left).toContain(`leaves by ${protocol}: `);
      expect(left).toContain(`key   ${key} (class K)`);
      const [arrival] = arrivals;
      if (arrival === undefined) continue;
      const back = arrival.side === 'refund';
      if (!back) expect(left).toContain(`-> ${shown(arrival.chain, arrival.account)}`);
      const came = await said(arrival);
      expect(came).toContain(`${back ? 'comes back' : 'arrives'} by ${protocol}: `);
      expect(came).toContain(`-> ${shown(arrival.chain, arrival.account)}`);
      expect(came).toContain(`key   ${key} (class K)`);
    }
  });

  test('is exported with a crossing as one edge between whoever sent and whoever got it', async () => {
    const arrivals = truth.links.flatMap((link) => link.arrivals.map((end) => ({ link, end })));
    const flows = (await text('export', 'last', '--format', 'csv'))
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    const [header = [], ...lines] = flows;
    expect(header.slice(-8).join()).toBe(
      'from_output,to_output,protocol,link_key,grade,left_tx,left_asset,left_amount',
    );
    const cell = (line: readonly string[], name: string): string | undefined => line[header.indexOf(name)];
    for (const { link, end } of arrivals) {
      const [line = [], ...others] = lines.filter((one) => cell(one, 'tx') === hash(end) && cell(one, 'grade') !== '');
      expect(others).toEqual([]);
      expect(['to', 'amount', 'link_key', 'grade', 'left_tx', 'left_amount'].map((name) => cell(line, name))).toEqual([
        ...[shown(end.chain, end.account), String(end.amount), link.key, 'protocol_linked'],
        ...[hash(link.source), String(link.source.amount)],
      ]);
    }
    const carried = rows.filter(({ destination }) => destination !== null);
    const sum = (amounts: readonly (string | undefined)[]): bigint =>
      amounts.reduce((all, one) => all + BigInt(one ?? '0'), 0n);
    const exported = lines.filter((line) => cell(line, 'grade') !== '');
    expect(sum(exported.map((line) => cell(line, 'origin_haircut')))).toBe(
      sum(carried.map(({ origin }) => origin.haircut)),
    );
    expect(lines.filter((line) => line.some((value) => value.includes('arrival-')))).toEqual([]);

    const graph = await text('export', 'last', '--format', 'graphml');
    const nodes = [...graph.matchAll(/<node id="([^"]+)"/g)].map(([, id]) => id);
    const edges = [...graph.matchAll(/<edge source="([^"]+)" target="([^"]+)">(.*)<\/edge>/g)];
    expect(edges).toHaveLength(lines.length);
    for (const [, from, to] of edges) expect([from, to].filter((end) => !nodes.includes(end))).toEqual([]);
    const crossings = edges.filter(([, , , body]) => body?.includes('edge_grade'));
    expect(crossings).toHaveLength(arrivals.length);
    expect(crossings.filter(([, from, to]) => from?.split(':', 2).join() !== to?.split(':', 2).join())).toHaveLength(
      arrivals.length - 1,
    );
    const cctp = linkOf('cctp');
    expect(crossings.find(([, , , body]) => body?.includes('>cctp<'))?.slice(1, 3)).toEqual(
      [cctp.source, ...cctp.arrivals].map(({ chain, account }) => shown(chain, account)),
    );
    expect(nodes.filter((node) => /transit-|arrival-/.test(node ?? ''))).toHaveLength(1);

    const objects = (await text('export', 'last', '--format', 'ndjson'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly type: string });
    expect(objects.filter(({ type }) => type === 'crossing')).toHaveLength(rows.length);
    expect(objects.filter(({ type }) => type === 'flow')).toHaveLength(result.flows.length);
  });

  test('is the same when all that is derived is computed again from the facts', async () => {
    const crossings = async (): Promise<readonly unknown[]> =>
      (await database.database.pool.query('select * from derived.crossings order by protocol, key, ordinal')).rows;
    const before = await crossings();
    expect(before).toHaveLength(rows.length);
    expect(await runHere(['db', 'rebuild', '--quiet'], { env })).toMatchObject({ code: 0, stderr: '' });
    expect(await crossings()).toEqual(before);
    const { totals, accounts, flows } = await told<TraceResult>('trace', '--resume', 'last', '--quiet');
    expect({ totals, accounts, flows }).toEqual({
      totals: result.totals,
      accounts: result.accounts,
      flows: result.flows,
    });
  });

  test('asked the API that the environment names where the other side is', () => {
    const { source } = linkOf('pending');
    expect(
      api.seen
        .filter((path) => path.startsWith('/v2/actions?txid='))
        .join()
        .toUpperCase(),
    ).toContain(hash(source).slice(2).toUpperCase());
  });
});

test('protocols that cross chains are listed with their proofs, and each with its contracts', async () => {
  const listed = await runHere(['bridges', 'list']);
  expect(listed).toMatchObject({ code: 0, stderr: '' });
  for (const protocol of ['thorchain', 'cctp']) expect(listed.stdout).toMatch(new RegExp(`^${protocol} .*K`, 'm'));
  const one = await runHere(['bridges', 'list', 'cctp']);
  expect(one.stdout).toContain('0x6B25532e1060CE10cc3B0A99e5683b91BFDe6982');
  expect(await runHere(['bridges', 'list', 'nobody'])).toMatchObject({ code: 2, stdout: '' });
});
