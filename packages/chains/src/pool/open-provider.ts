import {
  type Address,
  type AnswerCache,
  type Context,
  isUtxo,
  type Limiter,
  type ProviderConfig,
  rateOf,
  type Source,
  type SourceMemory,
} from '@fundtrail/core';
import { createEsploraSource } from '../bitcoin/esplora/source.ts';
import { createCoreSource } from '../bitcoin/rpc/source.ts';
import { createExplorerSource } from '../evm/explorer/source.ts';
import { createRpcSource } from '../evm/rpc/source.ts';
import type { Attempts } from '../transport/retries.ts';

/** What sources do not offer, remembered for other processes, so that it is not asked for again. */
export type GapStore = {
  /** Questions that the source with this id is known not to offer. */
  of(source: string): Promise<Iterable<string>>;
  /** Told once for each; must not throw. */
  note(source: string, question: string, reason: string): void;
};

export type ProviderDeps = {
  readonly context: Context;
  readonly limiter: Limiter;
  /** Where answers that never change are kept. */
  readonly answers?: AnswerCache;
  /** Where what is found out of nodes is kept. */
  readonly memory?: SourceMemory;
  readonly gaps?: GapStore;
  /** Contracts that wrap the native asset, besides the chain's known ones. */
  readonly wrapped?: readonly Address[];
};

/** What being one of a pool adds to a provider's configuration. */
export type MemberLimits = {
  /** Of nodes. */
  readonly maxScanBlocks?: number;
  readonly attempts?: Attempts;
};

/**
 * Opens one configured provider.
 * @throws InputError for a URL that is none, or a node of another chain. @throws SourceError when a node does not answer.
 */
export async function openProvider(
  config: ProviderConfig,
  deps: ProviderDeps,
  limits: MemberLimits = {},
): Promise<Source> {
  const { context, limiter, memory } = deps;
  const { url, chain, maxLogRange, traces, apiKey, rowCap } = config;
  const answers = deps.answers === undefined ? {} : { answers: deps.answers };
  const wrapped = deps.wrapped === undefined ? {} : { wrapped: deps.wrapped };
  const about = { url, chain, context, ...rateOf(config), ...wrapped };
  if (config.kind === 'rpc' && isUtxo(chain)) {
    return createCoreSource({
      ...{ url, chain, context, ...rateOf(config), ...limits },
      ...(isOwnNode(url) ? {} : { limiter }),
      ...(memory === undefined ? {} : { memory }),
    });
  }
  if (config.kind === 'rpc') {
    return createRpcSource({
      ...about,
      ...limits,
      ...(isOwnNode(url) ? {} : { limiter, ...answers }),
      ...(memory === undefined ? {} : { memory }),
      ...(maxLogRange === undefined ? {} : { maxLogRange }),
      ...(traces === undefined ? {} : { trace: traces }),
    });
  }
  if (config.kind === 'esplora') {
    const { attempts } = limits;
    const attempted = attempts === undefined ? {} : { attempts };
    return createEsploraSource({
      ...{ url, chain, context, ...rateOf(config), ...attempted },
      ...(isOwnNode(url) ? {} : { limiter, ...answers }),
    });
  }
  const explorer = (lacks: Iterable<string>): Source => {
    const source: Source = createExplorerSource({
      ...about,
      ...answers,
      ...(limits.attempts === undefined ? {} : { attempts: limits.attempts }),
      limiter,
      lacks,
      onGap: (question, reason) => deps.gaps?.note(source.id, question, reason),
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(rowCap === undefined ? {} : { rowCap }),
    });
    return source;
  };
  // The id is only known once the source is made, and what it lacks is kept under its id.
  const { id } = explorer([]);
  return explorer((await deps.gaps?.of(id)) ?? []);
}

/** A node on this machine is nobody else's: it needs no allowance, and what it has need not be kept twice. */
function isOwnNode(url: string): boolean {
  const host = URL.parse(url)?.hostname;
  return host !== undefined && (host === 'localhost' || host === '[::1]' || /^127(\.[0-9]+){3}$/.test(host));
}
