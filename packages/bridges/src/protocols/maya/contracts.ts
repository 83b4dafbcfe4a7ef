import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import { ROUTER, VAULT } from '../../thor/network.ts';

const MOCKS = 'xchainjs/xchainjs-lib packages/xchain-aggregator/__mocks__ mayanode inboundAddresses; real 0xd27dc2f0';
const UPGRADE = 'mayanode x/mayachain/router_upgrade_info.go';
const LIST = 'public list "Maya Protocol (MAYAChain): Topics, Selectors, Addresses", of the node\'s answers';
const VAULTS = [
  '0x522c1f808051d6864385f7c1bc44f038e84eb10f',
  '0xd978d31701290079d440805541d0a0538b8dddd4',
  '0xc361fce3f5be675da662633b7ec15d62f65dd90a',
  '0xffe34eb4575c8ced78f34d74595696d3dca6f81b',
];
const FORMER_VAULTS = [
  '0x8c92a5bc08f91a4f8b8a723acab1ed0393c0e79f',
  '0x728ac02dbfe50554a1ad7a9e5a1cbd4937e5cbfb',
  '0x847168b8399776483e433c5dcf941e63bd4c67a5',
  '0x6fe0bd875d439c4960ce09dc3fb38eeb1c3353ee',
];

/** Both routers are of version 4: tokens stay in them. Vaults change every few days: see `inboundVaults`. */
export const CONTRACTS: readonly ContractRow[] = [
  ...contracts(ROUTER, MOCKS, { 1: '0xe3985e6b61b814f7cdb188766562ba71b446b46d' }, { asOf: '2026-10-05' }),
  ...contracts(ROUTER, UPGRADE, { 42161: '0x700e97ef07219440487840dc472e7120a7ff11f4' }, { asOf: '2026-10-05' }),
  ...contracts(VAULT, LIST, { 1: VAULTS, 42161: VAULTS }, { asOf: '2026-10-05' }),
  ...contracts(VAULT, LIST, { 1: FORMER_VAULTS, 42161: FORMER_VAULTS }, { asOf: '2026-09-29', until: '2026-10-05' }),
];
