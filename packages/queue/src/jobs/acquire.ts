import { createHash } from 'node:crypto';
import type { Address, ChainId } from '@fundtrail/core';
import type { JobKind } from './kind.ts';

/** Fetch the histories of some accounts of a wave. */
export type AcquireJob = {
  readonly caseId: string;
  readonly wave: number;
  readonly batch: readonly { readonly chain: ChainId; readonly address: Address }[];
};

/** The batch's order does not matter to its id. */
export const acquireKind: JobKind<'acquire', AcquireJob> = {
  name: 'acquire',
  id: ({ caseId, wave, batch }) => `${caseId}/${wave}/${digest(batch.map((one) => `${one.chain}:${one.address}`))}`,
};

function digest(accounts: readonly string[]): string {
  return createHash('sha256')
    .update([...accounts].sort().join('\n'))
    .digest('hex')
    .slice(0, 24);
}
