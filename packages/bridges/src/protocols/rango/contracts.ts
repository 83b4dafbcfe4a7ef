import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const SOURCE =
  'thornode x/thorchain/aggregators/dex_mainnet_current.go (1, 56, 43114); indexers have it on all EVM chains';

/** `Diamond` swaps and calls bridges. */
export const CONTRACTS: readonly ContractRow[] = contracts('Diamond', SOURCE, {
  evm: '0x69460570c93f9de5e2edbc3052bf10125f0ca22d',
});
