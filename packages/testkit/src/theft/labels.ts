import type { Address, ChainId, Label } from '@fundtrail/core';
import type { Cast } from './cast.ts';
import type { StoryContracts } from './story.ts';

const CERTAIN = 100;
const SOURCE = 'the played theft';

/** What an investigator would know beforehand of the story's services and contracts. */
export function labelsOf(chain: ChainId, cast: Cast, contracts: StoryContracts): readonly Label[] {
  const label = (address: Address, entity: string, category: string): Label => ({
    chain,
    address,
    entity,
    category,
    confidence: CERTAIN,
    source: SOURCE,
  });
  return [
    label(cast.hotWallet, 'Example Exchange', 'exchange'),
    ...cast.deposits.map((address) => label(address, 'Example Exchange', 'exchange')),
    label(contracts.mixer, 'Example Mixer', 'mixer'),
    label(contracts.router, 'Uniswap V2 Router', 'router'),
    label(contracts.pool, 'Uniswap V2 Pool', 'dex'),
    label(contracts.factory, 'Uniswap V2 Factory', 'contract'),
    label(contracts.weth, 'Wrapped Ether', 'contract'),
    label(contracts.token, 'Example Token', 'contract'),
    label(contracts.vault, 'Example Bridge', 'contract'),
    label(contracts.lender, 'Example Lender', 'contract'),
  ];
}
