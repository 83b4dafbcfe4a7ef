import type { ProtocolAdapter } from '../../adapter.ts';
import { CONTRACTS } from './contracts.ts';

/**
 * THORSwap and SwapKit: contracts that swap and deposit into a bridge for the caller. They emit nothing that names the route, so they
 * only put their name to the bridge's legs. Source: thornode's list of aggregators.
 */
export const SWAPKIT: ProtocolAdapter = {
  protocol: 'swapkit',
  title: 'SwapKit / THORSwap',
  kind: 'wrapper',
  proof: 'A',
  contracts: CONTRACTS,
  source: [{ on: 'call', function: undefined, of: ['Wrapper'], read: () => ({ kind: 'wrapper' }) }],
  destination: [],
  delays: { usualSeconds: 10 * 60, p99Seconds: 24 * 3600 },
};
