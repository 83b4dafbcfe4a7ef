import type { ProtocolAdapter } from '../../adapter.ts';
import { receiverOf } from '../../searches.ts';
import { MAYAN_API } from './api.ts';
import { CONTRACTS } from './contracts.ts';
import { assemble, DESTINATION, SOURCE } from './events.ts';
import { FIXTURES } from './fixtures.ts';

/**
 * Mayan Swift: an order is kept on one side, a driver pays it on the other, by the order's hash in all events. What else Mayan's forwarder
 * calls is CCTP underneath: there it only adds its name. What unlocks an order pays the driver and is nobody's arrival.
 * Source: Mayan's contracts, a real refund.
 */
export const MAYAN: ProtocolAdapter = {
  protocol: 'mayan',
  title: 'Mayan Swift',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: SOURCE,
  destination: DESTINATION,
  assemble,
  search: receiverOf,
  api: MAYAN_API,
  fixtures: FIXTURES,
  delays: { usualSeconds: 30, p99Seconds: 4 * 3600 },
};
