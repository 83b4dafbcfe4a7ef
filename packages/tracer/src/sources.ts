import { createExplorerSource, createRpcSource } from '@fundtrail/chains';
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
  const { context, limiter, facts } = options;
  const answers = options.answers === undefined ? {} : { answers: options.answers };
  if (spec.kind === 'dataset') return createDatasetSource(facts, spec.sha256);
  const wrapped = spec.wrapped === undefined ? {} : { wrapped: spec.wrapped };
  const configured = options.providers
    ?.poolOf(spec.chain)
    ?.providers.find((provider) => provider.kind === spec.kind && provider.url === spec.url);
  if (spec.kind === 'rpc') {
    const allowance = isOwnNode(spec.url) ? {} : { limiter, ...answers };
    return createRpcSource({
      url: spec.url,
      chain: spec.chain,
      context,
      ...allowance,
      ...rateOf(configured),
      ...(configured?.maxLogRange === undefined ? {} : { maxLogRange: configured.maxLogRange }),
      ...(configured?.traces === undefined ? {} : { trace: configured.traces }),
      ...wrapped,
    });
  }
  const explorerConfig: Pick<ProviderConfig, 'apiKey' | 'perSecond' | 'burst'> = configured ?? {
    ...(options.explorerApiKey === undefined ? {} : { apiKey: options.explorerApiKey }),
    ...(options.explorerPerSecond === undefined ? {} : { perSecond: options.explorerPerSecond }),
  };
  const explorer = (lacks: readonly string[]): Source =>
    createExplorerSource({
      url: spec.url,
      chain: spec.chain,
      ...wrapped,
      context,
      limiter,
      ...answers,
      lacks,
      onGap: (question, reason) => {
        facts.writeSourceGap(LIVE_SPACE, { source: source.id, question, reason }).catch((error: unknown) => {
          context.logger.warn(
            { action: 'remember_gap', source: source.id, question, err: error },
            'gap not remembered',
          );
        });
      },
      ...(explorerConfig.apiKey === undefined ? {} : { apiKey: explorerConfig.apiKey }),
      ...rateOf(explorerConfig),
    });
  // The id is only known once the source is made, and what it lacks is stored under its id.
  let source = explorer([]);
  const gaps = await facts.sourceGaps(LIVE_SPACE, source.id);
  source = explorer([...gaps.keys()]);
  return source;
}

function rateOf(configured: Pick<ProviderConfig, 'perSecond' | 'burst'> | undefined): {
  rate?: { perSecond: number; burst: number };
} {
  const { perSecond, burst } = configured ?? {};
  return perSecond === undefined ? {} : { rate: { perSecond, burst: burst ?? Math.max(1, perSecond) } };
}

/** A node on this machine is nobody else's: it needs no allowance, and what it has need not be kept twice. */
function isOwnNode(url: string): boolean {
  const host = URL.parse(url)?.hostname;
  return host !== undefined && (host === 'localhost' || host === '[::1]' || /^127(\.[0-9]+){3}$/.test(host));
}
