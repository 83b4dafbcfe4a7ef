import type { JobKind } from './kind.ts';

/** Replay a case whose wave is whole, and write what follows from it. */
export type SettleJob = { readonly caseId: string; readonly wave: number };

export const settleKind: JobKind<'settle', SettleJob> = {
  name: 'settle',
  id: ({ caseId, wave }) => `${caseId}/${wave}`,
};
