import type { Address, Hash, Leg } from '@fundtrail/core';
import { contentId, nameLegs, type RowLeg } from './leg-names.ts';
import { type Row, readRow } from './row.ts';
import { WALLETS_CARRY_CODE_FROM } from './txlist.ts';

/** A row of `txlistinternal`, read. `leg` is undefined where it moved nothing. */
export type InternalRow = {
  readonly hash: Hash;
  readonly block: number;
  /** Place of the transaction in its block; only some explorers tell it here. */
  readonly index?: number;
  readonly time: number;
  readonly leg: Leg | undefined;
  /** The trace, where the explorer tells it. */
  readonly place: string | undefined;
  readonly code: readonly Address[];
};

const CREATIONS = new Set(['create', 'create2']);
const MOVES_VALUE = new Set(['call', ...CREATIONS, 'selfdestruct', 'suicide', 'self-destruct']);
/** These run with a value in view but move none, or stand for no call at all (rewards, the system's own notes). */
const MOVES_NOTHING = new Set(['delegatecall', 'staticcall', 'callcode', 'reward', 'invalid', 'stop']);

/**
 * Reads one row of an account's `txlistinternal`. The leg's id is its content: which of its equals it is, is still to be added.
 * @throws SourceError `malformed` that names row and field.
 */
export function readInternalRow(value: unknown, account: Address, number: number, source: string): InternalRow {
  const row = readRow(value, 'txlistinternal', number, source);
  const move = readMove(row);
  if (move.from !== account && move.to !== account) throw row.fail('row', `does not concern ${account}`);
  return {
    hash: row.hash('hash', 'transactionHash'),
    block: row.count('blockNumber'),
    ...(row.text('transactionIndex') === undefined ? {} : { index: row.count('transactionIndex') }),
    time: row.count('timeStamp'),
    place: placeOf(row),
    ...interpret(row, move),
  };
}

/**
 * Reads the rows of one transaction's internal transfers; the dialect may leave hash and trace out of these.
 * @throws SourceError `malformed` that names row and field.
 */
export function readTransactionInternals(rows: readonly unknown[], hash: Hash, source: string): readonly Leg[] {
  const legs: RowLeg[] = [];
  for (const [at, value] of rows.entries()) {
    const row = readRow(value, 'txlistinternal', at + 1, source);
    const named = row.text('hash', 'transactionHash');
    if (named !== undefined && named.toLowerCase() !== hash) throw row.fail('hash', 'is of another transaction');
    const { leg } = interpret(row, readMove(row));
    if (leg !== undefined) legs.push({ leg, place: placeOf(row) });
  }
  return nameLegs(hash, legs, source);
}

function placeOf(row: Row): string | undefined {
  const trace = row.text('traceId', 'index');
  return trace === undefined ? undefined : `trace:${trace}`;
}

type Move = { readonly from: Address; readonly to: Address | undefined; readonly amount: bigint };

function readMove(row: Row): Move {
  return {
    from: row.address('from'),
    to: row.optionalAddress('to') ?? row.optionalAddress('contractAddress'),
    amount: row.amount('value'),
  };
}

function interpret(row: Row, move: Move): { readonly leg: Leg | undefined; readonly code: readonly Address[] } {
  const nothing = { leg: undefined, code: [] };
  if (row.text('isError') === '1') return nothing;
  const type = (row.text('type') ?? 'call').toLowerCase();
  const callType = (row.text('callType') ?? 'call').toLowerCase();
  if (MOVES_NOTHING.has(type) || MOVES_NOTHING.has(callType)) return nothing;
  if (!MOVES_VALUE.has(type)) throw row.fail('type', `${JSON.stringify(type)} is not a known kind of call`);
  const code: Address[] = [];
  const time = row.count('timeStamp');
  // Trace 0 by number is the transaction itself, which `txlist` tells.
  const isTop = row.text('index') === '0';
  if (!isTop && time < WALLETS_CARRY_CODE_FROM) code.push(move.from);
  if (CREATIONS.has(type) && move.to !== undefined) code.push(move.to);
  if (isTop || move.amount === 0n) return { leg: undefined, code };
  if (move.to === undefined) throw row.fail('to', 'is missing, and so is contractAddress');
  const id = contentId('call', move.from, move.to, move.amount);
  const leg: Leg = { id, kind: 'internal', from: move.from, to: move.to, asset: 'native', amount: move.amount };
  return { leg, code };
}
