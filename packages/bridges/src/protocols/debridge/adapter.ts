import type { ProtocolAdapter } from '../../adapter.ts';
import { receiverOf } from '../../searches.ts';
import { DLN_API } from './api.ts';
import { CONTRACTS } from './contracts.ts';
import { CLAIMED, SENT } from './gate.ts';
import { CREATED, FULFILLED } from './orders.ts';

/**
 * deBridge: orders of DLN, which solvers pay on the other side, by the order's id; and the gate, which locks and mints, by the id of the
 * submission. Neither id is in a topic. What unlocks an order pays the solver and is nobody's arrival.
 * Source: debridge-finance/dln-contracts and debridge-contracts-v1, pairs of l2beat.
 */
export const DEBRIDGE: ProtocolAdapter = {
  protocol: 'debridge',
  title: 'deBridge',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [...CREATED, SENT],
  destination: [...FULFILLED, CLAIMED],
  search: receiverOf,
  api: DLN_API,
  // Solvers pay within seconds; the gate waits for finality.
  delays: { usualSeconds: 60, p99Seconds: 24 * 3600 },
};
