import type { AccountId, Label } from '@fundtrail/core';
import { type Attribution, createAttribution } from './attribution.ts';

/** What lookups need of a store. */
export type LabelSets = {
  allLabels(setIds: readonly number[]): Promise<ReadonlyMap<AccountId, readonly Label[]>>;
};

/** Loads the labels of some sets into memory and answers from there; labels imported later are not seen. */
export async function loadAttribution(store: LabelSets, setIds: readonly number[]): Promise<Attribution> {
  return createAttribution(await store.allLabels(setIds));
}
