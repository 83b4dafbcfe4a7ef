import { isCodeCategory, isStopCategory } from '@fundtrail/core';

/** Other words for known categories, from GraphSense TagPacks (INTERPOL taxonomy) and explorers, in their compared form. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['cex', 'exchange'],
  ['centralized_exchange', 'exchange'],
  ['exchanges', 'exchange'],
  ['tumbler', 'mixer'],
  ['mixing_service', 'mixer'],
  ['mixers', 'mixer'],
  ['defi_bridge', 'bridge'],
  ['bridges', 'bridge'],
  ['decentralized_exchange', 'dex'],
  ['defi_dex', 'dex'],
  ['smart_contract', 'contract'],
]);

/**
 * A category as it is stored: the known ones, and what else means them, in lower case; any other text as it is, because
 * it only informs.
 */
export function normalizeCategory(text: string): string {
  const compared = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  const known = SYNONYMS.get(compared) ?? compared;
  return isStopCategory(known) || isCodeCategory(known) ? known : text.trim();
}
