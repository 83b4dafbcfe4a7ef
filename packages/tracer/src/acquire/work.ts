import { type Source, SourceError } from '@fundtrail/core';
import type { CaseRow } from '@fundtrail/store';
import type { TracerDependencies } from '../dependencies.ts';
import type { GapMemory } from './gap-memory.ts';

/** What a job works with. */
export type Work = {
  readonly deps: TracerDependencies;
  readonly row: CaseRow;
  readonly source: Source;
  readonly gaps: GapMemory;
};

/** Whether asking again is pointless: the source answered that it will not, or cannot. */
export function isFinal(error: unknown): error is SourceError {
  return error instanceof SourceError && (error.failure === 'refused' || error.failure === 'unsupported');
}
