import { type ChainId, isUtxo, type ProviderConfig } from '@fundtrail/core';

/** Why no provider of a kind knows a chain, and what to write instead; undefined where some do. */
export function kindMismatch(
  kind: ProviderConfig['kind'],
  chain: ChainId,
): { readonly detail: string; readonly remedy: string } | undefined {
  if (kind === 'explorer' && isUtxo(chain)) {
    return {
      detail: `is explorer, but APIs in the dialect of Etherscan do not know ${chain}`,
      remedy: 'For a UTXO chain name an Esplora API, or a node of its own.',
    };
  }
  if (kind === 'esplora' && !isUtxo(chain)) {
    return {
      detail: `is esplora, but Esplora APIs do not know ${chain}`,
      remedy: 'For an EVM chain name an explorer in the dialect of Etherscan, or a JSON-RPC node.',
    };
  }
  return undefined;
}
