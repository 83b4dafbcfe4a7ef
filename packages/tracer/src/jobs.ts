import type { AcquireJob, SettleJob } from '@fundtrail/queue';

/** What the loop asks the queue to do; every call may be repeated without harm. */
export type Jobs = {
  acquire(job: AcquireJob): Promise<void>;
  settle(job: SettleJob): Promise<void>;
  deliver(): Promise<void>;
};

const TRANSACTION_PREFIX = 'tx:';

export function transactionItem(chain: string, hash: string): string {
  return `${TRANSACTION_PREFIX}${chain}:${hash}`;
}

export type AcquireItem =
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'transaction'; readonly chain: string; readonly hash: string };

export function parseItem(item: string): AcquireItem {
  if (!item.startsWith(TRANSACTION_PREFIX)) return { kind: 'account', account: item };
  const rest = item.slice(TRANSACTION_PREFIX.length);
  const cut = rest.lastIndexOf(':');
  return { kind: 'transaction', chain: rest.slice(0, cut), hash: rest.slice(cut + 1) };
}
