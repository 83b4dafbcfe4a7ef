import { type Address, ZERO_ADDRESS } from '@fundtrail/core';
import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import { L2_BRIDGE, L2_MESSENGER, L2_PASSER, STACKS } from './stacks.ts';

const REGISTRY = 'ethereum-optimism/superchain-registry superchain/extra/addresses @005f57b';
const PREDEPLOYS = 'Optimism specs, predeploys; recorded transactions';
const RECORDED = 'recorded transactions 0x785d75b9, 0xd566bc86 (Optimism)';

const everywhere = (address: Address) => Object.fromEntries(STACKS.map(({ chain }) => [chain, address]));

export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Portal', REGISTRY, { 1: STACKS.map(({ portal }) => portal) }),
  ...contracts('Bridge', REGISTRY, { 1: STACKS.map(({ bridge }) => bridge) }),
  ...contracts('Messenger', REGISTRY, { 1: STACKS.map(({ messenger }) => messenger) }),
  ...contracts('Bridge', PREDEPLOYS, everywhere(L2_BRIDGE)),
  ...contracts('Messenger', PREDEPLOYS, everywhere(L2_MESSENGER)),
  ...contracts('MessagePasser', PREDEPLOYS, everywhere(L2_PASSER)),
  // DAI has a bridge of its own with the same events.
  ...contracts('Bridge', RECORDED, {
    1: '0x10e6593cdda8c58a1d0f14c5164b376352a55f2f',
    10: '0x467194771dae2967aef3ecbedd3bf9a310c76c65',
  }),
  ...contracts('Escrow', 'DefiLlama optimism adapter', { 1: '0x467194771dae2967aef3ecbedd3bf9a310c76c65' }),
  // Not a contract: native units that are new on the chain come from here.
  ...contracts('Minter', 'how facts tell native units that a chain makes', everywhere(ZERO_ADDRESS)),
];
