import type { JobKind } from './kind.ts';

/** Fetch what some accounts (`eip155:1:0x…`) and transactions (`tx:eip155:1:0x…`) of a wave lack. */
export type AcquireJob = {
  readonly caseId: string;
  readonly wave: number;
  /** Which part of the wave; the same part may come again with fewer items, when some are there already. */
  readonly batch: number;
  readonly items: readonly string[];
};

/** The part names the work, not its items: what is left of a part must not run beside the part itself. */
export const acquireKind: JobKind<'acquire', AcquireJob> = {
  name: 'acquire',
  id: ({ caseId, wave, batch }) => `${caseId}/${wave}/${batch}`,
};
