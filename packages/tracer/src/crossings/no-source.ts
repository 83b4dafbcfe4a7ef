import { type ChainName, chainInfo, isUtxo, knownChains } from '@fundtrail/core';

/** Says which chain cannot be asked, and how it could be. */
export function noSource(chain: ChainName): string {
  const known = chain.startsWith('eip155:') || isUtxo(chain);
  const how = isUtxo(chain) ? 'FUNDTRAIL_ESPLORA_URL' : 'FUNDTRAIL_RPC_URL';
  return known ? `no source is configured for ${nameOf(chain)}: set ${how}` : `${chain} cannot be traced`;
}

/** The chain's name where it is known, else its id. */
export function nameOf(chain: ChainName): string {
  return knownChains().some(({ id }) => id === chain) ? chainInfo(chain).name : chain;
}
