import { accountId, createLogger, type Label, POLICIES, parseShare } from '@fundtrail/core';
import { type RecordedExplorer, roninReference, sharedData, startRecordedExplorer } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseSpec, DEFAULT_LIMITS, loadDataset, type SourceSpec, type TraceResult } from '../src/index.ts';
import { type Harness, startHarness } from './harness.ts';

const CHAIN = 'eip155:1';
const SEED = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const TORNADO = '0xd90e2f925da726b50c4ed8d0fb90ad053324f31b';
const ETHER = 10n ** 18n;
const folder = sharedData('ronin-2022') ?? '';

const LABELS: readonly Label[] = [
  [TORNADO, 'Tornado Cash', 'mixer'],
  ['0xc098b2a3aa256d2140208c3de6543aaef5cd3a94', 'FTX 2', 'exchange'],
  ['0x28ffe35688ffffd0659aee2e34778b0ae4e193ad', 'Huobi', 'exchange'],
  ['0xcac725bef4f114f728cbcfd744a731c2a463c3fc', 'Huobi', 'exchange'],
  ['0x73f8fc2e74302eb2efda125a326655acf0dc2d1b', 'Huobi', 'exchange'],
].map(([address = '', entity = '', category = '']) => ({
  chain: CHAIN,
  address,
  entity,
  category,
  confidence: 90,
  source: 'test',
}));

function specOf(source: SourceSpec): CaseSpec {
  return {
    name: 'Ronin',
    seeds: [{ kind: 'account', account: accountId(CHAIN, SEED), fromBlock: 14_442_778 }],
    policies: POLICIES,
    limits: { ...DEFAULT_LIMITS, floor: parseShare('0') },
    source,
    labelSets: [],
    follow: false,
  };
}

describe.skipIf(folder === '')('the Ronin theft of 2022, from its recorded histories', () => {
  let explorer: RecordedExplorer;
  let harness: Harness;
  let overHttp: TraceResult;

  const run = async (on: Harness, source: SourceSpec): Promise<TraceResult> => {
    const id = await on.tracer.cases.create(specOf(source));
    await on.drain();
    return on.tracer.cases.result(id);
  };

  beforeAll(async () => {
    explorer = await startRecordedExplorer({ folder });
    harness = await startHarness();
    await harness.deps.labels.importSet('default', LABELS);
    overHttp = await run(harness, { kind: 'explorer', chain: CHAIN, url: explorer.url });
  });
  afterAll(async () => {
    await harness.close();
    await explorer.close();
  });

  it('leaves the seed with 182,165.956 ETH and reaches the Tornado router with what an independent calculation says', () => {
    const reference = roninReference(`${folder}/txlist`);
    const router = overHttp.accounts.find((row) => row.account.toLowerCase() === accountId(CHAIN, TORNADO));
    expect(BigInt(router?.origin_received.haircut ?? 0)).toBe(reference.atTornadoRouter);
    expect(reference.leavesSeed / 10n ** 15n).toBe(182_165_956n);
    expect(reference.atTornadoRouter).toBeGreaterThanOrEqual(175_000n * ETHER);
    expect(reference.atTornadoRouter).toBeLessThanOrEqual(175_100n * ETHER);
    expect(router?.terminal).toMatchObject({ kind: 'mixer', entity: 'Tornado Cash' });
  });

  it('closes the sum to the wei under every conserving policy', () => {
    for (const policy of POLICIES.filter((name) => name !== 'poison')) {
      const totals = overHttp.totals[policy];
      const [asset = '', stolen = ''] = Object.entries(totals?.stolen ?? {})[0] ?? [];
      const sum = Object.values(totals?.origin ?? {}).reduce((total, kind) => total + BigInt(kind?.[asset] ?? 0), 0n);
      expect(sum.toString(), policy).toBe(stolen);
      expect(BigInt(stolen)).toBeGreaterThan(182_165n * ETHER);
    }
  });

  it('names what the recording lacks, and ends unrecorded accounts as unavailable with their amounts', () => {
    expect(overHttp.case.status).toBe('done');
    expect(overHttp.case.coverage.gaps.map((gap) => gap.kind).sort()).toEqual(['internal', 'token']);
    const unavailable = overHttp.accounts.filter((row) => row.terminal?.kind === 'unavailable');
    expect(unavailable.length).toBeGreaterThan(0);
    expect(unavailable.every((row) => BigInt(row.received.haircut ?? 0) >= 0n)).toBe(true);
  });

  it('makes no request the second time but one retry per unavailable account, and says the same', async () => {
    const before = explorer.requests().total;
    const again = await run(harness, { kind: 'explorer', chain: CHAIN, url: explorer.url });
    const unavailable = new Set(
      overHttp.accounts.filter((row) => row.terminal?.kind === 'unavailable').map((row) => row.account),
    );
    expect(explorer.requests().total - before).toBe(unavailable.size);
    expect(again.counts.requests).toBe(unavailable.size);
    expect({ totals: again.totals, accounts: again.accounts, flows: again.flows }).toEqual({
      totals: overHttp.totals,
      accounts: overHttp.accounts,
      flows: overHttp.flows,
    });
  });

  it('gives the same totals, accounts and flows from the folder as over HTTP, byte for byte', async () => {
    const other = await startHarness();
    try {
      await other.deps.labels.importSet('default', LABELS);
      const data = await loadDataset(other.deps.facts, folder, createLogger({ level: 'silent' }));
      const local = await run(other, { kind: 'dataset', sha256: data.sha256, name: data.name });
      const shown = ({ totals, accounts, flows }: TraceResult): string => JSON.stringify({ totals, accounts, flows });
      expect(local.counts.requests).toBe(0);
      expect(local.accounts).toEqual(overHttp.accounts);
      expect(shown(local)).toBe(shown(overHttp));
    } finally {
      await other.close();
    }
  });
});
