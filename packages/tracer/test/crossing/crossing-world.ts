import type { ChainId, Label } from '@fundtrail/core';
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
import { type CaseSpec, DEFAULT_LIMITS, type SourceSpec } from '../../src/index.ts';
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
  /** A tracer that knows the vaults and the labels of the story. */
  harness(options?: HarnessOptions): Promise<Harness>;
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
    harness: async (more = {}) => {
      const harness = await startHarness({ configuredSource: (chain) => sources.get(chain), ...more });
      opened.push(harness);
      const { deps } = harness;
      await deps.labels.importSet('default', story.truth().labels as readonly Label[]);
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
