import {
  type Account,
  InputError,
  isUtxo,
  type Policy,
  parseAccount,
  parseAssetRef,
  parseChain,
  splitAccountId,
} from '@fundtrail/core';
import type { AccountCursor, AccountFilter, AccountWithAmounts } from '@fundtrail/store';
import type { TaintedFilter } from './types.ts';

/** Of EVM chains all addresses have one form, so a contract named without its chain can be read on any of them. */
const ANY_CHAIN = 'eip155:1';
const CURSOR_HOPS = /^[0-9]{1,9}$/;
const STORED_ADDRESS = /^0x(?:[0-9a-f]{2})+$/;

/**
 * The filter as the store understands it.
 * @throws InputError for a policy that the case does not have, a malformed asset, and parts that are on different chains
 */
export function readTaintedFilter(filter: TaintedFilter, policies: readonly Policy[]): AccountFilter {
  const { account, kind, minOrigin } = filter;
  const policy = filter.policy ?? policies[0] ?? 'haircut';
  if (!policies.includes(policy)) {
    throw new InputError(
      `the case was not traced under ${policy}`,
      { field: 'policy' },
      { remedy: `Choose from ${policies.join(', ')}.` },
    );
  }
  const chain = chainOf(filter);
  return {
    ...(chain === undefined ? {} : { chain }),
    ...(filter.asset === undefined ? {} : { asset: parseAssetRef(filter.asset, chain ?? ANY_CHAIN) }),
    ...(kind === undefined ? {} : { kind }),
    ...(account === undefined ? {} : { account }),
    ...(minOrigin === undefined ? {} : { minOrigin: { policy, amount: minOrigin } }),
  };
}

function chainOf({ chain, asset, account }: TaintedFilter): string | undefined {
  const own = account === undefined ? chain : splitAccountId(account).chain;
  if (chain !== undefined && own !== chain) {
    throw new InputError(
      `the account is on ${own}, not on ${chain}`,
      { field: 'account' },
      { remedy: 'Name one chain.' },
    );
  }
  const slash = asset?.indexOf('/') ?? -1;
  return own ?? (asset === undefined || slash < 0 ? undefined : parseChain(asset.slice(0, slash), 'asset'));
}

/** Names the last row of a page, so that the next one begins after it. */
export function writeCursor(last: Pick<AccountWithAmounts, 'hops' | 'account' | 'asset'>): string {
  return Buffer.from(JSON.stringify([last.hops, last.account, last.asset])).toString('base64url');
}

/** @throws InputError for anything that `writeCursor` did not write */
export function readCursor(cursor: string): AccountCursor {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const [hops, account, asset]: readonly unknown[] = Array.isArray(parts) ? parts : [];
    if (typeof hops !== 'number' || !CURSOR_HOPS.test(String(hops))) throw new TypeError('hops are not a count');
    const { chain, address } = readHolder(String(account));
    return { hops, chain, address, asset: parseAssetRef(String(asset), chain) };
  } catch (error) {
    throw new InputError(
      'the cursor is not one of ours',
      { field: 'cursor' },
      { cause: error, remedy: 'Use next_cursor of the page before, as it is.' },
    );
  }
}

/** An account, or on UTXO chains a coin, in stored form. */
function readHolder(id: string): Account {
  const holder = splitAccountId(id);
  if (!isUtxo(parseChain(holder.chain))) return parseAccount(id);
  if (!STORED_ADDRESS.test(holder.address)) throw new TypeError('the holder has no stored form');
  return holder;
}
