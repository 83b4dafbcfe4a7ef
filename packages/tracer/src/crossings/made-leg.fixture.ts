import type { PlacedLeg, ProtocolAdapter } from '@fundtrail/bridges';
import { type BridgeLeg, UNTOLD } from '@fundtrail/core';

export const MADE_ADAPTER: ProtocolAdapter = {
  protocol: 'test',
  title: 'Test',
  kind: 'bridge',
  proof: 'K',
  contracts: [],
  source: [],
  destination: [],
  delays: { usualSeconds: 60, p99Seconds: 600 },
};

/** A leg that leaves `eip155:1` with 100 of the native asset, unless it says otherwise. */
export function madeLeg(more: Partial<BridgeLeg> = {}): BridgeLeg {
  return {
    ...UNTOLD,
    protocol: 'test',
    side: 'source',
    proof: 'K',
    key: 'k',
    chain: 'eip155:1',
    tx: '0x01',
    index: 0,
    evidence: 'log:3',
    asset: 'native',
    amount: 100n,
    custody: [`0x${'aa'.repeat(20)}`],
    ...more,
  };
}

export function placed(leg: BridgeLeg, time = 100): PlacedLeg {
  return { leg, block: 1, place: 0, time };
}
