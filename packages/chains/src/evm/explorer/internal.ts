import { type Address, type Hash, type Leg, SourceError } from '@fundtrail/core';
import { internalLeg } from '../legs.ts';
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
  /** Whether the leg's id is final; else it is its content, and its place among its equals is still to be added. */
  readonly named: boolean;
  readonly code: readonly Address[];
};

const CREATIONS = new Set(['create', 'create2']);
const MOVES_VALUE = new Set(['call', ...CREATIONS, 'selfdestruct', 'suicide', 'self-destruct']);
/** These run with a value in view but move none, or stand for no call at all (rewards, the system's own notes). */
const MOVES_NOTHING = new Set(['delegatecall', 'staticcall', 'callcode', 'reward', 'invalid', 'stop']);

/**
 * Reads one row of an account's `txlistinternal`.
 * @throws SourceError `malformed` that names row and field.
 */
export function readInternalRow(value: unknown, account: Address, number: number, source: string): InternalRow {
  const row = readRow(value, 'txlistinternal', number, source);
  const move = readMove(row);
  if (move.from !== account && move.to !== account) throw row.fail('row', `does not concern ${account}`);
  const trace = row.text('traceId', 'index');
  return {
    hash: row.hash('hash', 'transactionHash'),
    block: row.count('blockNumber'),
    ...(row.text('transactionIndex') === undefined ? {} : { index: row.count('transactionIndex') }),
    time: row.count('timeStamp'),
    named: trace !== undefined,
    ...interpret(row, move, trace ?? `${move.from.slice(2)}-${(move.to ?? '').slice(2)}-${move.amount}`),
  };
}

/**
 * Reads the rows of one transaction's internal transfers; the dialect leaves hash and trace out of these, so their place names them.
 * @throws SourceError `malformed` that names row and field.
 */
export function readTransactionInternals(
  rows: readonly unknown[],
  hash: Hash,
  source: string,
): { readonly legs: readonly Leg[]; readonly time: number | undefined } {
  let time: number | undefined;
  const legs: Leg[] = [];
  for (const [at, value] of rows.entries()) {
    const row = readRow(value, 'txlistinternal', at + 1, source);
    const named = row.text('hash', 'transactionHash');
    if (named !== undefined && named.toLowerCase() !== hash) throw row.fail('hash', 'is of another transaction');
    time ??= row.count('timeStamp');
    const { leg } = interpret(row, readMove(row), row.text('traceId', 'index') ?? String(at));
    if (leg !== undefined) legs.push(leg);
  }
  const ids = new Set(legs.map((leg) => leg.id));
  if (ids.size < legs.length)
    throw new SourceError('malformed', source, 'txlistinternal: two rows have the same trace');
  return { legs, time };
}

type Move = { readonly from: Address; readonly to: Address | undefined; readonly amount: bigint };

function readMove(row: Row): Move {
  return {
    from: row.address('from'),
    to: row.optionalAddress('to') ?? row.optionalAddress('contractAddress'),
    amount: row.amount('value'),
  };
}

function interpret(
  row: Row,
  move: Move,
  trace: string,
): { readonly leg: Leg | undefined; readonly code: readonly Address[] } {
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
  return { leg: internalLeg(trace, move.from, move.to, move.amount), code };
}
