import { createHash } from 'node:crypto';
import { type Hash, type Leg, SourceError } from '@fundtrail/core';

/** A movement as a row tells it. `place` is the explorer's own name of it within its transaction, where it has one. */
export type RowLeg = { readonly leg: Leg; readonly place: string | undefined };

const DIGEST_HEX_DIGITS = 16;

/**
 * Names a movement by its content. Explorers number traces and logs in ways of their own or not at all, while every one of
 * them, and both sides of a movement, see the same content: so one movement has one name, whoever told it.
 */
export function contentId(prefix: 'call' | 'xfer', ...content: readonly (string | bigint)[]): string {
  const digest = createHash('sha256').update(content.join(' ')).digest('hex');
  return `${prefix}:${digest.slice(0, DIGEST_HEX_DIGITS)}`;
}

/**
 * The legs of one transaction, equals told apart by their number. A row that comes twice is one leg where its place shows it.
 * @throws SourceError `malformed` when two rows have the same place.
 */
export function nameLegs(hash: Hash, rows: readonly RowLeg[], source: string): readonly Leg[] {
  const places = new Map<string, string>();
  const occurrences = new Map<string, number>();
  const legs: Leg[] = [];
  for (const { leg, place } of rows) {
    if (place !== undefined) {
      const known = places.get(place);
      if (known === leg.id) continue;
      if (known !== undefined) {
        throw new SourceError('malformed', source, `two rows of ${hash} have the same place ${place}`);
      }
      places.set(place, leg.id);
    }
    const occurrence = (occurrences.get(leg.id) ?? 0) + 1;
    occurrences.set(leg.id, occurrence);
    legs.push({ ...leg, id: `${leg.id}:${occurrence}` });
  }
  return legs;
}
