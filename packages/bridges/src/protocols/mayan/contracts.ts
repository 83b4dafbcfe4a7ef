import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const SDK = 'mayan-finance/swap-sdk src/addresses.ts';
const FIRST = 'real receipt 0xef91ac79 (10); l2beat interop plugins (1, 8453, 42161); the same on all its chains';
const DEST = 'public contract lists of Mayan Swift, checked by their authors against verified sources 2026-09-29';
const MCTP = 'l2beat interop plugins mayan-forwarder';

/** `Forwarder` swaps and hands on; `Swift` keeps orders, in v2 on the source side only; `SwiftDest` pays them; `Mctp` moves USDC by CCTP. */
export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Forwarder', SDK, { evm: '0x337685fdab40d39bd02028545a4ffa7d287cc3e2' }),
  ...contracts('Swift', SDK, { evm: '0x40ffe85a28dc9993541449464d7529a922142960' }),
  ...contracts('Swift', FIRST, { evm: '0xc38e4e6a15593f908255214653d3d947ca1c2338' }),
  ...contracts('SwiftDest', DEST, { evm: '0xd78d199f8c402e7b5cc2abe278df0412400a3bae' }),
  ...contracts('Mctp', MCTP, {
    evm: ['0xc1062b7c5dc8e4b1df9f200fe360cdc0ed6e7741', '0x875d6d37ec55c8cf220b9e5080717549d8aa8eca'],
  }),
];
