import { assetId, type Hash, type TransactionFact } from '@fundtrail/core';
import { createReplay, type Flow, type LedgerResult } from '@fundtrail/ledger';
import type { TracerDependencies } from '../../src/index.ts';
import { createKnowledgeMemory } from '../../src/load-knowledge.ts';
import { inBlockOrder } from '../../src/settle/coins/in-block-order.ts';
import { createKnowledge } from '../../src/settle/knowledge.ts';
import { seedAccounts } from '../../src/settle/replay-case.ts';
import { ledgerSeed, readLimits, readPolicies, readSource } from '../../src/stored-case.ts';
import { BITCOIN } from './coin-chain.ts';

export type LedgerOfWorld = { readonly result: LedgerResult; readonly flows: readonly Flow[] };

/** What a case must come to: the ledger of all transactions of its chain, in memory and in one pass, asked of the source one by one. */
export async function ledgerOfWorld(
  deps: TracerDependencies,
  caseId: string,
  hashes: readonly Hash[],
): Promise<LedgerOfWorld> {
  const row = await deps.cases.get(caseId);
  if (row === undefined) throw new RangeError(caseId);
  const { attribution } = await createKnowledgeMemory(deps).load(row);
  const source = await deps.openSource(readSource(row, deps.sealer));
  const seeds = (await deps.cases.seeds(caseId)).map(ledgerSeed);
  const known = createKnowledge({ attribution, contracts: new Set(), accounts: [], seeds: seedAccounts(seeds) });
  const floor = row.floors?.[assetId(BITCOIN, 'native')];
  const facts: TransactionFact[] = [];
  for (const hash of hashes) facts.push(await source.transaction(BITCOIN, hash));
  const flows: Flow[] = [];
  const replay = createReplay({
    ...known,
    policies: readPolicies(row),
    seeds,
    open: new Set(),
    floors: new Map(floor === undefined ? [] : [[assetId(BITCOIN, 'native'), BigInt(floor)]]),
    maxHops: readLimits(row).maxHops,
    onFlow: (flow) => flows.push(flow),
  });
  const blocks = [...Map.groupBy(facts, ({ block }) => block)].sort(([one], [other]) => one - other);
  for (const [, block] of blocks) for (const fact of inBlockOrder(block)) replay.apply(fact);
  return { result: replay.result(), flows };
}
