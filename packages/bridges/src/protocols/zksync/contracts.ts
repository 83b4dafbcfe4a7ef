import { ZERO_ADDRESS } from '@fundtrail/core';
import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const L2BEAT = 'l2beat packages/config zkstack plugin; matter-labs/era-contracts tests';
const MEMORY = 'docs.zksync.io, from memory';

export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Diamond', L2BEAT, { 1: '0x32400084c286cf3e17e7b677ea9583e60a000324' }),
  ...contracts('AssetRouter', L2BEAT, { 1: '0x8829ad80e425c646dab305381ff105169feece56' }),
  ...contracts('SharedBridge', L2BEAT, { 1: '0xd7f9f54194c633f36ccd5f3da84ad4a1c38cb2cb' }),
  ...contracts('Bridgehub', MEMORY, { 1: '0x303a465b659cbb0ab36ee643ea362c509eeb5213' }),
  ...contracts('NativeTokenVault', MEMORY, { 1: '0xbed1eb542f9a5aa6419ff3deb921a372681111f6' }),
  ...contracts('TokenBridge', L2BEAT, {
    1: '0x57891966931eb4bb6fb81430e6ce0a03aabde063',
    324: '0x11f943b2c77b743ab90f4a0ae7d5a4e7fca3e102',
  }),
  ...contracts('BaseToken', L2BEAT, { 324: '0x000000000000000000000000000000000000800a' }),
  ...contracts('Vault', L2BEAT, { 324: '0x0000000000000000000000000000000000010004' }),
  ...contracts('Lite', 'recorded transactions 0x6740ba7d, 0x4fe31686', {
    1: '0xabea9132b05a70803a4e85094fd0e1800777fbef',
  }),
  // Pays on Ethereum what accounts had left when zkSync Lite ended.
  ...contracts('LiteClaims', 'recorded transaction 0x8c1cf41d', { 1: '0x0a14b696350546110a0d8acdb86226983af9d2a0' }),
  // Not a contract: native units that are new on the chain come from here.
  ...contracts('Minter', 'how facts tell native units that a chain makes', { 324: ZERO_ADDRESS }),
];
