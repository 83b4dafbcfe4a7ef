import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApiDocument } from '@fundtrail/api';
import { accountId, formatAccount, formatAddress } from '@fundtrail/core';
import { createTestDatabase, type TestDatabase } from '@fundtrail/testkit';
import { type AccountView, type PathView, type TraceResult, traceResultSchema } from '@fundtrail/tracer';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createColors } from '../src/format/colors.ts';
import { formatTrace } from '../src/format/trace-report.ts';
import { BITCOIN, type CoinStory, EXCHANGE, PEELS, startCoinStory, wallet } from './coin-story.ts';
import { runHere } from './run-here.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const isTrace = ajv.compile(traceResultSchema);
ajv.addSchema({ $id: 'api', components: openApiDocument().components });
const arePaths = ajv.compile({ type: 'array', minItems: 1, items: { $ref: 'api#/components/schemas/Path' } });

const addressOf = (owner: number): string => formatAddress(wallet(owner), BITCOIN);
const accountOf = (owner: number): string => formatAccount(accountId(BITCOIN, wallet(owner)));

describe('a traced theft of coins', () => {
  let story: CoinStory;
  let database: TestDatabase;
  let folder = '';
  let env: Record<string, string> = {};
  let result: TraceResult;
  let report = '';

  beforeAll(async () => {
    [story, database] = await Promise.all([startCoinStory(), createTestDatabase()]);
    folder = await mkdtemp(join(tmpdir(), 'fundtrail-coins-'));
    env = { DATABASE_URL: database.connectionString, FUNDTRAIL_DATA_DIR: folder };
    const labels = join(folder, 'labels.csv');
    await writeFile(
      labels,
      `chain,address,entity,category,confidence,source\n${BITCOIN},${addressOf(EXCHANGE)},Some Exchange,exchange,90,test\n`,
    );
    const seed = `${BITCOIN}:${story.theft.txid}`;
    const run = await runHere(
      ['trace', '--seed', seed, '--esplora', story.server.url, '--labels', labels, '--quiet', '--json'],
      { env },
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    result = JSON.parse(run.stdout) as TraceResult;
    report = await text('trace', '--resume', result.case.id, '--quiet');
  });
  afterAll(async () => {
    await story.server.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function text(...args: string[]): Promise<string> {
    const run = await runHere(args, { env });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    return run.stdout;
  }

  async function pathTo(name: string): Promise<PathView> {
    const paths = JSON.parse(await text('path', 'last', name, '--json')) as readonly PathView[];
    arePaths(paths);
    expect(arePaths.errors ?? []).toEqual([]);
    expect(paths).toHaveLength(1);
    return paths[0] as PathView;
  }

  test('is told whole to programs', () => {
    isTrace(result);
    expect(isTrace.errors ?? []).toEqual([]);
    expect(result.case.status).toBe('done');
  });

  test('is told to people in coins to the last unit, one line for all deposits to a service', () => {
    expect(report).toMatch(/^Stolen: 499\.99998643 BTC/m);
    expect(report).toContain('The sum closes');
    const deposits = report.split('\n').filter((line) => line.includes('Some Exchange'));
    expect(deposits).toHaveLength(1);
    expect(deposits[0]).toMatch(
      new RegExp(`^exchange +Some Exchange +2\\d\\d\\.\\d{8} BTC +2 +${PEELS / 2 + 1} +${addressOf(EXCHANGE)}$`),
    );
    expect(report).toMatch(
      new RegExp(`^mixer +Wasabi 1.* CoinJoin +0\\.20000000 BTC .* transaction ${story.mix.txid}$`, 'm'),
    );
    expect(report).toMatch(new RegExp(`^resting .* ${addressOf(502)}$`, 'm'));
  });

  test('is told to people in as few lines where it has ten thousand outputs', () => {
    const [ended, resting, unread] = [EXCHANGE, 502, 502].map((owner) =>
      result.accounts.find(({ account }) => account === accountOf(owner)),
    );
    if (ended === undefined || resting === undefined || unread === undefined) throw new TypeError('nothing to repeat');
    const many = Array.from({ length: 3_334 }, (_, n): readonly AccountView[] => [
      { ...ended, account: accountOf(10_000 + n) },
      { ...resting, account: accountOf(20_000 + n) },
      {
        ...unread,
        account: accountOf(30_000 + n),
        origin_received: resting.origin_resting,
        terminal: { kind: 'unavailable', entity: null, reason: 'no answer' },
      },
    ]).flat();
    const lines = formatTrace({ ...result, accounts: many }, createColors(false)).split('\n');
    expect(lines.length).toBeLessThan(70);
    expect(lines.filter((line) => line.includes('Some Exchange'))).toEqual([
      expect.stringMatching(/ 3334 .* and 3333 more$/),
    ]);
    expect(lines).toContain('… and 3324 more');
    expect(lines).toContain('3334 addresses could not be read; their money ends as unavailable:');
  });

  test('has one path to an address, to its output and to the output behind its chain', async () => {
    const { sale } = story;
    const byAddress = await pathTo(addressOf(EXCHANGE));
    const byOutput = await pathTo(`${sale.txid}:0`);
    expect(byAddress.account).toBe(accountOf(EXCHANGE));
    expect(byOutput.account).toBe(`${BITCOIN}:${sale.txid}:0`);
    expect(byOutput.steps).toEqual(byAddress.steps);
    expect((await pathTo(`${BITCOIN}:${sale.txid}:0`)).steps).toEqual(byOutput.steps);
    expect(byOutput.steps.at(-1)).toMatchObject({
      tx: sale.txid,
      to_output: `${sale.txid}:0`,
      to_label: 'Some Exchange',
    });
    expect(byOutput.steps).toHaveLength(PEELS + 2);
  });

  test('has a path to an output that was spent long since', async () => {
    const spent = story.peels[9];
    const { steps } = await pathTo(`${spent?.txid}:1`);
    expect(steps).toHaveLength(10);
    expect(steps.at(-1)).toMatchObject({ tx: spent?.txid, to: accountOf(1_009) });
  });

  test('says of every step what its transaction is, where it goes and who signs together, all of it beside the amounts', async () => {
    const { steps, peel_runs } = await pathTo(`${story.sale.txid}:0`);
    for (const { reading } of steps.slice(0, PEELS - 1)) {
      expect(reading).toMatchObject({ kind: 'peel', change: { vout: 1 }, coinjoin: null, goes_to: 'change' });
    }
    expect(steps.at(-1)?.reading).toMatchObject({
      goes_to: null,
      common_owner: { addresses: [addressOf(501), addressOf(503)], confidence: 50, tx: story.sale.txid },
    });
    expect(peel_runs).toEqual([
      {
        first_step: 1,
        last_step: PEELS,
        peels: PEELS,
        paid_out: `${PEELS}00000000`,
        from_tx: story.peels[0]?.txid,
        to_tx: story.peels.at(-1)?.txid,
      },
    ]);
    const deposit = await pathTo(`${story.peels[5]?.txid}:0`);
    expect(deposit.steps.at(-1)?.reading).toMatchObject({ goes_to: 'payment' });
    expect(deposit.peel_runs).toMatchObject([{ first_step: 1, last_step: 5 }]);
  });

  test('folds peels into one line for people, and shows all of them when asked', async () => {
    const name = `${story.sale.txid}:0`;
    const folded = await text('path', 'last', name);
    expect(folded).toContain(`… ${PEELS} peels, ${PEELS}.00000000 BTC paid out, steps 1 to ${PEELS}`);
    expect(folded).toContain(`from tx ${story.peels[0]?.txid}`);
    expect(folded.match(/transfer of/g)).toHaveLength(2);
    expect(folded).toContain(`to   ${addressOf(EXCHANGE)}  ${name}  (Some Exchange)`);
    expect(folded).toContain("2 addresses spend together: most likely one's (confidence 50)");
    const whole = await text('path', 'last', name, '--all');
    expect(whole.match(/transfer of/g)).toHaveLength(PEELS + 2);
    expect(whole).toMatch(/change is output 1 \(confidence \d+: .*\), this goes to the change/);
  });

  test('ends in a CoinJoin with hints, which hold no taint', async () => {
    const { mix: join } = story;
    const { account, steps, mix } = await pathTo(join.txid);
    expect(account).toBe(`${BITCOIN}:${join.txid}`);
    expect(steps.at(-1)).toMatchObject({ tx: join.txid, to: account, reading: { kind: 'coinjoin', goes_to: null } });
    expect(steps.at(-1)?.reading).not.toHaveProperty('common_owner');
    expect(mix).toMatchObject({ tx: join.txid, denomination: '10000000', participants: 12 });
    expect(mix?.candidates).toHaveLength(12);
    expect(mix?.candidates[0]).toEqual({
      output: `${join.txid}:0`,
      account: accountOf(700),
      amount: '10000000',
      one_of: 12,
    });
    expect(mix?.unmixed[0]).toEqual({
      output: `${join.txid}:12`,
      account: accountOf(800),
      amount: '9968663',
      confidence: mix?.confidence,
    });
    const told = await text('path', 'last', join.txid);
    expect(told).toContain('The path ends in a CoinJoin');
    expect(told).toContain('… and 4 more (--all shows them)');
    expect(await text('path', 'last', join.txid, '--all')).toMatch(
      new RegExp(`1 in 12 +0\\.10000000 BTC +${addressOf(711)} +${join.txid}:11`),
    );
    expect(result.accounts.filter(({ first_taint }) => first_taint.tx === join.txid)).toMatchObject([{ account }]);
  });

  test.each([
    ['an output of a CoinJoin', () => `${story.mix.txid}:3`, () => `name ${story.mix.txid}.`],
    ['a transaction that is no CoinJoin', () => story.sale.txid, () => `e.g. ${story.sale.txid}:0.`],
    ['a victim', () => addressOf(1), () => 'See: fundtrail tainted'],
  ])('has no path to %s, and says what to name', async (_what, name, remedy) => {
    const run = await runHere(['path', 'last', name()], { env });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('received nothing stolen');
    expect(run.stderr).toContain(remedy());
  });

  test('refuses a name that cannot be one', async () => {
    const run = await runHere(['tainted', 'last', '--account', `${story.mix.txid}:x`], { env });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^error: --account: "x" is not the number of an output/);
  });

  test('lists outputs with address and whether they are spent, and finds them by output, address and CoinJoin', async () => {
    const { split, mix } = story;
    const listed = await runHere(['tainted', 'last', '--limit', '3'], { env });
    expect(listed).toMatchObject({ code: 0, stderr: expect.stringMatching(/^More: --cursor /) });
    expect(listed.stdout.trim().split('\n')).toHaveLength(4);
    expect(listed.stdout).toMatch(/^address +output +state +asset/);
    const found = async (name: string): Promise<readonly AccountView[]> =>
      (JSON.parse(await text('tainted', 'last', '--account', name, '--json')) as { items: readonly AccountView[] })
        .items;
    expect(await found(`${split.txid}:1`)).toMatchObject([{ account: accountOf(501), spent_by: story.sale.txid }]);
    expect(await found(mix.txid)).toMatchObject([{ account: `${BITCOIN}:${mix.txid}`, terminal: { kind: 'mixer' } }]);
    expect(await found(addressOf(EXCHANGE))).toHaveLength(PEELS / 2 + 1);
    const one = await text('tainted', 'last', '--account', `${split.txid}:2`);
    expect(one).toMatch(
      new RegExp(
        `^${addressOf(502)}  ${split.txid.slice(0, 8)}…${split.txid.slice(-8)}:2  unspent  BTC +\\d+\\.\\d{8}`,
        'm',
      ),
    );
  });

  test('counts outputs where others count accounts', async () => {
    expect(await text('case', 'show', 'last')).toContain('coverage   outputs by kind of transfer\n');
  });

  test('is exported with addresses as nodes and outputs on edges', async () => {
    const graph = await text('export', 'last', '--format', 'graphml');
    const nodes = [...graph.matchAll(/<node id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(nodes).toContain(accountOf(EXCHANGE));
    expect(nodes).toContain(`${BITCOIN}:${story.mix.txid}`);
    expect(graph.match(/<edge /g)).toHaveLength(result.flows.length);
    expect(graph).toContain(
      `<data key="edge_from_output">${story.split.txid}:1</data><data key="edge_to_output">${story.sale.txid}:0</data>`,
    );
    for (const [, id] of graph.matchAll(/<edge source="([^"]+)"/g)) expect(nodes).toContain(id);

    const flows = (await text('export', 'last', '--format', 'csv')).trim().split('\n');
    expect(flows[0]).toMatch(/,low_confidence,from_output,to_output$/);
    expect(flows).toHaveLength(result.flows.length + 1);
    expect(flows.at(-1)).toMatch(new RegExp(`,${story.split.txid}:1,${story.sale.txid}:0$`));
    const accounts = await text('export', 'last', '--format', 'csv', '--table', 'accounts');
    expect(accounts).toContain(`,${story.split.txid}:1,${story.sale.txid}\n`);
    expect(accounts).toContain(`,${story.split.txid}:2,\n`);

    const lines = (await text('export', 'last', '--format', 'ndjson')).trim().split('\n');
    const told = lines.map((line) => JSON.parse(line) as { readonly type: string; readonly to_output?: string });
    expect(told.filter(({ type }) => type === 'account')).toHaveLength(result.accounts.length);
    expect(told.filter(({ to_output }) => to_output === `${story.sale.txid}:0`)).toHaveLength(1);
  });
});
