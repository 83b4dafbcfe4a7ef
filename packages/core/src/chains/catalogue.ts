import { type ChainId, isUtxo } from '../chain.ts';
import type { ChainInfo } from './chain-info.ts';
import { FEES } from './fees.ts';
import { type CatalogueId, IDENTITIES } from './identity.ts';
import { PUBLIC_PROVIDERS } from './public-providers.ts';
import { TIMING, USUAL_REORG_WINDOW } from './timing.ts';
import { UTXO_CHAINS } from './utxo-chains.ts';
import { WRAPPED } from './wrapped.ts';

/** What UTXO chains do not have. */
const NO_ACCOUNTS = { wrapped: [], fee: 'execution', publicRpcs: [], explorers: [] } as const;

/** The chains that are known without configuration, by their ids. */
export const CATALOGUE: ReadonlyMap<ChainId, ChainInfo> = new Map<ChainId, ChainInfo>([
  ...(Object.keys(IDENTITIES) as CatalogueId[]).map((id): [ChainId, ChainInfo] => [
    id,
    {
      id,
      ...IDENTITIES[id],
      ...TIMING[id],
      ...PUBLIC_PROVIDERS[id],
      wrapped: WRAPPED[id],
      fee: FEES[id],
    },
  ]),
  ...Object.entries(UTXO_CHAINS).map(([id, chain]): [ChainId, ChainInfo] => [id, { id, ...NO_ACCOUNTS, ...chain }]),
]);

/**
 * What is supposed of a chain outside the catalogue: its id as name, an ether- or bitcoin-like native asset, and nothing that could go
 * wrong. How a UTXO chain writes addresses cannot be supposed.
 */
export function unknownChain(id: ChainId): ChainInfo {
  if (isUtxo(id)) {
    return {
      id,
      name: id,
      slip44: 1,
      symbol: 'coin',
      decimals: 8,
      blockTimeMs: 600_000,
      finality: 6,
      reorgWindow: 6,
      esploras: [],
      ...NO_ACCOUNTS,
    };
  }
  return {
    id,
    name: id,
    slip44: 60,
    symbol: 'ETH',
    decimals: 18,
    wrapped: [],
    blockTimeMs: 2_000,
    finality: 'finalized',
    reorgWindow: USUAL_REORG_WINDOW,
    fee: 'l1_fee',
    publicRpcs: [],
    explorers: [],
  };
}
