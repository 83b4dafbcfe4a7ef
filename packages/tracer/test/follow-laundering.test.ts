import { ACCOUNT_POLICIES } from '@fundtrail/core';
import {
  copyChain,
  type LaunderingStory,
  type MinedBlock,
  openChain,
  type PlannedReorg,
  playLaundering,
  type Story,
  startAnvil,
} from '@fundtrail/testkit';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../src/index.ts';
import { type Harness, startHarness } from './harness.ts';

const CHAIN = 'eip155:31337';
const TIMESTAMP = 1_700_000_000;
const LOOK_EVERY_MS = 10;
/** Blocks between two looks where nothing is disturbed. */
const CALM_BLOCKS = 4;
const REORGS: readonly PlannedReorg[] = [
  { afterScene: 'fan-out', depth: 3, kind: 'replayed' },
  { afterScene: 'peel-chain', depth: 1, kind: 'dropped' },
  { afterScene: 'v3-swaps', depth: 29, kind: 'redirected' },
  { afterScene: 'tether', depth: 3, kind: 'dropped' },
  { afterScene: 'cash-out', depth: 29, kind: 'replayed' },
];

type Known = Omit<Story, 'expected'>;

async function startCase({ deps, tracer }: Harness, url: string, story: Known): Promise<string> {
  await deps.labels.importSet('default', story.labels);
  return tracer.cases.create({
    name: 'the played laundering',
    seeds: [{ kind: 'transaction', chain: CHAIN, hash: story.theft.hash }],
    policies: ACCOUNT_POLICIES,
    limits: DEFAULT_LIMITS,
    source: { kind: 'rpc', chain: CHAIN, url, wrapped: story.wrapped },
    labelSets: [],
    follow: true,
  });
}

/** Plays while the case is followed; every block that is abandoned was read before. */
async function followDisturbed(harness: Harness, url: string): Promise<{ story: LaunderingStory; id: string }> {
  let id = '';
  let playing = true;
  const hasRead = async (block: MinedBlock): Promise<void> => {
    while ((await harness.deps.follow.states())[0]?.position?.hash !== block.hash) {
      await harness.context.clock.sleep(LOOK_EVERY_MS);
    }
  };
  const played = playLaundering({
    url,
    reorgs: REORGS,
    onTheft: async (story) => {
      id = await startCase(harness, url, story);
    },
    untilSeen: hasRead,
  }).finally(() => {
    playing = false;
  });
  while (playing) {
    await harness.follow();
    await harness.drain();
    await harness.context.clock.sleep(LOOK_EVERY_MS);
  }
  const story = await played;
  await settleAll(harness);
  return { story, id };
}

/** The same final chain, that was never another one. */
async function followCalm(harness: Harness, from: string, to: string, story: LaunderingStory): Promise<string> {
  let id = '';
  await copyChain({
    from,
    to,
    onBlock: async ({ number }) => {
      if (number === story.theft.block) id = await startCase(harness, to, story);
      if (id === '' || number % CALM_BLOCKS > 0) return;
      await harness.follow();
      await harness.drain();
    },
  });
  await settleAll(harness);
  return id;
}

async function settleAll(harness: Harness): Promise<void> {
  do {
    await harness.drain();
  } while ((await harness.follow()).some(({ kind }) => kind !== 'idle'));
  await harness.drain();
}

type Alert = { readonly state: string; readonly account: string; readonly tx: string; readonly block: number };

/** What was told of deposits and still holds, or does not. */
async function alertsOf({ database }: Harness, id: string): Promise<readonly Alert[]> {
  const { rows } = await database.pool.query<Alert>(
    `select state, account, '0x' || encode(tx_hash, 'hex') as tx, block from ops.alerts where case_id = $1
     order by account, tx, deposit->'asset'->>'id'`,
    [id],
  );
  return rows;
}

describe('a laundering that is followed through reorganisations', () => {
  it('comes to the same tables as on a chain without any, and every deposit that no longer holds was retracted', async () => {
    const [anvil, calm] = await Promise.all([
      startAnvil({ timestamp: TIMESTAMP, secondsBetweenBlocks: 12 }),
      startAnvil({ timestamp: TIMESTAMP, order: 'fifo' }),
    ]);
    const [harness, other] = await Promise.all([startHarness(), startHarness()]);
    try {
      const { story, id } = await followDisturbed(harness, anvil.url);
      const [state] = await harness.deps.follow.states();
      expect(state).toMatchObject({ reorgs: REORGS.length, position: { hash: (await head(anvil.url)).hash } });

      const calmId = await followCalm(other, anvil.url, calm.url, story);
      const [disturbed, undisturbed] = [await harness.tracer.cases.result(id), await other.tracer.cases.result(calmId)];
      expect(disturbed.accounts.length).toBeGreaterThan(10);
      for (const table of ['totals', 'accounts', 'flows'] as const) {
        expect(disturbed[table]).toEqual(undisturbed[table]);
      }

      const alerts = await alertsOf(harness, id);
      const standing = alerts.filter(({ state }) => state !== 'retracted');
      expect(standing).toEqual(await alertsOf(other, calmId));
      const withdrawn = story.expected.withdrawn.map(({ hash }) => hash).sort();
      expect(withdrawn.length).toBeGreaterThan(0);
      const retracted = alerts.filter(({ state }) => state === 'retracted').map(({ tx }) => tx);
      expect(retracted.sort()).toEqual(withdrawn);
    } finally {
      await Promise.all([harness.close(), other.close()]);
      await Promise.all([anvil.stop(), calm.stop()]);
    }
  });
});

function head(url: string): Promise<MinedBlock> {
  return openChain(url).block('latest');
}
