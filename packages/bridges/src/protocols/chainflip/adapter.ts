import { type BridgeLeg, isUtxo } from '@fundtrail/core';
import type { ProtocolAdapter, Search } from '../../adapter.ts';
import { SWAP_SERVICE } from './api.ts';
import { CONTRACTS } from './contracts.ts';
import { EGRESS, INGRESS } from './signed.ts';
import { BITCOIN_SWAP, EVM_SWAPS } from './vault-swaps.ts';

/**
 * Chainflip: swaps across chains through vaults of its validators. A swap sent straight to a vault tells what it asks for, and its key
 * is its transaction; one through a deposit channel tells nothing. What a vault pays out names no swap: both sides are joined by the API.
 */
export const CHAINFLIP: ProtocolAdapter = {
  protocol: 'chainflip',
  title: 'Chainflip',
  kind: 'bridge',
  proof: 'A',
  contracts: CONTRACTS,
  source: [...EVM_SWAPS, BITCOIN_SWAP, INGRESS],
  destination: [EGRESS],
  search,
  api: SWAP_SERVICE,
  // Bitcoin waits for blocks on both ends, and a swap may be retried for a while.
  delays: { usualSeconds: 900, p99Seconds: 6 * 3600 },
};

/** Nothing on the other chain is indexed by a swap: its receiver is looked at. */
function search({ side, toChain, toAccount }: BridgeLeg): readonly Search[] {
  if (side !== 'source' || toChain === undefined || toAccount === undefined) return [];
  if (!toChain.startsWith('eip155:') && !isUtxo(toChain)) return [];
  return [{ by: 'account', chain: toChain, address: toAccount }];
}
