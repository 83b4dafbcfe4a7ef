import type { BridgeLeg } from '@fundtrail/core';
import type { ProtocolAdapter, Search } from '../../adapter.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { logsOf, receiverOf } from '../../searches.ts';
import { WORMHOLESCAN } from './api.ts';
import { CONTRACTS } from './contracts.ts';
import { PUBLISHED, REDEEM, REDEEM_CALLS, REDEEMED_TOPIC } from './rules.ts';

/**
 * Wormhole's token bridge (Portal): locks or burns with a message, releases or mints for it. Key: chain, emitter and sequence of the message
 * on both sides. Other contracts emit the same events: only the token bridge's count. Source: wormhole @640e18488, pairs of l2beat.
 */
export const WORMHOLE: ProtocolAdapter = {
  protocol: 'wormhole',
  title: 'Wormhole token bridge',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [PUBLISHED],
  destination: [REDEEM, ...REDEEM_CALLS],
  search,
  api: WORMHOLESCAN,
  delays: { usualSeconds: 20 * 60, p99Seconds: 24 * 3600 },
};

function search(leg: BridgeLeg): readonly Search[] {
  const [chain, emitter, sequence] = leg.key?.split(':') ?? [];
  if (leg.side !== 'source' || chain === undefined || emitter === undefined || sequence === undefined) return [];
  const topics = [REDEEMED_TOPIC, topicOf(Number(chain)), `0x${emitter}`, topicOf(BigInt(sequence))];
  return [...logsOf(CONTRACTS, ['TokenBridge'], leg.toChain, topics), ...receiverOf(leg)];
}
