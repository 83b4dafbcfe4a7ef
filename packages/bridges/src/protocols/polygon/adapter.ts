import type { BridgeLeg } from '@fundtrail/core';
import { Interface } from 'ethers';
import type { ProtocolAdapter, Search } from '../../adapter.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { logsOf, receiverOf } from '../../searches.ts';
import { assemble } from './assemble.ts';
import { CONTRACTS } from './contracts.ts';
import { BURNT, COMMITTED, EXIT, EXITED, STATE_COMMITTED, SYNCED, TOKEN_DEPOSITED } from './events.ts';
import { FIXTURES } from './fixtures.ts';

/**
 * Polygon's bridges. Deposits (PoS and Plasma): `state:<number of the message>`. Exits of the PoS bridge: `exit:<block>:<place>:<log>` of
 * the burn, which the exit proves. Exits of Plasma are not read: they take a week and two more transactions.
 * Source: maticnetwork/pos-portal, contracts; real receipts.
 */
export const POLYGON_POS: ProtocolAdapter = {
  protocol: 'polygon',
  title: 'Polygon bridge',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [SYNCED, BURNT],
  destination: [STATE_COMMITTED, TOKEN_DEPOSITED, EXIT, ...EXITED],
  assemble,
  search,
  fixtures: FIXTURES,
  // An exit waits for a checkpoint, and for somebody to make it.
  delays: { usualSeconds: 30 * 60, p99Seconds: 3 * 86_400 },
};

function search(leg: BridgeLeg): readonly Search[] {
  const [kind, id] = leg.key?.split(':') ?? [];
  if (leg.side === 'source' && kind === 'state' && id !== undefined) {
    const topic = new Interface([COMMITTED]).getEvent('StateCommitted')?.topicHash ?? '';
    return logsOf(CONTRACTS, ['StateReceiver'], leg.toChain, [topic, topicOf(BigInt(id))]);
  }
  return receiverOf(leg);
}
