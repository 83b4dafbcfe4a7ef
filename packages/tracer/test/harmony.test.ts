import { ACCOUNT_POLICIES, accountId, parseShare } from '@fundtrail/core';
import { harmonyTransfersCsv, reachableTerminals, readAddressList, sharedData } from '@fundtrail/testkit';
import { afterAll, expect, it } from 'vitest';
import { DEFAULT_LIMITS, loadDataset } from '../src/index.ts';
import { type Harness, startHarness } from './harness.ts';

const CHAIN = 'eip155:1';
const folder = sharedData('launder-net/harmony') ?? '';

let harness: Harness;
afterAll(() => harness?.close());

it.skipIf(folder === '')(
  'reaches every terminal of the Harmony theft that any flow leads to in time order, from all 14 sources',
  async () => {
    harness = await startHarness();
    const sources = readAddressList(`${folder}/sources.csv`);
    expect(sources).toHaveLength(14);
    const data = await loadDataset(harness.deps.facts, harmonyTransfersCsv(folder) ?? '', harness.context.logger);
    const id = await harness.tracer.cases.create({
      name: 'Harmony',
      seeds: sources.map((address) => ({ kind: 'account' as const, account: accountId(CHAIN, address), fromBlock: 0 })),
      policies: ACCOUNT_POLICIES,
      limits: { ...DEFAULT_LIMITS, floor: parseShare('0') },
      source: { kind: 'dataset', sha256: data.sha256, name: data.name },
      labelSets: [],
      follow: false,
    });
    await harness.drain();
    const result = await harness.tracer.cases.result(id);
    const reached = new Set(result.accounts.map((row) => row.account.toLowerCase()));
    const reachable = reachableTerminals(`${folder}/flows.csv`, sources, readAddressList(`${folder}/terminals.csv`));
    expect(reachable.size).toBe(11);
    expect([...reachable].filter((address) => !reached.has(accountId(CHAIN, address)))).toEqual([]);
  },
);
