import type { ProtocolAdapter } from '../../adapter.ts';
import { receiverOf } from '../../searches.ts';
import { CONTRACTS } from './contracts.ts';
import { FROM_MAKER_PAYMENT, TO_MAKER } from './payments.ts';

/**
 * Orbiter: makers take a payment on one chain, whose amount names the other, and pay the same account there. Nothing joins the two but
 * amount, account and time, so its legs have no key and are only guesses. Its API answers by JSON-RPC to a posted request.
 * Source: DefiLlama's adapter, duneanalytics/spellbook.
 */
export const ORBITER: ProtocolAdapter = {
  protocol: 'orbiter',
  title: 'Orbiter',
  kind: 'bridge',
  proof: 'H',
  contracts: CONTRACTS,
  source: [TO_MAKER],
  destination: [FROM_MAKER_PAYMENT],
  search: receiverOf,
  delays: { usualSeconds: 60, p99Seconds: 15 * 60 },
};
