import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord, readRecords } from '@fundtrail/chains';
import type { BridgeLeg, TransactionFact } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import type { ProtocolAdapter } from './adapter.ts';
import { createBridgeReader } from './bridge-reader.ts';

/** Whether recorded receipts lie beside the project; tests over them are skipped where not. */
export const HAS_RECORDS: boolean = sharedData('evm-receipts') !== undefined && sharedData('bridges') !== undefined;

/** All recorded transactions of many chains: those by protocol and those of known pairs, each once. */
export async function recordedFacts(): Promise<readonly TransactionFact[]> {
  const facts = new Map<string, TransactionFact>();
  const folder = sharedData('evm-receipts');
  const pairs = sharedData('bridges/fixtures/receipts');
  if (folder === undefined || pairs === undefined) return [];
  for (const name of readdirSync(folder).sort()) {
    for await (const { fact } of readRecords(join(folder, name))) facts.set(`${fact.chain} ${fact.hash}`, fact);
  }
  for (const name of readdirSync(pairs)) {
    const { transaction, internalTxs, ...rest } = JSON.parse(readFileSync(join(pairs, name), 'utf8'));
    const { fact } = readRecord({ ...rest, tx: transaction, internal: internalTxs });
    const id = `${fact.chain} ${fact.hash}`;
    if (!facts.has(id)) facts.set(id, fact);
  }
  return [...facts.values()];
}

/** The legs that one adapter sees in facts, by the first eight digits of the transaction's hash. */
export function legsByTransaction(
  adapter: ProtocolAdapter,
  facts: readonly TransactionFact[],
): ReadonlyMap<string, readonly BridgeLeg[]> {
  const reader = createBridgeReader([], [adapter]);
  const found = facts.map((fact): [string, readonly BridgeLeg[]] => [fact.hash.slice(0, 10), reader.read(fact)]);
  return new Map(found.filter(([, legs]) => legs.length > 0));
}
