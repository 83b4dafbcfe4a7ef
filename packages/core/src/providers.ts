import { type ChainId, isUtxo } from './chain.ts';

/**
 * One provider of one chain, as configured. `url` and `apiKey` are secrets: they stand in no log, error or job.
 * What is absent is found out by asking, or is the source's own default.
 */
export type ProviderConfig = {
  /** `rpc`: a JSON-RPC node, of Bitcoin Core's dialect on UTXO chains. `explorer`: an API in the dialect of Etherscan. `esplora`: an Esplora REST API. */
  readonly kind: 'rpc' | 'explorer' | 'esplora';
  readonly chain: ChainId;
  readonly url: string;
  readonly apiKey?: string;
  /** Requests a second that the key (or, without one, the URL) allows over all hosts. */
  readonly perSecond?: number;
  /** Requests at once after a pause. */
  readonly burst?: number;
  /** Most rows an explorer answers with. */
  readonly rowCap?: number;
  /** Most blocks of one question about logs. */
  readonly maxLogRange?: number;
  /** Whether a node keeps the state of every block. */
  readonly archive?: boolean;
  /** How a node tells value inside contracts. */
  readonly traces?: 'trace' | 'debug' | 'none';
};

/** The rate that is configured, as sources take it: by itself a burst is one second's worth. Nothing: the source's own default. */
export function rateOf({ perSecond, burst }: Pick<ProviderConfig, 'perSecond' | 'burst'>): {
  readonly rate?: { readonly perSecond: number; readonly burst: number };
} {
  return perSecond === undefined ? {} : { rate: { perSecond, burst: burst ?? Math.max(1, perSecond) } };
}

/** The providers of a chain, the preferred first. */
export type ChainPool = {
  readonly chain: ChainId;
  readonly providers: readonly ProviderConfig[];
  /** Providers that must agree; 1: none is checked by another. */
  readonly quorum: number;
};

/** Every provider of an installation, by chain. */
export type Providers = {
  /** undefined where nothing is configured for the chain. A pool always has a provider. */
  poolOf(chain: ChainId): ChainPool | undefined;
  /** Chains that are named in the configuration. An explorer for every chain names none, but has a pool for each EVM chain. */
  readonly chains: readonly ChainId[];
};

/** What pools are made of. */
export type ProviderList = {
  /** The preferred first; a provider that is named twice counts once. */
  readonly providers: readonly ProviderConfig[];
  /** Providers that answer for every EVM chain (one URL of Etherscan V2), after those of the chain. */
  readonly everywhere?: readonly Omit<ProviderConfig, 'chain'>[];
  /** Providers of a chain for which nothing else is configured. */
  readonly otherwise?: (chain: ChainId) => readonly ProviderConfig[];
  /** 1 for a chain that is left out. */
  readonly quorums?: ReadonlyMap<ChainId, number>;
};

/** Groups providers by chain. */
export function createProviders({ providers, everywhere = [], otherwise, quorums }: ProviderList): Providers {
  const poolOf = (chain: ChainId): ChainPool | undefined => {
    const own = providers.filter((provider) => provider.chain === chain);
    const shared = isUtxo(chain) ? [] : everywhere.map((provider) => ({ ...provider, chain }));
    const configured = withoutRepeats([...own, ...shared]);
    const all = configured.length > 0 ? configured : (otherwise?.(chain) ?? []);
    return all.length === 0 ? undefined : { chain, providers: all, quorum: quorums?.get(chain) ?? 1 };
  };
  return { poolOf, chains: [...new Set(providers.map(({ chain }) => chain))] };
}

function withoutRepeats(providers: readonly ProviderConfig[]): readonly ProviderConfig[] {
  return providers.filter(
    ({ kind, url }, place) => providers.findIndex((other) => other.kind === kind && other.url === url) === place,
  );
}
