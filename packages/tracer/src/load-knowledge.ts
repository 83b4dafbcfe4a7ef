import { type Attribution, createAttribution } from '@fundtrail/attribution';
import type { CaseRow } from '@fundtrail/store';
import type { TracerDependencies } from './dependencies.ts';
import { createPriceBook, type PriceBook } from './price-book.ts';

/** Labels of the default set and of the case's own, and prices: what a replay may look up of any account. */
export async function loadKnowledge(
  deps: TracerDependencies,
  row: CaseRow,
): Promise<{
  readonly attribution: Attribution;
  readonly prices: PriceBook;
}> {
  const sets = [...new Set([await deps.labels.setId('default'), ...(await deps.cases.labelSets(row.id))])];
  return {
    attribution: createAttribution(await deps.labels.allLabels(sets)),
    prices: createPriceBook(await deps.facts.prices(), () => undefined),
  };
}
