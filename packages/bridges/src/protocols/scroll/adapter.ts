import type { BridgeLeg } from '@fundtrail/core';
import { Interface } from 'ethers';
import type { ProtocolAdapter, Search } from '../../adapter.ts';
import { logsOf, receiverOf } from '../../searches.ts';
import { CONTRACTS } from './contracts.ts';
import { assemble, DESTINATION_EVENTS, RELAYED, SENT } from './events.ts';
import { FIXTURES } from './fixtures.ts';

/** Scroll's own bridge, in both directions: key is the hash of the message. Source: scroll-tech/scroll; real receipts. */
export const SCROLL: ProtocolAdapter = {
  protocol: 'scroll',
  title: 'Scroll bridge',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [SENT],
  destination: DESTINATION_EVENTS,
  assemble,
  search,
  fixtures: FIXTURES,
  // To Ethereum a batch has to be finalized first, and somebody has to relay.
  delays: { usualSeconds: 20 * 60, p99Seconds: 3 * 86_400 },
};

function search(leg: BridgeLeg): readonly Search[] {
  if (leg.side !== 'source' || leg.key === undefined) return [];
  const topic = new Interface([RELAYED]).getEvent('RelayedMessage')?.topicHash ?? '';
  return [...logsOf(CONTRACTS, ['Messenger'], leg.toChain, [topic, leg.key]), ...receiverOf(leg)];
}
