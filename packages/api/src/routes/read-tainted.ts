import {
  type AccountId,
  accountId,
  InputError,
  type Policy,
  parseAccount,
  parseAmount,
  parseChain,
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

/** @throws InputError for anything but a CAIP-10 account */
export function readAccount(text: string): AccountId {
  if (!text.includes(':')) {
    throw new InputError(
      `${JSON.stringify(text)} does not say its chain`,
      { field: 'account' },
      { remedy: `Write it like eip155:1:${text}.` },
    );
  }
  const { chain, address } = parseAccount(text);
  return accountId(chain, address);
}

export function readPage({ limit, cursor }: PageQuery): { readonly limit: number; readonly cursor?: string } {
  return { limit, ...(cursor === undefined ? {} : { cursor }) };
}
