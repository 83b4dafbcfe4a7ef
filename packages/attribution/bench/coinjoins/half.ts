import { createHash } from 'node:crypto';
import type { Hash } from '@fundtrail/core';

/** Rules were tuned on one half of each set; the other is held out. */
export type Half = 'tuned' | 'held out';

export const HALVES: readonly Half[] = ['tuned', 'held out'];

/** The half of a transaction, by a hash of its id: the same on every machine and in every order. */
export function halfOf(hash: Hash): Half {
  const [byte = 0] = createHash('sha256').update(hash).digest();
  return byte % 2 === 0 ? 'tuned' : 'held out';
}
