import type { Address, TransferKind } from '@fundtrail/core';
import { gapReason, PROXY_GAP } from './gaps.ts';
import { readInternalRow } from './internal.ts';
import { readTokenRow } from './tokentx.ts';
import { readTopRow } from './txlist.ts';

/** Reads one row of an account's list; the row's place counts from 1. */
export type KindReader<T> = (value: unknown, account: Address, number: number, source: string) => T;

/** The action, and the folder of a recording, that tells each kind of transfer. */
export const KIND_ACTIONS: Readonly<Record<TransferKind, string>> = {
  native: 'txlist',
  internal: 'txlistinternal',
  token: 'tokentx',
};

export const READERS = { native: readTopRow, internal: readInternalRow, token: readTokenRow } as const;

/** Why internal transfers were left out that could not be placed in their block. */
export function unplacedReason(): string {
  return `${gapReason(PROXY_GAP)}, without which internal transfers have no place in their block`;
}
