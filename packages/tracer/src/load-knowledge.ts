import { type Attribution, createAttribution } from '@fundtrail/attribution';
import { protocolLabels } from '@fundtrail/bridges';
import { type AccountId, accountId, type Label } from '@fundtrail/core';
import type { CaseRow } from '@fundtrail/store';
import type { TracerDependencies } from './dependencies.ts';
import { createPriceBook, type PriceBook } from './price-book.ts';

/** What a replay may look up of any account: labels of the default set and of the case's own, and prices. */
export type CaseKnowledge = {
  readonly attribution: Attribution;
  readonly prices: PriceBook;
  /** Changes whenever labels or prices do. */
  readonly version: string;
};

/** Keeps labels and prices in memory and reads them again only when they have changed: two small queries otherwise. */
export type KnowledgeMemory = { load(row: CaseRow): Promise<CaseKnowledge> };

/** Label sets are large (tens of thousands of labels): few are kept. */
const MOST_KEPT = 4;

/** What labels do not say of contracts and accounts of bridges and mixers, the registry of protocols does. */
function withProtocols(labels: ReadonlyMap<AccountId, readonly Label[]>): ReadonlyMap<AccountId, readonly Label[]> {
  const all = new Map(labels);
  for (const label of protocolLabels()) {
    const account = accountId(label.chain, label.address);
    if (!labels.has(account)) all.set(account, [...(all.get(account) ?? []), label]);
  }
  return all;
}

export function createKnowledgeMemory(deps: Pick<TracerDependencies, 'labels' | 'cases' | 'facts'>): KnowledgeMemory {
  const attributions = new Map<string, Promise<Attribution>>();
  let prices: { readonly version: string; readonly book: Promise<PriceBook> } | undefined;

  const attributionOf = (version: string, sets: readonly number[]): Promise<Attribution> => {
    const known = attributions.get(version);
    if (known !== undefined) return known;
    const loading = deps.labels.allLabels(sets).then((labels) => createAttribution(withProtocols(labels)));
    attributions.set(version, loading);
    loading.catch(() => attributions.delete(version));
    const oldest = attributions.keys().next().value;
    if (attributions.size > MOST_KEPT && oldest !== undefined) attributions.delete(oldest);
    return loading;
  };

  const pricesOf = (version: string): Promise<PriceBook> => {
    if (prices?.version === version) return prices.book;
    const book = deps.facts.prices().then((facts) => createPriceBook(facts, () => undefined));
    prices = { version, book };
    book.catch(() => {
      prices = undefined;
    });
    return book;
  };

  return {
    load: async (row) => {
      const sets = [...new Set([await deps.labels.setId('default'), ...(await deps.cases.labelSets(row.id))])];
      const labelVersion = await deps.labels.version(sets);
      const priceVersion = await deps.facts.pricesVersion();
      return {
        attribution: await attributionOf(labelVersion, sets),
        prices: await pricesOf(priceVersion),
        version: `${labelVersion} ${priceVersion}`,
      };
    },
  };
}
