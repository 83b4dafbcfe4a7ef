import { type Coverage, joinRanges, type KindCoverage, reachFrom, type TransferKind } from '@fundtrail/core';
import type { AccountState } from '@fundtrail/store';

/** An unlabelled account with more rows than this is a hub: whose money it is cannot be told from the chain. */
export const HUB_ROWS = 10_000;

/** Said of every account that a source does not know, whatever its own words: those are in the coverage. */
export const NO_ANSWER = 'the source has no answer for this account';

/** What an account's coverage makes of it in a case, and why. */
export type AccountOutcome = { readonly state: AccountState; readonly reason: string | null };

/** The last block of coverage from a source that cannot say where its head is: all it had when it was asked. */
export const OPEN_END = Number.MAX_SAFE_INTEGER;

/** Whether one account's coverage tells everything of a kind from the start of the chain to `toBlock`. */
export function isCovered(coverage: readonly KindCoverage[], kind: TransferKind, toBlock: number): boolean {
  return reachOf(coverage, kind) >= toBlock;
}

/** The last block up to which a kind is complete from the start of the chain on; -1 when nothing is. */
export function reachOf(coverage: readonly KindCoverage[], kind: TransferKind): number {
  const ranges = coverage.filter((entry) => entry.kind === kind).flatMap((entry) => entry.complete);
  return reachFrom(joinRanges(ranges), 0);
}

/** Without its top-level transactions an account is unavailable; one too large to be read is a hub; other kinds may lack. */
export function outcomeOf(coverage: readonly Coverage[]): AccountOutcome {
  const native = coverage.find((entry) => entry.kind === 'native' && entry.status === 'unavailable');
  if (native !== undefined) return { state: 'unavailable', reason: NO_ANSWER };
  const truncated = coverage.find((entry) => entry.status === 'truncated');
  if (truncated !== undefined) return { state: 'hub', reason: truncated.reason ?? `more than ${HUB_ROWS} rows` };
  return { state: 'covered', reason: null };
}
