import { type Attribution, createAttribution } from '@fundtrail/attribution';
import type { AccountId } from '@fundtrail/core';
import type { CaseRow } from '@fundtrail/store';
import type { TracerDependencies } from './dependencies.ts';
import { createPriceBook, type PriceBook } from './price-book.ts';

/** Labels of the default set and of the case's own, facts about code, and prices: all that a replay may look up. */
export async function loadKnowledge(
  deps: TracerDependencies,
  row: CaseRow,
): Promise<{
  readonly attribution: Attribution;
  readonly contracts: ReadonlySet<AccountId>;
  readonly prices: PriceBook;
}> {
  const sets = [...new Set([await deps.labels.setId('default'), ...(await deps.cases.labelSets(row.id))])];
  return {
    attribution: createAttribution(await deps.labels.allLabels(sets)),
    contracts: await deps.facts.contracts(row.space),
    prices: createPriceBook(await deps.facts.prices(), () => undefined),
  };
}
