import { type FactSpace, InvariantError, type Leg, type LegKind, LIVE_SPACE, type TransferKind } from '@fundtrail/core';

/** Kinds of legs as the numbers that are stored. Append only. */
export const KINDS: readonly LegKind[] = ['fee', 'native', 'internal', 'token', 'mint', 'burn', 'input', 'output'];
const NUMBER_OF_KIND = new Map(KINDS.map((kind, index) => [kind, index]));

export function kindNumber(kind: LegKind): number {
  const number = NUMBER_OF_KIND.get(kind);
  if (number === undefined) throw new InvariantError(`${kind} is not a kind of leg`);
  return number;
}

export function kindOf(number: number): LegKind {
  const kind = KINDS[number];
  if (kind === undefined) throw new InvariantError(`${number} is not the number of a kind of leg`);
  return kind;
}

/** Which of a transaction's answers a leg belongs to: what one kind of question tells. Fees come with the native value. */
export function transferKindOf(kind: LegKind): TransferKind {
  if (kind === 'internal') return 'internal';
  return kind === 'token' || kind === 'mint' || kind === 'burn' ? 'token' : 'native';
}

/**
 * SQL: whether a leg `l` of a transaction `t` counts. Once all legs of a kind of transfer are known, those seen from single
 * accounts are their shadows, maybe under other ids, and no longer read.
 */
export const LEG_COUNTS =
  '(l.whole or l.kind <= 1 or (l.kind = 2 and not t.internal_whole) or (l.kind >= 3 and not t.token_whole))';

/**
 * The stored position of a leg. Legs are read in the order of (position, natural order of ids).
 * - What networks said: the kind's rank (fee, native, internal, tokens), so that the ids decide among traces and logs. The
 *   place in the answer would not do: it depends on the account that was asked for.
 * - A data set: the place in its transaction, which is the file's own order. Inputs and outputs: as well, they are always told together.
 */
export function positionOf(space: FactSpace, leg: Leg, place: number): number {
  if (space !== LIVE_SPACE || leg.kind === 'input' || leg.kind === 'output') return place;
  return Math.min(kindNumber(leg.kind), 3);
}

/** Natural order: runs of digits compare as numbers, so `log:9` comes before `log:10` and `trace:0_2` after `trace:0_1_7`. */
export function compareLegIds(left: string, right: string): number {
  if (left === right) return 0;
  const a = left.match(TOKENS) ?? [];
  const b = right.match(TOKENS) ?? [];
  for (let index = 0; index < a.length && index < b.length; index += 1) {
    const order = compareTokens(a[index] ?? '', b[index] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length || compareText(left, right);
}

const TOKENS = /[0-9]+|[^0-9]+/g;
const DIGITS = /^[0-9]/;

function compareTokens(a: string, b: string): number {
  if (!DIGITS.test(a) || !DIGITS.test(b)) return compareText(a, b);
  const left = a.replace(/^0+(?=[0-9])/, '');
  const right = b.replace(/^0+(?=[0-9])/, '');
  return left.length - right.length || compareText(left, right);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
