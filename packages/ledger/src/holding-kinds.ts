import type { LedgerAccount } from './types.ts';

/** Kinds that hold on to what they absorbed; the others swallow it or send it where it is not followed. */
export const HOLDING_KINDS: ReadonlySet<LedgerAccount['kind']> = new Set(['contract', 'unavailable', 'budget']);
