import type { Label } from '@fundtrail/core';

/**
 * One label for each (account, category, source): of several, the surest, of equally sure ones the first. The order is
 * that of the first mention.
 */
export function mergeLabels(labels: readonly Label[]): readonly Label[] {
  const merged = new Map<string, Label>();
  for (const label of labels) {
    const key = JSON.stringify([label.chain, label.address, label.category, label.source]);
    const known = merged.get(key);
    if (known === undefined || known.confidence < label.confidence) merged.set(key, label);
  }
  return [...merged.values()];
}
