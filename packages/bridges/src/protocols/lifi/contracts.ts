import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const DIAMOND = 'lifinance/contracts @ef00558fd; real receipts on 1, 10, 42161';
const MONAD = 'real receipt 0xfc4d75dd (Monad)';
const RECEIVER = 'real receipts 0x546f0127, 0xa49f2892';

/** `Diamond` calls bridges, `Receiver` swaps what arrives. */
export const CONTRACTS: readonly ContractRow[] = [
  // Deployed to one address on most chains.
  ...contracts('Diamond', DIAMOND, { evm: '0x1231deb6f5749ef6ce6943a275a1d3e7486f4eae' }),
  ...contracts('Diamond', MONAD, { 143: '0x026f252016a7c47cdef1f05a3fc9e20c92a49c37' }),
  ...contracts('Receiver', RECEIVER, { 1: '0xd9b2da9c45b118e4e93a004fb1452bcdb6cc0e88' }),
];
