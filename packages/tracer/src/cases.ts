import type { AccountId } from '@fundtrail/core';
import type { CrossingState } from '@fundtrail/store';
import type { CrossingRowView } from './crossing-views.ts';
import type {
  CaseProgress,
  CaseSpec,
  CaseView,
  PathView,
  SeedInput,
  TaintedFilter,
  TaintedPage,
  TraceResult,
} from './types.ts';

/**
 * Everything a person or program may ask of cases. Bad input is an InputError with field and remedy and changes nothing;
 * an unknown case is a NotFoundError; a wrong state a ConflictError.
 */
export type Cases = {
  /** Stores case and seeds together and starts the loop. */
  create(spec: CaseSpec): Promise<string>;
  /** Adds seeds to a case and opens it again. A seed the case already has is an InputError. */
  addSeeds(caseId: string, seeds: readonly SeedInput[]): Promise<void>;
  /** Oldest first; all of them, or at most `limit` of those after the case `after`. */
  list(page?: { readonly limit: number; readonly after?: string }): Promise<readonly CaseView[]>;
  show(caseId: string): Promise<CaseView>;
  pause(caseId: string, reason: string): Promise<void>;
  resume(caseId: string): Promise<void>;
  cancel(caseId: string): Promise<void>;
  /** The whole result as stored by the last settle; may be asked of a running case. */
  result(caseId: string): Promise<TraceResult>;
  tainted(caseId: string, filter: TaintedFilter, page: { cursor?: string; limit: number }): Promise<TaintedPage>;
  /**
   * The way back to a seed, the largest inflow at each step, per asset the account received. On UTXO chains the account may also be an
   * output, or a CoinJoin (see `parseHolder`).
   */
  path(caseId: string, account: AccountId): Promise<readonly PathView[]>;
  /** Movements of stolen money across chains in the order in which they left; what is pending with its age. */
  crossings(caseId: string, filter?: { readonly state?: CrossingState }): Promise<readonly CrossingRowView[]>;
  /** Yields at once, then at every change; ends when the case rests (done, paused, cancelled, failed). */
  progress(caseId: string, signal: AbortSignal): AsyncIterable<CaseProgress>;
};
