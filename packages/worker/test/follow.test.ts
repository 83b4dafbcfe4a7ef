import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ACCOUNT_POLICIES,
  accountId,
  assetId,
  createLogger,
  createSystemClock,
  formatAccount,
  formatAsset,
} from '@fundtrail/core';
import {
  type Anvil,
  createTestDatabase,
  playTheft,
  type Story,
  startAnvil,
  type TestDatabase,
} from '@fundtrail/testkit';
import { DEFAULT_LIMITS, type TraceResult } from '@fundtrail/tracer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES, type Runtime, startRuntime } from '../src/index.ts';

/** Between scenes: long enough for looks at the head in between. */
const PACE_MS = 300;
const END_TIMEOUT_MS = 30_000;

describe('all roles, following a theft while it happens', () => {
  const clock = createSystemClock();
  let anvil: Anvil;
  let testDatabase: TestDatabase;
  let folder: string;
  let runtime: Runtime;
  let story: Story;
  let caseId = '';

  beforeAll(async () => {
    anvil = await startAnvil();
    testDatabase = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'fundtrail-follow-'));
    runtime = await startRuntime({
      mode: { kind: 'service', databaseUrl: testDatabase.connectionString },
      roles: ROLES,
      key: { keyFile: join(folder, 'secret-key') },
      context: { logger: createLogger({ level: 'silent' }), clock, signal: new AbortController().signal },
    });
    story = await playTheft({
      url: anvil.url,
      pace: PACE_MS,
      onTheft: async ({ chain, theft, labels, wrapped }) => {
        await runtime.labels.importSet('default', labels);
        caseId = await runtime.cases.create({
          name: 'the played theft',
          seeds: [{ kind: 'transaction', chain, hash: theft.hash }],
          policies: ACCOUNT_POLICIES,
          limits: DEFAULT_LIMITS,
          source: { kind: 'rpc', chain, url: anvil.url, wrapped },
          labelSets: [],
          follow: true,
        });
      },
    });
  });
  afterAll(async () => {
    await runtime?.stop();
    await testDatabase?.drop();
    await anvil?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('shows every deposit and the mixer with the amounts that were paid', async () => {
    const { chain, expected, contracts } = story;
    const wanted = new Map([
      ...expected.deposits.map(({ address, asset, amount }): [string, bigint] => [keyOf(address, asset), amount]),
      [keyOf(contracts.mixer, 'native'), expected.mixer],
    ]);
    function keyOf(address: string, asset: string): string {
      return `${formatAccount(accountId(chain, address))} ${formatAsset(assetId(chain, asset))}`;
    }
    const paid = (result: TraceResult): ReadonlyMap<string, bigint> => {
      const sums = new Map([...wanted.keys()].map((key) => [key, 0n]));
      for (const { to, asset, amount } of result.flows) {
        const sum = sums.get(`${to} ${asset}`);
        if (sum !== undefined) sums.set(`${to} ${asset}`, sum + BigInt(amount));
      }
      return sums;
    };
    await expect
      .poll(async () => paid(await runtime.cases.result(caseId)), { timeout: END_TIMEOUT_MS, interval: 250 })
      .toEqual(wanted);
  });

  test('puts one alert per deposit into the outbox', async () => {
    const { rows } = await runtime.database.pool.query<{ type: string }>(
      'select type from ops.outbox where case_id = $1',
      [caseId],
    );
    // Four of the peel chain, then a token, an unwrapped one, the flashed wallet's and the last two.
    expect(rows.map((row) => row.type)).toEqual(Array(9).fill('org.fundtrail.deposit.detected'));
  });

  test('closes the sum of every conserving policy to the wei', async () => {
    const { totals } = await runtime.cases.result(caseId);
    for (const policy of ACCOUNT_POLICIES.filter((name) => name !== 'poison')) {
      const parts = Object.values(totals[policy]?.origin ?? {}).flatMap((amounts) => Object.values(amounts));
      expect([policy, parts.reduce((sum, amount) => sum + BigInt(amount), 0n)]).toEqual([
        policy,
        story.expected.stolen,
      ]);
    }
  });
});
