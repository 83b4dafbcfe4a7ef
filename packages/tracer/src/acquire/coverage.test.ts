import type { KindCoverage, TransferKind } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { isNotOffered, planAsks } from './coverage.ts';

const ACCOUNT = { chain: 'eip155:1', address: '0x0000000000000000000000000000000000000001' };
const KINDS: readonly TransferKind[] = ['native', 'internal', 'token'];

function known(kind: TransferKind, change: Partial<KindCoverage> = {}): KindCoverage {
  return { ...ACCOUNT, source: 'explorer:a', kind, complete: [{ from: 0, to: 100 }], ...change };
}

function plan(coverage: readonly KindCoverage[], from: number, to: number): unknown {
  const { byKind, again } = planAsks(coverage, KINDS, { from, to });
  return { byKind: Object.fromEntries(byKind), again };
}

describe('what is asked of an account', () => {
  it('is everything where nothing is stored, and nothing where everything is', () => {
    const all = [{ from: 5, to: 90 }];
    expect(plan([], 5, 90)).toEqual({ byKind: { native: all, internal: all, token: all }, again: [] });
    expect(
      plan(
        KINDS.map((kind) => known(kind)),
        5,
        90,
      ),
    ).toEqual({ byKind: {}, again: [] });
  });

  it('is only the difference, holes included, whichever source told the rest', () => {
    const coverage = [
      known('native'),
      known('token', { complete: [{ from: 0, to: 40 }] }),
      known('token', { source: 'rpc:b', complete: [{ from: 61, to: 100 }] }),
      known('internal', { complete: [{ from: 50, to: 100 }] }),
    ];
    expect(plan(coverage, 0, 100)).toEqual({
      byKind: { internal: [{ from: 0, to: 49 }], token: [{ from: 41, to: 60 }] },
      again: [],
    });
  });

  it('leaves alone what could still be taken back as long as nothing newer is wanted', () => {
    const coverage = KINDS.map((kind) => known(kind, { provisionalFrom: 90 }));
    expect(plan(coverage, 0, 100)).toEqual({ byKind: {}, again: [] });
  });

  it('asks again, in every kind, for what could be taken back, and says which part that is', () => {
    const coverage = [
      known('native', { provisionalFrom: 90 }),
      known('internal', { provisionalFrom: 95 }),
      known('token'),
    ];
    expect(plan(coverage, 0, 120)).toEqual({
      byKind: { native: [{ from: 90, to: 120 }], internal: [{ from: 95, to: 120 }], token: [{ from: 101, to: 120 }] },
      again: [{ from: 90, to: 100 }],
    });
  });

  it('is nothing more of a kind that no source offers', () => {
    const lacks = { status: 'unavailable', fromBlock: 0, toBlock: 100, reason: 'no traces' } as const;
    const refused = known('internal', { complete: [], lacks });
    expect(isNotOffered([refused], 'internal')).toBe(true);
    expect(isNotOffered([refused, known('internal', { source: 'rpc:b' })], 'internal')).toBe(false);
    expect(isNotOffered([refused], 'token')).toBe(false);
  });
});
