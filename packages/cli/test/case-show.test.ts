import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createTestDatabase,
  openChain,
  startAnvil,
  startNodeProxy,
  withoutArchive,
  withoutMethods,
} from '@fundtrail/testkit';
import type { CaseView } from '@fundtrail/tracer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runHere } from './run-here.ts';

const ETHER = 10n ** 18n;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fundtrail-show-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('case show', () => {
  test('says what a node that neither traces nor keeps old state left unseen, to people and to programs', async () => {
    const [anvil, database] = await Promise.all([startAnvil(), createTestDatabase()]);
    const node = await startNodeProxy({
      target: anvil.url,
      faults: [withoutMethods('trace_*', 'debug_*'), withoutArchive('geth', 128)],
    });
    try {
      const chain = openChain(anvil.url);
      const [victim = '', thief = '', helper = ''] = (await chain.ask('eth_accounts')) as string[];
      const pay = (from: string, to: string, ether: bigint): Promise<string> =>
        chain.send({ from, to, value: `0x${(ether * ETHER).toString(16)}` });
      const theft = await pay(victim, thief, 100n);
      await pay(thief, helper, 60n);
      await chain.mine(200);
      const env = { DATABASE_URL: database.connectionString, FUNDTRAIL_DATA_DIR: folder };
      const trace = ['trace', '--seed', `eip155:31337:${theft}`, '--rpc', node.url, '--quiet'];
      expect(await runHere(trace, { env })).toMatchObject({ code: 0, stderr: '' });

      const json = await runHere(['case', 'show', 'last', '--json'], { env });
      const { coverage, source } = JSON.parse(json.stdout) as CaseView;
      expect(coverage.kinds.native).toMatchObject({ complete: 2, truncated: 0, unavailable: 0, disputed: 0 });
      expect(coverage.kinds.internal).toMatchObject({ complete: 0, unavailable: 2 });
      expect(coverage.gaps).toMatchObject([
        { kind: 'internal', status: 'unavailable', source: source.id, accounts: 2 },
      ]);

      const text = await runHere(['case', 'show', 'last'], { env });
      expect(text.stdout).toMatch(/^ {2}native +2 complete to block \d+/m);
      expect(text.stdout).toMatch(/^ {2}internal +0 complete, 2 unavailable$/m);
      const [, unseen = ''] = text.stdout.split('Not seen\n');
      expect(unseen).toContain(`Value moved inside contracts: not covered at all (${source.id})`);
      for (const sentence of coverage.not_seen) expect(unseen).toContain(`  ${sentence}\n`);
    } finally {
      await node.stop();
      await anvil.stop();
      await database.drop();
    }
  });

  test('shows a trace with seeds on two chains as one case, and how it stands on each of them', async () => {
    const [one, two, database] = await Promise.all([
      startAnvil(),
      startAnvil({ chainId: 31_338 }),
      createTestDatabase(),
    ]);
    try {
      const seeds: string[] = [];
      for (const { url, chainId } of [one, two]) {
        const chain = openChain(url);
        const [victim = '', thief = '', helper = ''] = (await chain.ask('eth_accounts')) as string[];
        const value = `0x${(10n * ETHER).toString(16)}`;
        seeds.push(`eip155:${chainId}:${await chain.send({ from: victim, to: thief, value })}`);
        if (chainId === 31_338) await chain.send({ from: thief, to: helper, value });
      }
      const env = {
        DATABASE_URL: database.connectionString,
        FUNDTRAIL_DATA_DIR: folder,
        FUNDTRAIL_RPC_URL: `eip155:31337=${one.url},eip155:31338=${two.url}`,
      };
      const trace = ['trace', ...seeds.flatMap((seed) => ['--seed', seed]), '--quiet'];
      const traced = await runHere(trace, { env });
      expect(traced).toMatchObject({ code: 0, stderr: '' });
      expect(traced.stdout.match(/The sum closes: every policy accounts for all of it/g)).toHaveLength(2);

      const text = await runHere(['case', 'show', 'last'], { env });
      expect(text.stdout).toMatch(
        /^chain +Local development chain \(eip155:31337\): 1 read, 0 waiting, 0 unavailable$/m,
      );
      expect(text.stdout).toMatch(/^chain +eip155:31338: 2 read, 0 waiting, 0 unavailable$/m);
    } finally {
      await one.stop();
      await two.stop();
      await database.drop();
    }
  });
});
