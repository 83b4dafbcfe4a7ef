import { describe, expect, test } from 'vitest';
import { readCallTree, readFlatTrace } from './traces.ts';
import { createWire } from './wire.ts';

const wire = createWire('rpc:test');
const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((digit) => `0x${digit.repeat(40)}`) as [string, string, string, string];

type Call = {
  type: string;
  from: string;
  to: string;
  value?: string;
  error?: string;
  calls?: Call[];
};

/** One made transaction: what moves, what only looks as if it did, and two branches that were undone. */
const TREE: Call = {
  type: 'CALL',
  from: A,
  to: B,
  value: '0x64',
  calls: [
    { type: 'CALL', from: B, to: C, value: '0x5' },
    {
      type: 'DELEGATECALL',
      from: B,
      to: D,
      value: '0x64',
      calls: [{ type: 'CALL', from: B, to: C, value: '0x7' }],
    },
    { type: 'STATICCALL', from: B, to: C },
    { type: 'CALLCODE', from: B, to: C, value: '0x9' },
    {
      type: 'CALL',
      from: B,
      to: C,
      value: '0xb',
      error: 'execution reverted',
      calls: [
        { type: 'CALL', from: C, to: D, value: '0xb', calls: [{ type: 'SELFDESTRUCT', from: D, to: A, value: '0xb' }] },
      ],
    },
    { type: 'CREATE2', from: B, to: D, value: '0x3' },
    { type: 'SELFDESTRUCT', from: D, to: A, value: '0x3' },
    { type: 'CALL', from: B, to: C, value: '0x0' },
  ],
};

const MOVED = [
  ['trace:0', B, C, 5n],
  ['trace:1_0', B, C, 7n],
  ['trace:5', B, D, 3n],
  ['trace:6', D, A, 3n],
];

/** The same tree as trace_* tells it. */
function flatten(call: Call, path: number[] = []): unknown[] {
  const { type, from, to, value = '0x0', error } = call;
  const frame = { traceAddress: path, subtraces: call.calls?.length ?? 0, ...(error === undefined ? {} : { error }) };
  const own =
    type === 'SELFDESTRUCT'
      ? { ...frame, type: 'suicide', action: { address: from, refundAddress: to, balance: value } }
      : type.startsWith('CREATE')
        ? { ...frame, type: 'create', action: { from, value, init: '0x' }, result: { address: to } }
        : { ...frame, type: 'call', action: { from, to, value, callType: type.toLowerCase(), input: '0x' } };
  return [own, ...(call.calls ?? []).flatMap((inner, place) => flatten(inner, [...path, place]))];
}

describe.each([
  ['trace_*', () => readFlatTrace(wire, flatten(TREE))],
  ['callTracer', () => readCallTree(wire, TREE)],
])('value inside contracts, told by %s', (_dialect, read) => {
  test('is what calls, creations and selfdestructs moved, and nothing under a reverted frame', () => {
    expect(read().legs.map((leg) => [leg.id, leg.from, leg.to, leg.amount])).toEqual(MOVED);
    expect(read().legs.every((leg) => leg.kind === 'internal' && leg.asset === 'native')).toBe(true);
  });

  test('shows what was created', () => {
    expect(read().created).toEqual([D]);
  });
});

test('a transaction that reverted as a whole moved nothing', () => {
  const failed = { ...TREE, error: 'out of gas' };
  for (const view of [readCallTree(wire, failed), readFlatTrace(wire, flatten(failed))]) {
    expect(view).toEqual({ failed: true, created: [], ended: [], legs: [] });
  }
});

test('an answer of another shape is malformed, not empty', () => {
  expect(() => readCallTree(wire, { structLogs: [] })).toThrow('rpc:test: call.type is nothing, not a text');
  expect(() => readFlatTrace(wire, [{ type: 'call', action: { callType: 'call' }, traceAddress: [] }])).toThrow(
    'trace.action.from is nothing',
  );
});
