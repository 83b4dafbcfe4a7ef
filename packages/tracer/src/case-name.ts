import { formatAccount } from '@fundtrail/core';
import { describeSeed } from './duplicate-seeds.ts';
import type { SeedInput } from './types.ts';

/** What a case is called that nobody named. */
export function caseName([first, ...more]: readonly SeedInput[]): string {
  if (first === undefined) return 'trace';
  const subject = first.kind === 'transaction' ? describeSeed(first) : formatAccount(first.account);
  return `trace of ${subject}${more.length === 0 ? '' : ` and ${more.length} more`}`;
}
