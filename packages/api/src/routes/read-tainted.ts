import {
  type AccountId,
  accountId,
  InputError,
  likelyChain,
  namesChain,
  type Policy,
  parseAmount,
  parseChain,
  parseHolder,
  type TotalKind,
} from '@fundtrail/core';
import type { TaintedFilter } from '@fundtrail/tracer';

export type PageQuery = { readonly limit: number; readonly cursor?: string };

/** A query that fits the parameters of `listTainted`. */
export type TaintedQuery = PageQuery & {
  readonly policy?: Policy;
  readonly chain?: string;
  readonly asset?: string;
  readonly kind?: TotalKind;
  readonly account?: string;
  readonly min_origin?: string;
};

/** @throws InputError that names the parameter */
export function readTainted({ policy, chain, asset, kind, account, min_origin }: TaintedQuery): TaintedFilter {
  return {
    ...(policy === undefined ? {} : { policy }),
    ...(chain === undefined ? {} : { chain: parseChain(chain) }),
    ...(asset === undefined ? {} : { asset }),
    ...(kind === undefined ? {} : { kind }),
    ...(account === undefined ? {} : { account: readAccount(account) }),
    ...(min_origin === undefined ? {} : { minOrigin: parseAmount(min_origin, 'min_origin') }),
  };
}

/**
 * A CAIP-10 account, on UTXO chains also an output or the transaction of a CoinJoin behind its chain.
 * @throws InputError for anything else
 */
export function readAccount(text: string): AccountId {
  if (!namesChain(text)) {
    throw new InputError(
      `${JSON.stringify(text)} does not say its chain`,
      { field: 'account' },
      { remedy: `Write it like ${likelyChain(text)}:${text}.` },
    );
  }
  const { chain, address } = parseHolder(text);
  return accountId(chain, address);
}

export function readPage({ limit, cursor }: PageQuery): { readonly limit: number; readonly cursor?: string } {
  return { limit, ...(cursor === undefined ? {} : { cursor }) };
}
