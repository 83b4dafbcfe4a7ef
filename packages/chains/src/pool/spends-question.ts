import type { Coverage } from '@fundtrail/core';
import type { AgreementDeps } from './agreement.ts';
import type { Heads } from './heads.ts';
import type { Member } from './member.ts';

export type SpendsDeps = AgreementDeps & { readonly members: readonly Member[]; readonly heads: Heads };

/** The question what became of coins: its name where a member does not offer it, and in errors. */
export const SPENDS = { kind: 'spends', what: 'what became of coins' } as const;

/** The last block up to which a coin's fate is known; -1 where nothing is. */
export function reachOf(coverage: Coverage): number {
  return coverage.status === 'unavailable' ? -1 : coverage.toBlock;
}
