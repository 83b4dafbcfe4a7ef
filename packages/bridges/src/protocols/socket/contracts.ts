import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const SOURCE = 'DefiLlama/dimension-adapters socket; real receipts on 10, 137, 42161';

/** `Gateway` swaps and calls bridges. */
export const CONTRACTS: readonly ContractRow[] = contracts('Gateway', SOURCE, {
  evm: '0x3a23f943181408eac424116af7b7790c94cb97a5',
});
