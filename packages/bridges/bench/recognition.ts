import type { TransactionFact } from '@fundtrail/core';
import { createBridgeReader } from '../src/bridge-reader.ts';
import { PROTOCOLS } from '../src/registry.ts';
import { recordedFixtures } from '../src/thor/recorded-thor.fixture.ts';

export type RecognitionRow = {
  readonly protocol: string;
  /** Transactions in which it is known to move value, and legs of those. */
  readonly transactions: number;
  readonly expected: number;
  readonly found: number;
  /** In transactions where it is not expected. */
  readonly beyond: number;
};

export type Missed = { readonly protocol: string; readonly tx: string; readonly why: string };

/** Recorded transactions in which a protocol moves value that its rules do not see. */
export const UNSEEN: readonly Missed[] = [
  {
    protocol: 'opstack',
    tx: '0x5b97c692',
    why: 'a deposit by the portal itself: Base emits no log of it; its hash is what the deposit is searched by',
  },
  { protocol: 'zksync', tx: '0x23440796', why: 'zkSync Lite before it emitted an event for each withdrawal' },
  { protocol: 'zksync', tx: '0x8c1cf41d', why: 'claims of what zkSync Lite owed at its end, by a contract of its own' },
];

/** Legs found beside those expected, by protocol, with all protocols on. @param facts all recorded transactions of EVM chains */
export function measureRecognition(facts: readonly TransactionFact[]): readonly RecognitionRow[] {
  const thorchain = recordedFixtures();
  const reader = createBridgeReader(thorchain.vaults);
  const found = new Map<string, number>();
  for (const fact of [...facts, ...thorchain.facts]) {
    for (const { protocol } of reader.read(fact)) {
      const id = `${protocol} ${fact.chain} ${fact.hash}`;
      found.set(id, (found.get(id) ?? 0) + 1);
    }
  }
  return PROTOCOLS.flatMap(({ protocol, fixtures = [] }): RecognitionRow[] => {
    const unseen = UNSEEN.filter((missed) => missed.protocol === protocol).length;
    const ids = new Map(fixtures.map(({ chain, tx, sides }) => [`${protocol} ${chain} ${tx}`, sides.length]));
    const own = [...found].filter(([id]) => id.startsWith(`${protocol} `));
    const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
    const expected = sum([...ids.values()]) + unseen;
    const seen = sum([...ids].map(([id, most]) => Math.min(most, found.get(id) ?? 0)));
    const beyond = sum(own.map(([id, count]) => Math.max(0, count - (ids.get(id) ?? 0))));
    if (expected === 0 && beyond === 0) return [];
    return [{ protocol, transactions: ids.size + unseen, expected, found: seen, beyond }];
  });
}
