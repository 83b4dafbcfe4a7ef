import type { BridgeLeg } from '@fundtrail/core';
import { id } from 'ethers';
import type { ProtocolAdapter, Search } from '../../adapter.ts';
import { logsOf, receiverOf } from '../../searches.ts';
import { CIRCLE_DESTINATION, CIRCLE_SOURCE } from './circle.ts';
import { CLASSIC_DESTINATION, CLASSIC_SOURCE } from './classic.ts';
import { CONTRACTS } from './contracts.ts';
import { FAST_DESTINATION, FAST_SOURCE } from './fast-bridge.ts';

const RELAYED = id('BridgeRelayed(bytes32,address,address,uint32,address,address,uint256,uint256,uint256)');

/**
 * Synapse: the classic bridge, whose id of a movement is remembered but not confirmed, so that it only suggests; FastBridge, whose requests
 * relayers fill, by their id; and CCTP. Source: synapsecns/synapse-contracts, DefiLlama's adapter.
 */
export const SYNAPSE: ProtocolAdapter = {
  protocol: 'synapse',
  title: 'Synapse',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [...CLASSIC_SOURCE, ...FAST_SOURCE, CIRCLE_SOURCE],
  destination: [...CLASSIC_DESTINATION, ...FAST_DESTINATION, CIRCLE_DESTINATION],
  search,
  delays: { usualSeconds: 5 * 60, p99Seconds: 24 * 3600 },
};

function search(leg: BridgeLeg): readonly Search[] {
  if (leg.side !== 'source' || leg.key === undefined) return [];
  const byKey =
    leg.proof === 'H'
      ? logsOf(CONTRACTS, ['SynapseBridge'], leg.toChain, [null, null, leg.key])
      : logsOf(CONTRACTS, ['FastBridge'], leg.toChain, [RELAYED, leg.key]);
  return [...byKey, ...receiverOf(leg)];
}
