import type { BridgeLeg, TransactionFact } from '@fundtrail/core';
import type { ProtocolAdapter } from './adapter.ts';
import { readBridges } from './read/read-bridges.ts';
import { createRuleIndex, type Located } from './read/rule-index.ts';
import { PROTOCOLS } from './registry.ts';

/** Tells the cross-chain legs of transactions. Pure; see `readBridges`. */
export type BridgeReader = { read(fact: TransactionFact): readonly BridgeLeg[] };

/** @param located accounts of protocols that are known beside their rows: vaults that were learned, contracts of other networks */
export function createBridgeReader(
  located: readonly Located[] = [],
  adapters: readonly ProtocolAdapter[] = PROTOCOLS,
): BridgeReader {
  const index = createRuleIndex(adapters, located);
  return { read: (fact) => readBridges(index, fact) };
}
