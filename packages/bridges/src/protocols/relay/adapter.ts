import type { ProtocolAdapter } from '../../adapter.ts';
import { receiverOf } from '../../searches.ts';
import { RELAY_API } from './api.ts';
import { CONTRACTS } from './contracts.ts';
import { DEPOSITS } from './deposits.ts';
import { FILLS } from './fills.ts';
import { FIXTURES } from './fixtures.ts';

/**
 * Relay: a deposit into the depository names an order; a solver pays the receiver, and the call data of that payment ends with the order.
 * Key: the order's id. The deposit does not say whom it is for. Source: relayprotocol/relay-depository, docs.relay.link, a real pair.
 */
export const RELAY: ProtocolAdapter = {
  protocol: 'relay',
  title: 'Relay',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: DEPOSITS,
  destination: FILLS,
  search: receiverOf,
  api: RELAY_API,
  fixtures: FIXTURES,
  delays: { usualSeconds: 15, p99Seconds: 3600 },
};
