import { createHash } from 'node:crypto';
import { type ChainId, type Label, SourceError } from '@fundtrail/core';
import {
  asLitecoin,
  asModernCore,
  type CrossingChains,
  type CrossingStory,
  createCrossingStory,
  type JsonServer,
  LITECOIN,
  serveThorchain,
  startCrossingChains,
  startNodeProxy,
} from '@fundtrail/testkit';
import { type CaseSpec, DEFAULT_LIMITS, type SourceSpec, type ToldAnswer } from '../../src/index.ts';
import { createHandClock, type HandClock } from '../coins/hand-clock.ts';
import { type Harness, type HarnessOptions, startHarness } from '../harness.ts';

/** A played theft across three account chains and a UTXO chain, and what a case needs to follow it. */
export type CrossingWorld = {
  readonly chains: CrossingChains;
  readonly story: CrossingStory;
  readonly sources: ReadonlyMap<ChainId, SourceSpec>;
  /** Stands at the story's time. */
  readonly clock: HandClock;
  /** The network's own API. */
  readonly api: JsonServer;
  /** A tracer that knows the labels of the story, and its vaults unless it is to find them out. */
  harness(options?: HarnessOptions & { readonly knowsVaults?: boolean }): Promise<Harness>;
  /** Asks the played network, as an installation does that allows its APIs. */
  ask(api: { readonly name: string }, path: string): Promise<ToldAnswer | undefined>;
  caseSpec(more?: Partial<CaseSpec>): CaseSpec;
  close(): Promise<void>;
};

export async function startCrossingWorld(options: { readonly slotsInAnEpoch?: number } = {}): Promise<CrossingWorld> {
  const chains = await startCrossingChains(options);
  const story = await createCrossingStory({ ...chains, seed: 7 });
  const proxy = await startNodeProxy({ target: chains.utxo.url, faults: [asLitecoin, asModernCore] });
  const api = await serveThorchain(story.network);
  const sources = new Map<ChainId, SourceSpec>([
    ...[chains.a, chains.b, chains.c].map(({ chainId, url }): [ChainId, SourceSpec] => [
      `eip155:${chainId}`,
      { kind: 'rpc', chain: `eip155:${chainId}`, url },
    ]),
    [LITECOIN, { kind: 'rpc', chain: LITECOIN, url: proxy.url }],
  ]);
  const opened: Harness[] = [];
  const clock = createHandClock();
  const now = (): number => Math.max(...story.truth().transactions.map(({ time }) => time));
  let elapsed = 0;
  const atStory: HandClock = {
    ...clock,
    now: () => (now() + 60) * 1000 + elapsed,
    advance: (ms) => {
      elapsed += ms;
    },
  };
  return {
    chains,
    story,
    sources,
    clock: atStory,
    api,
    ask: async ({ name }, path) => {
      if (name !== 'thornode' && name !== 'midgard') return undefined;
      const answer = await fetch(`${api.url}${path}`);
      const raw = await answer.text();
      if (!answer.ok) throw new SourceError('refused', name, `status ${answer.status}`);
      return { api: name, url: `${api.url}${path}`, raw, sha256: sha256(raw), body: JSON.parse(raw) };
    },
    harness: async ({ knowsVaults = true, ...more } = {}) => {
      const harness = await startHarness({ configuredSource: (chain) => sources.get(chain), ...more });
      opened.push(harness);
      const { deps } = harness;
      await deps.labels.importSet('default', story.truth().labels as readonly Label[]);
      if (!knowsVaults) return harness;
      await deps.bridges.store.accounts.learn(
        'live',
        story.located.map((one) => ({ ...one, from: undefined, until: undefined })),
      );
      return harness;
    },
    caseSpec: (more = {}) => {
      const { theft } = story.truth();
      const source = sources.get(theft.chain);
      if (source === undefined) throw new RangeError(theft.chain);
      return {
        name: 'crossings',
        seeds: [
          { kind: 'transaction', chain: theft.chain, hash: theft.hash, account: `${theft.chain}:${theft.account}` },
        ],
        policies: ['haircut', 'fifo', 'lifo', 'taint_first', 'clean_first', 'poison'],
        limits: { ...DEFAULT_LIMITS, floor: { numerator: 0n, denominator: 1n } },
        source,
        labelSets: [],
        follow: false,
        ...more,
      };
    },
    close: async () => {
      for (const harness of opened) await harness.close();
      await Promise.all([api.close(), proxy.stop(), story.close()]);
      await chains.stop();
    },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
