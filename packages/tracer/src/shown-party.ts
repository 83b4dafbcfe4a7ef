import {
  type AccountId,
  accountId,
  formatAccount,
  formatAddress,
  InputError,
  isCoin,
  parseAddress,
  splitAccountId,
} from '@fundtrail/core';

/** The party of a flow as people know it, CAIP-10: the account, or the address that owns the coin. */
export function shownParty(holder: AccountId, owner: string | null): string {
  return owner === null ? formatAccount(holder) : `${splitAccountId(holder).chain}:${owner}`;
}

/** `<transaction>:<place>` of a coin; undefined for what is none. */
export function shownOutput(holder: AccountId): string | undefined {
  const { chain, address } = splitAccountId(holder);
  return isCoin(address) ? formatAddress(address, chain) : undefined;
}

/** The account that labels speak of: the holder itself, or the address that owns the coin; undefined where no address stands for its script. */
export function labelledAccount(holder: AccountId, owner: string | null): AccountId | undefined {
  if (owner === null) return holder;
  const { chain } = splitAccountId(holder);
  try {
    return accountId(chain, parseAddress(owner, chain));
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
