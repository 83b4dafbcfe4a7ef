import { type GapStore, openPool, openProvider, type PoolDeps } from '@fundtrail/chains';
import {
  type AnswerCache,
  type ChainId,
  type ChainPool,
  type Context,
  type Disputes,
  LIVE_SPACE,
  type Limiter,
  type ProviderConfig,
  type Providers,
  type Source,
  type SourceMemory,
} from '@fundtrail/core';
import type { FactStore } from '@fundtrail/store';
import { configuredSource } from './configured-source.ts';
import { createDatasetSource } from './datasets.ts';
import type { SourceSpec } from './types.ts';

type NetworkSpec = Exclude<SourceSpec, { kind: 'dataset' }>;

/**
 * Opens sources of facts; one spec is opened once per process, so that its requests, pauses and gaps are shared. A provider that is
 * configured among others of its chain, or that another must agree with, stands for all of them.
 */
export type SourceOpener = {
  open(spec: SourceSpec): Promise<Source>;
  /** See `configuredSource`. */
  configured(chain: ChainId, need?: { readonly follow: boolean }): SourceSpec | undefined;
  close(): Promise<void>;
};

export type SourceOpenerOptions = {
  readonly context: Context;
  readonly facts: FactStore;
  readonly limiter: Limiter;
  /** Where answers that never change are kept. */
  readonly answers?: AnswerCache;
  /** What is configured of the sources that are opened. */
  readonly providers?: Providers;
  /** Where it is kept what providers say differently of one thing; without it only the log tells. */
  readonly disputes?: Disputes;
  /** Where what is found out of nodes is kept for other processes. */
  readonly memory?: SourceMemory;
  /** Key for explorers that are not configured, and requests a second allowed with it; the source's own defaults when left out. */
  readonly explorerApiKey?: string;
  readonly explorerPerSecond?: number;
};

export function createSourceOpener(options: SourceOpenerOptions): SourceOpener {
  const opened = new Map<string, Promise<Source>>();
  return {
    open: (spec) => {
      const pool = poolFor(options, spec);
      const key = JSON.stringify(pool === undefined ? wordsOf(spec) : { pool: pool.chain, ...wrappedOf(spec) });
      const known = opened.get(key);
      if (known !== undefined) return known;
      const source = pool === undefined ? openSource(options, spec) : openPool(pool, poolDeps(options, spec));
      opened.set(key, source);
      // A source that could not be opened is tried anew the next time.
      source.catch(() => opened.delete(key));
      return source;
    },
    configured: (chain, need) => configuredSource(options.providers, chain, need),
    close: async () => {
      for (const source of opened.values()) await (await source).close();
      opened.clear();
    },
  };
}

/** What makes a spec, whatever the order of its properties. */
function wordsOf(spec: SourceSpec): readonly unknown[] {
  return spec.kind === 'dataset'
    ? [spec.kind, spec.sha256, spec.name]
    : [spec.kind, spec.chain, spec.url, spec.wrapped];
}

/** The providers that the spec's provider is one of, where there are others or several must agree. */
function poolFor({ providers }: SourceOpenerOptions, spec: SourceSpec): ChainPool | undefined {
  if (spec.kind === 'dataset') return undefined;
  const pool = providers?.poolOf(spec.chain);
  if (pool === undefined || providerIn(pool, spec) === undefined) return undefined;
  return pool.providers.length > 1 || pool.quorum > 1 ? pool : undefined;
}

function providerIn(pool: ChainPool | undefined, spec: NetworkSpec): ProviderConfig | undefined {
  return pool?.providers.find((provider) => provider.kind === spec.kind && provider.url === spec.url);
}

async function openSource(options: SourceOpenerOptions, spec: SourceSpec): Promise<Source> {
  const { facts, explorerApiKey, explorerPerSecond } = options;
  if (spec.kind === 'dataset') return createDatasetSource(facts, spec.sha256);
  const provider: ProviderConfig = providerIn(options.providers?.poolOf(spec.chain), spec) ?? {
    kind: spec.kind,
    chain: spec.chain,
    url: spec.url,
    ...(spec.kind !== 'explorer' || explorerApiKey === undefined ? {} : { apiKey: explorerApiKey }),
    ...(spec.kind !== 'explorer' || explorerPerSecond === undefined ? {} : { perSecond: explorerPerSecond }),
  };
  return openProvider(provider, poolDeps(options, spec));
}

function poolDeps(options: SourceOpenerOptions, spec: SourceSpec): PoolDeps {
  const { context, limiter, facts, answers, memory } = options;
  return {
    context,
    limiter,
    gaps: gapStore(facts, context),
    disputes: options.disputes ?? loggedDisputes(context),
    ...(answers === undefined ? {} : { answers }),
    ...(memory === undefined ? {} : { memory }),
    ...wrappedOf(spec),
  };
}

function wrappedOf(spec: SourceSpec): Pick<NetworkSpec, 'wrapped'> {
  return spec.kind === 'dataset' || spec.wrapped === undefined ? {} : { wrapped: spec.wrapped };
}

function loggedDisputes({ logger }: Context): Disputes {
  return {
    record: async ({ chain, subject, answers, taken }) => {
      logger.warn({ action: 'dispute', chain, subject, answers, taken }, 'providers say different things');
    },
  };
}

function gapStore(facts: FactStore, { logger }: Context): GapStore {
  return {
    of: async (source) => (await facts.sourceGaps(LIVE_SPACE, source)).keys(),
    note: (source, question, reason) => {
      facts.writeSourceGap(LIVE_SPACE, { source, question, reason }).catch((error: unknown) => {
        logger.warn({ action: 'remember_gap', source, question, err: error }, 'gap not remembered');
      });
    },
  };
}
