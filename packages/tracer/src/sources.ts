import { type GapStore, openProvider } from '@fundtrail/chains';
import {
  type AnswerCache,
  type Context,
  LIVE_SPACE,
  type Limiter,
  type ProviderConfig,
  type Providers,
  type Source,
} from '@fundtrail/core';
import type { FactStore } from '@fundtrail/store';
import { createDatasetSource } from './datasets.ts';
import type { SourceSpec } from './types.ts';

/** Opens sources of facts; one spec is opened once per process, so that its requests, pauses and gaps are shared. */
export type SourceOpener = {
  open(spec: SourceSpec): Promise<Source>;
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
  /** Key for explorers that are not configured, and requests a second allowed with it; the source's own defaults when left out. */
  readonly explorerApiKey?: string;
  readonly explorerPerSecond?: number;
};

export function createSourceOpener(options: SourceOpenerOptions): SourceOpener {
  const opened = new Map<string, Promise<Source>>();
  return {
    open: (spec) => {
      const key = JSON.stringify(spec);
      const known = opened.get(key);
      if (known !== undefined) return known;
      const source = openSource(options, spec);
      opened.set(key, source);
      // A source that could not be opened is tried anew the next time.
      source.catch(() => opened.delete(key));
      return source;
    },
    close: async () => {
      for (const source of opened.values()) await (await source).close();
      opened.clear();
    },
  };
}

async function openSource(options: SourceOpenerOptions, spec: SourceSpec): Promise<Source> {
  const { context, limiter, facts, answers, explorerApiKey, explorerPerSecond } = options;
  if (spec.kind === 'dataset') return createDatasetSource(facts, spec.sha256);
  const configured = options.providers
    ?.poolOf(spec.chain)
    ?.providers.find((provider) => provider.kind === spec.kind && provider.url === spec.url);
  const provider: ProviderConfig = configured ?? {
    kind: spec.kind,
    chain: spec.chain,
    url: spec.url,
    ...(spec.kind === 'rpc' || explorerApiKey === undefined ? {} : { apiKey: explorerApiKey }),
    ...(spec.kind === 'rpc' || explorerPerSecond === undefined ? {} : { perSecond: explorerPerSecond }),
  };
  return openProvider(provider, {
    context,
    limiter,
    gaps: gapStore(facts, context),
    ...(answers === undefined ? {} : { answers }),
    ...(spec.wrapped === undefined ? {} : { wrapped: spec.wrapped }),
  });
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
