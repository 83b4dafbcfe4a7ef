import { type ChainName, chainInfo, isUtxo, knownChains } from '@fundtrail/core';

/** Says which chain cannot be asked, and how it could be. */
export function noSource(chain: ChainName): string {
  const known = chain.startsWith('eip155:') || isUtxo(chain);
  return known
    ? `no source is configured for ${nameOf(chain)}: set ${sourceVariables(chain)}`
    : `${chain} cannot be traced`;
}

/** The variables of which each gives the chain a source, as `A or B`. */
export function sourceVariables(chain: ChainName): string {
  return `${isUtxo(chain) ? 'FUNDTRAIL_ESPLORA_URL' : 'FUNDTRAIL_EXPLORER_URL'} or FUNDTRAIL_RPC_URL`;
}

/** The chain's name where it is known, else its id. */
export function nameOf(chain: ChainName): string {
  return knownChains().some(({ id }) => id === chain) ? chainInfo(chain).name : chain;
}
