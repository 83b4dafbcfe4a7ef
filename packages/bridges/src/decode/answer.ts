import { type BridgeSide, type ChainName, SourceError } from '@fundtrail/core';
import type { ApiFinding } from '../adapter.ts';

type Step = string | number;
const EVM_HASH = /^0x[0-9a-f]{64}$/i;

/** What an answer, of which nothing is sure, holds at a path of names and places; undefined where there is nothing. */
export function within(answer: unknown, ...path: readonly Step[]): unknown {
  let value = answer;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as { readonly [key: Step]: unknown })[step];
  }
  return value;
}

/** Text or a number at a path, as text; undefined for anything else and for empty text. */
export function textWithin(answer: unknown, ...path: readonly Step[]): string | undefined {
  const value = within(answer, ...path);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A list at a path; empty where there is none. */
export function listWithin(answer: unknown, ...path: readonly Step[]): readonly unknown[] {
  const value = within(answer, ...path);
  return Array.isArray(value) ? value : [];
}

/**
 * Text that an answer must have.
 * @throws SourceError `malformed` without it
 */
export function mustTell(source: string, what: string, answer: unknown, ...path: readonly Step[]): string {
  const text = textWithin(answer, ...path);
  if (text === undefined) throw new SourceError('malformed', source, `the answer has no ${what}`);
  return text;
}

/** A transaction that an answer names. EVM hashes are brought into stored form, others are left as they are written. */
export function findingOf(
  side: BridgeSide,
  chain: ChainName,
  tx: string,
  told: {
    readonly account?: string | undefined;
    readonly asset?: string | undefined;
    readonly amount?: string | undefined;
  } = {},
): ApiFinding {
  const { account, asset, amount } = told;
  return {
    side,
    chain,
    tx: EVM_HASH.test(tx) ? tx.toLowerCase() : tx,
    account,
    asset,
    amount: amount !== undefined && /^\d+$/.test(amount) ? BigInt(amount) : undefined,
  };
}
