import type { BridgeLeg } from '@fundtrail/core';
import type { ProtocolAdapter, Search } from '../../adapter.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { logsOf, receiverOf } from '../../searches.ts';
import { ARRIVALS } from './arrivals.ts';
import { CONTRACTS } from './contracts.ts';
import { FIXTURES } from './fixtures.ts';
import { SENDS } from './sends.ts';

/**
 * Hop: tokens are burnt on a rollup and paid by a bonder on the other side, later settled through the rollups' own bridges. Key from a rollup:
 * the transfer's id, in the second topic on both sides; from Ethereum: all that both events tell. Source: hop-protocol/contracts, a real pair.
 */
export const HOP: ProtocolAdapter = {
  protocol: 'hop',
  title: 'Hop',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: SENDS,
  destination: ARRIVALS,
  search,
  fixtures: FIXTURES,
  // Bonders pay within minutes; without one a withdrawal waits for the rollup's own bridge.
  delays: { usualSeconds: 15 * 60, p99Seconds: 8 * 24 * 3600 },
};

const ID = /^0x[0-9a-f]{64}$/;
const BRIDGES = ['L1_Bridge', 'L2_Bridge'];

function search(leg: BridgeLeg): readonly Search[] {
  const { key, side, toChain, fromChain, toAccount } = leg;
  if (key === undefined) return [];
  const other = side === 'source' ? toChain : (fromChain ?? 'eip155:1');
  if (ID.test(key)) {
    // A payout does not say where it comes from.
    return side === 'source' || fromChain !== undefined ? logsOf(CONTRACTS, BRIDGES, other, [null, key]) : [];
  }
  if (toAccount === undefined) return [];
  const topics = side === 'source' ? [null, topicOf(toAccount)] : [null, null, topicOf(toAccount)];
  return [...logsOf(CONTRACTS, BRIDGES, other, topics), ...receiverOf(leg)];
}
