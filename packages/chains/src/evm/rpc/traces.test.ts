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

describe('frames as nodes write them', () => {
  const call = { type: 'CALL', from: A, to: B, value: '0x0' };
  const flat = (frames: readonly object[]) =>
    readFlatTrace(wire, [
      { type: 'call', action: { callType: 'call', from: A, to: B, value: '0x0', input: '0x' }, traceAddress: [] },
      ...frames,
    ]);

  test('a creation that failed has no result, with or without an error', () => {
    const action = { from: B, value: '0x5', init: '0x5f5ffd', gas: '0x1' };
    for (const failed of [{ result: null }, { error: 'Reverted' }, { error: 'Out of gas', result: null }]) {
      const frame = { type: 'create', action, traceAddress: [0], subtraces: 0, ...failed };
      expect(flat([frame])).toMatchObject({ failed: false, created: [], legs: [] });
    }
  });

  test('an error that is empty or null is none', () => {
    const action = { callType: 'call', from: B, to: C, value: '0x5', input: '0x' };
    for (const error of [null, '']) {
      expect(flat([{ type: 'call', action, error, traceAddress: [0] }]).legs).toHaveLength(1);
      expect(
        readCallTree(wire, { ...call, calls: [{ type: 'CALL', from: B, to: C, value: '0x5', error }] }).legs,
      ).toHaveLength(1);
    }
  });

  test('geth says why it reverted beside the error, and leaves the address out where nothing was created', () => {
    const reverted = { error: 'execution reverted', revertReason: 'no', output: '0x08c379a0' };
    const create = { type: 'CREATE', from: B, value: '0x5', gas: '0x1', gasUsed: '0x1', input: '0x', ...reverted };
    expect(readCallTree(wire, { ...call, calls: [create] })).toMatchObject({ failed: false, created: [], legs: [] });
  });

  test('a contract that ends without moving anything may come without addresses', () => {
    const nobody = `0x${'0'.repeat(40)}`;
    const tree = { type: 'SELFDESTRUCT', from: nobody, gas: '0x0', gasUsed: '0x0', input: '0x' };
    expect(readCallTree(wire, { ...call, calls: [tree] })).toMatchObject({ ended: [], legs: [] });
    const action = { address: nobody, balance: '0x0', refundAddress: nobody };
    expect(flat([{ type: 'suicide', action, result: null, traceAddress: [0] }])).toMatchObject({ ended: [], legs: [] });
  });

  test('what goes back to where it came from moves nothing', () => {
    const tree = { ...call, calls: [{ type: 'SELFDESTRUCT', from: B, to: B, value: '0x5' }] };
    expect(readCallTree(wire, tree)).toMatchObject({ ended: [B], legs: [] });
  });
});
