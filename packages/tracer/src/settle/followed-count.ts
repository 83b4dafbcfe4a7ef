import type { Run } from './run.ts';

/** Accounts and coins that count against a case's limit of them. */
export function followedCount(run: Pick<Run, 'open'>): number {
  return [...run.open.values()].filter((entry) => entry.state !== 'budget' && entry.state !== 'contract').length;
}
