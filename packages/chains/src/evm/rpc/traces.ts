import type { Address, Leg } from '@fundtrail/core';
import { internalLeg } from '../legs.ts';
import type { Fields, Wire } from './wire.ts';

/** What a trace tells of one transaction: native value moved inside it, and accounts it created. */
export type TraceView = {
  /** In call order; nothing of a reverted frame or under one. */
  readonly legs: readonly Leg[];
  readonly created: readonly Address[];
  /** Accounts that destroyed themselves: code until then. */
  readonly ended: readonly Address[];
  /** Whether the transaction itself reverted. */
  readonly failed: boolean;
};

/** One frame of a call tree, whichever dialect told it. */
type Frame = {
  readonly path: readonly number[];
  readonly reverted: boolean;
  readonly kind: 'call' | 'create' | 'end' | 'other';
  /** Undefined for frames that move no value of their own: delegatecall, staticcall, callcode. */
  readonly move: { readonly from: Address; readonly to: Address; readonly amount: bigint } | undefined;
};

/** Reads the flat frames of `trace_transaction`, or those of one transaction of `trace_block`. */
export function readFlatTrace(wire: Wire, frames: readonly unknown[]): TraceView {
  return viewOf(frames.map((frame) => readFlatFrame(wire, frame)));
}

/** Reads the tree of debug's callTracer. */
export function readCallTree(wire: Wire, root: unknown): TraceView {
  const frames: Frame[] = [];
  // An own stack: a call tree may be 1,024 deep, and wider than is kind to recursion with spreads.
  const open: { readonly node: unknown; readonly path: readonly number[] }[] = [{ node: root, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const call = wire.record(next.node, 'call');
    frames.push(readTreeFrame(wire, call, next.path));
    const calls = call.calls === undefined ? [] : wire.list(call.calls, 'call.calls');
    for (let place = calls.length - 1; place >= 0; place -= 1) {
      open.push({ node: calls[place], path: [...next.path, place] });
    }
  }
  return viewOf(frames);
}

function viewOf(frames: readonly Frame[]): TraceView {
  const reverted = new Set(frames.filter((frame) => frame.reverted).map((frame) => frame.path.join('_')));
  // The outermost frame is the transaction: its value is the leg `value`, its creation the receipt's.
  const alive = frames.filter((frame) => frame.path.length > 0 && !isUnderReverted(frame.path, reverted));
  return {
    failed: reverted.has(''),
    created: alive.flatMap(({ kind, move }) => (kind === 'create' && move !== undefined ? [move.to] : [])),
    ended: alive.flatMap(({ kind, move }) => (kind === 'end' && move !== undefined ? [move.from] : [])),
    // A contract that destroys itself for its own benefit keeps what it has (EIP-6780) or burns it; a call to oneself moves nothing.
    legs: alive.flatMap(({ path, move }) =>
      move === undefined || move.amount === 0n || move.from === move.to
        ? []
        : [internalLeg(path.join('_'), move.from, move.to, move.amount)],
    ),
  };
}

function isUnderReverted(path: readonly number[], reverted: ReadonlySet<string>): boolean {
  if (reverted.size === 0) return false;
  for (let depth = 0; depth <= path.length; depth += 1) {
    if (reverted.has(path.slice(0, depth).join('_'))) return true;
  }
  return false;
}

function readFlatFrame(wire: Wire, value: unknown): Frame {
  const frame = wire.record(value, 'trace');
  const action = wire.record(frame.action, 'trace.action');
  const type = wire.text(frame.type, 'trace.type').toLowerCase();
  const path = wire.list(frame.traceAddress, 'trace.traceAddress').map((step) => wire.count(step, 'traceAddress'));
  if (isTold(frame.error)) return { path, reverted: true, kind: 'other', move: undefined };
  if (type === 'suicide' || type === 'selfdestruct') {
    const amount = wire.quantity(action.balance, 'trace.action.balance');
    // Where nothing moved some nodes write no addresses, or zero ones.
    if (amount === 0n) return { path, reverted: false, kind: 'other', move: undefined };
    const from = wire.address(action.address, 'trace.action.address');
    const to = wire.address(action.refundAddress, 'trace.action.refundAddress');
    return { path, reverted: false, kind: 'end', move: { from, to, amount } };
  }
  const creates = type.startsWith('create');
  // Some nodes leave callType out where it is an ordinary call.
  const calls = type === 'call' && (action.callType ?? 'call') === 'call';
  if (!creates && !calls) return { path, reverted: false, kind: 'other', move: undefined };
  // A creation without a result made nothing, whether it says why or not.
  if (creates && !isTold(frame.result)) return { path, reverted: true, kind: 'other', move: undefined };
  const to = creates ? wire.record(frame.result, 'trace.result').address : action.to;
  return {
    path,
    reverted: false,
    kind: creates ? 'create' : 'call',
    move: {
      from: wire.address(action.from, 'trace.action.from'),
      to: wire.address(to, 'trace.to'),
      amount: isTold(action.value) ? wire.quantity(action.value, 'trace.action.value') : 0n,
    },
  };
}

const TREE_KINDS: ReadonlyMap<string, Frame['kind']> = new Map([
  ['CALL', 'call'],
  ['CREATE', 'create'],
  ['CREATE2', 'create'],
  ['SELFDESTRUCT', 'end'],
  ['SUICIDE', 'end'],
]);

function readTreeFrame(wire: Wire, call: Fields, path: readonly number[]): Frame {
  const kind = TREE_KINDS.get(wire.text(call.type, 'call.type').toUpperCase()) ?? 'other';
  if (isTold(call.error)) return { path, reverted: true, kind, move: undefined };
  const amount = isTold(call.value) ? wire.quantity(call.value, 'call.value') : 0n;
  // Where nothing moved some nodes write no address of the heir, and not the one that ended.
  if (kind === 'other' || (kind === 'end' && amount === 0n)) return { path, reverted: false, kind, move: undefined };
  return {
    path,
    reverted: false,
    kind,
    move: {
      from: wire.address(call.from, 'call.from'),
      to: wire.address(call.to, 'call.to'),
      amount,
    },
  };
}

/** Nodes write an empty error where there was none. */
function isTold(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
