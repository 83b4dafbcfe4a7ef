import { createHash } from 'node:crypto';
import type { JobKind } from './kind.ts';

/** Fetch what some accounts (`eip155:1:0x…`) and transactions (`tx:eip155:1:0x…`) of a wave lack. */
export type AcquireJob = {
  readonly caseId: string;
  readonly wave: number;
  readonly items: readonly string[];
};

/** The order of items does not matter to the id. */
export const acquireKind: JobKind<'acquire', AcquireJob> = {
  name: 'acquire',
  id: ({ caseId, wave, items }) => `${caseId}/${wave}/${digest(items)}`,
};

function digest(items: readonly string[]): string {
  return createHash('sha256')
    .update([...items].sort().join('\n'))
    .digest('hex')
    .slice(0, 24);
}
