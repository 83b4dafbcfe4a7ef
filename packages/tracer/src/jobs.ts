import { type ChainId, splitAccountId } from '@fundtrail/core';
import type { AcquireJob, SettleJob } from '@fundtrail/queue';
import type { BalanceItem, LinkKey } from '@fundtrail/store';

/** What the loop asks the queue to do; every call may be repeated without harm. */
export type Jobs = {
  acquire(job: AcquireJob): Promise<void>;
  settle(job: SettleJob): Promise<void>;
  deliver(): Promise<void>;
};

const TRANSACTION_PREFIX = 'tx:';
const BALANCE_PREFIX = 'balance:';
const LINK_PREFIX = 'link:';

export function transactionItem(chain: string, hash: string): string {
  return `${TRANSACTION_PREFIX}${chain}:${hash}`;
}

export function balanceItem({ account, asset, block }: BalanceItem): string {
  return `${BALANCE_PREFIX}${account}/${asset}@${block}`;
}

export function linkItem({ protocol, key }: LinkKey): string {
  return `${LINK_PREFIX}${protocol}:${key}`;
}

export type AcquireItem = ChainItem | LinkItem;

/** The other side of a movement across chains: which chain is asked shows while it is looked for. */
export type LinkItem = { readonly kind: 'link' } & LinkKey;

export type ChainItem =
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'transaction'; readonly chain: string; readonly hash: string }
  | ({ readonly kind: 'balance' } & BalanceItem);

/** The chain of whose source an item is asked. */
export function chainOfItem(item: ChainItem): ChainId {
  return item.kind === 'transaction' ? item.chain : splitAccountId(item.account).chain;
}

export function parseItem(item: string): AcquireItem {
  if (item.startsWith(LINK_PREFIX)) {
    const [, protocol = '', key = ''] = /^link:([^:]*):(.*)$/s.exec(item) ?? [];
    return { kind: 'link', protocol, key };
  }
  if (item.startsWith(BALANCE_PREFIX)) {
    const [, account = '', asset = '', block = ''] = /^balance:(.*)\/(.*)@([0-9]+)$/.exec(item) ?? [];
    return { kind: 'balance', account, asset, block: Number(block) };
  }
  if (!item.startsWith(TRANSACTION_PREFIX)) return { kind: 'account', account: item };
  const rest = item.slice(TRANSACTION_PREFIX.length);
  const cut = rest.lastIndexOf(':');
  return { kind: 'transaction', chain: rest.slice(0, cut), hash: rest.slice(cut + 1) };
}
