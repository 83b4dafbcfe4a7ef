import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deposit } from '../deposit/find-deposits.ts';
import { type AlertState, judgeAlerts, type ShownDeposit, type ToldAlert } from './judge-alerts.ts';

const DEPOSIT: Deposit = {
  chain: 'eip155:1',
  tx: `0x${'ab'.repeat(32)}`,
  block: 7,
  time: 1,
  from: 'eip155:1:0x01',
  to: 'eip155:1:0x02',
  asset: 'eip155:1/slip44:60',
  amount: 5n,
  tainted: [5n],
  legs: ['value'],
  lowConfidence: false,
  senders: ['eip155:1:0x01'],
  first: true,
};

function shown(change: Partial<ShownDeposit> = {}): ShownDeposit {
  return { key: 'a', deposit: DEPOSIT, says: '7', final: false, ...change };
}

function told(state: AlertState, revision: number, change: Partial<ToldAlert> = {}): ToldAlert {
  return { key: 'a', state, revision, told: '7', ...change };
}

/** Steps as [event, revision]. */
function judge(before: readonly ToldAlert[], now: readonly ShownDeposit[]): unknown[] {
  return judgeAlerts(before, now).map((step) => [step.event, step.revision]);
}

describe('what is told of a deposit', () => {
  it('is detected at first sight, and confirmed when its block is final', () => {
    expect(judge([], [shown()])).toEqual([['detected', 1]]);
    expect(judge([told('detected', 1)], [shown()])).toEqual([]);
    expect(judge([told('detected', 1)], [shown({ final: true })])).toEqual([['confirmed', 2]]);
    expect(judge([told('confirmed', 2)], [shown({ final: true })])).toEqual([]);
    expect(judge([], [shown({ final: true })])).toEqual([
      ['detected', 1],
      ['confirmed', 2],
    ]);
  });

  it('is retracted once when it is not shown any more, and detected anew when it comes back', () => {
    expect(judge([told('detected', 1)], [])).toEqual([['retracted', 2]]);
    expect(judge([told('confirmed', 2)], [])).toEqual([['retracted', 3]]);
    expect(judge([told('retracted', 2)], [])).toEqual([]);
    expect(judge([told('retracted', 2)], [shown()])).toEqual([['detected', 3]]);
  });

  it('is told anew when it stands in another block, unless nobody knows what was said', () => {
    expect(judge([told('detected', 1)], [shown({ says: '8' })])).toEqual([['detected', 2]]);
    expect(judge([told('confirmed', 2)], [shown({ says: '8', final: true })])).toEqual([
      ['detected', 3],
      ['confirmed', 4],
    ]);
    expect(judge([told('detected', 1, { told: null })], [shown({ says: '8' })])).toEqual([]);
  });

  it('brings receivers to what holds, whatever happened, and then says nothing more', () => {
    const key = fc.constantFrom('a', 'b', 'c');
    const now = fc.uniqueArray(
      fc.record({ key, deposit: fc.constant(DEPOSIT), says: fc.constantFrom('7', '8'), final: fc.boolean() }),
      { selector: (entry) => entry.key },
    );
    fc.assert(
      fc.property(fc.array(now, { maxLength: 8 }), (history) => {
        const known = new Map<string, ToldAlert>();
        for (const present of history) {
          for (const step of judgeAlerts([...known.values()], present)) {
            const at = step.event === 'retracted' ? step.alert.key : step.shown.key;
            expect(step.revision).toBe((known.get(at)?.revision ?? 0) + 1);
            const says = step.event === 'retracted' ? (known.get(at)?.told ?? null) : step.shown.says;
            known.set(at, { key: at, state: step.event, revision: step.revision, told: says });
          }
          expect(judgeAlerts([...known.values()], present)).toEqual([]);
          const holding = [...known.values()].filter((alert) => alert.state !== 'retracted');
          expect(holding.map((alert) => [alert.key, alert.told]).toSorted()).toEqual(
            present.map((deposit) => [deposit.key, deposit.says]).toSorted(),
          );
        }
      }),
    );
  });
});
