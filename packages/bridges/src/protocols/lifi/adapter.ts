import type { ProtocolAdapter } from '../../adapter.ts';
import { receiverOf } from '../../searches.ts';
import { LIFI_API } from './api.ts';
import { CONTRACTS } from './contracts.ts';
import { assemble, COMPLETED, STARTED } from './events.ts';
import { FIXTURES } from './fixtures.ts';

/**
 * LI.FI calls bridges for others. Its events name bridge, receiver and chain; what moves is the bridge's. Only where the bridge is not
 * recognised it has legs of its own, by its transaction id. Source: lifinance/contracts, real receipts.
 */
export const LIFI: ProtocolAdapter = {
  protocol: 'lifi',
  title: 'LI.FI',
  kind: 'wrapper',
  proof: 'A',
  contracts: CONTRACTS,
  source: STARTED,
  destination: COMPLETED,
  assemble,
  search: receiverOf,
  api: LIFI_API,
  fixtures: FIXTURES,
  delays: { usualSeconds: 5 * 60, p99Seconds: 24 * 3600 },
};
