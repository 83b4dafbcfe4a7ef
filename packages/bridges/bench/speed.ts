import type { TransactionFact } from '@fundtrail/core';
import { createBridgeReader } from '../src/bridge-reader.ts';
import { PROTOCOLS } from '../src/registry.ts';

export type SpeedRow = {
  readonly protocols: number;
  readonly transactions: number;
  /** Legs that they read in those transactions. */
  readonly legs: number;
  readonly perSecond: number;
};

/** How many times the recorded transactions are read; the median of the rounds counts. */
const [REPEATS, ROUNDS] = [20, 7];

/** Transactions read per second with more and more protocols: the rules are found by chain, address and topic, so it should hardly change. */
export function measureSpeed(facts: readonly TransactionFact[]): readonly SpeedRow[] {
  const sizes = [1, 10, 20, 30, PROTOCOLS.length];
  return sizes.map((size) => {
    const reader = createBridgeReader([], PROTOCOLS.slice(0, size));
    const rounds = Array.from({ length: ROUNDS }, () => {
      const started = performance.now();
      for (let round = 0; round < REPEATS; round += 1) for (const fact of facts) reader.read(fact);
      return performance.now() - started;
    }).sort((a, b) => a - b);
    const milliseconds = rounds[Math.floor(ROUNDS / 2)] ?? 1;
    const transactions = facts.length * REPEATS;
    const legs = REPEATS * facts.reduce((sum, fact) => sum + reader.read(fact).length, 0);
    return { protocols: size, transactions, legs, perSecond: Math.round((1000 * transactions) / milliseconds) };
  });
}
