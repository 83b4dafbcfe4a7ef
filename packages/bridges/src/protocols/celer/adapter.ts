import type { ProtocolAdapter } from '../../adapter.ts';
import { receiverOf } from '../../searches.ts';
import { CONTRACTS } from './contracts.ts';
import { DESTINATION, SOURCE } from './rules.ts';

/**
 * Celer cBridge: pools of liquidity and pegged tokens of two versions. Key: the id of the transfer, deposit or burn, which the other side
 * refers to; no topic has it. Source: celer-network/sgn-v2-contracts.
 */
export const CELER: ProtocolAdapter = {
  protocol: 'celer',
  title: 'Celer cBridge',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: SOURCE,
  destination: DESTINATION,
  search: receiverOf,
  delays: { usualSeconds: 10 * 60, p99Seconds: 24 * 3600 },
};
