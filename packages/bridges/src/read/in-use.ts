import { dayOf } from '@fundtrail/core';
import type { ContractRow } from '../adapter.ts';

/** Whether a row's dates hold the day of a transaction. Of a record that does not tell its time nothing can be said against it. */
export function isInUse({ from, until }: Pick<ContractRow, 'from' | 'until'>, time: number): boolean {
  if (from === undefined && until === undefined) return true;
  if (time === 0) return true;
  const day = dayOf(time);
  return (from === undefined || day >= from) && (until === undefined || day <= until);
}
