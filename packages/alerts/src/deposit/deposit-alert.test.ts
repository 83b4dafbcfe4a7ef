import { ACCOUNT_POLICIES, accountId, assetId, type Label } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { type DepositAlertInput, depositAlert } from './deposit-alert.ts';
import type { PathHop } from './deposit-path.ts';
import { type DepositFlow, findDeposits } from './find-deposits.ts';

const CHAIN = 'eip155:1';
const ETHER = assetId(CHAIN, 'native');
const HOT_WALLET = accountId(CHAIN, '0xc098b2a3aa256d2140208c3de6543aaef5cd3a94');
const SENDER = accountId(CHAIN, '0x098b716b8aaf21512996dc57eb0615e2383e2f96');
const LABEL: Label = {
  chain: CHAIN,
  address: '0xc098b2a3aa256d2140208c3de6543aaef5cd3a94',
  entity: 'FTX',
  category: 'exchange',
  confidence: 90,
  source: 'labels.csv',
};

function account(index: number): string {
  return accountId(CHAIN, `0x${index.toString(16).padStart(40, '0')}`);
}

function flow(change: Partial<DepositFlow> = {}): DepositFlow {
  return {
    chain: CHAIN,
    tx: `0x${'ab'.repeat(32)}`,
    block: 14_442_900,
    time: 1_648_000_000,
    from: SENDER,
    to: HOT_WALLET,
    asset: ETHER,
    amount: 4_000_000_000_000_000_000n,
    tainted: [1_000_000_000_000_000_000n, 2_000_000_000_000_000_000n],
    legs: ['value'],
    lowConfidence: false,
    ...change,
  };
}

function hop(n: number, change: Partial<PathHop> = {}): PathHop {
  return {
    tx: `0x${n.toString(16).padStart(64, '0')}`,
    block: n,
    time: 1_648_000_000 + n,
    from: account(n),
    to: account(n + 1),
    asset: ETHER,
    amount: 10n,
    tainted: 9n,
    legs: ['value'],
    lowConfidence: false,
    ...change,
  };
}

function input(change: Partial<DepositAlertInput> = {}): DepositAlertInput {
  const [deposit] = findDeposits([flow()], (to) => to === HOT_WALLET);
  if (deposit === undefined) throw new Error('no deposit found');
  return {
    case: { id: 'case_1', name: 'Ronin', reference: null, seedIds: [SENDER] },
    event: 'detected',
    revision: 1,
    finality: { final: false },
    deposit,
    label: LABEL,
    policies: ['haircut', 'fifo'],
    hops: 3,
    path: [hop(1), hop(2), hop(3)],
    sources: ['explorer'],
    engine: { version: '0.1.0', ruleset: '1' },
    ...change,
  };
}

/** As much of the event's data as the tests look into, after its way through JSON. */
type Shown = {
  readonly severity: string;
  readonly deposit: { readonly amount: { readonly decimal: string | null } };
  readonly taint: { readonly bounds: unknown };
  readonly path: {
    readonly total: number;
    readonly shown: number;
    readonly hops: readonly { readonly n: number; readonly evidence: unknown }[];
  };
};

function dataOf(change: Partial<DepositAlertInput> = {}): Shown {
  return JSON.parse(JSON.stringify(depositAlert(input(change)).data)) as Shown;
}

describe('finding deposits', () => {
  it('joins the flows of one transaction into one deposit per receiver and asset', () => {
    const other = accountId(CHAIN, '0x28ffe35688ffffd0659aee2e34778b0ae4e193ad');
    const found = findDeposits(
      [
        flow(),
        flow({ from: account(7), amount: 6n, tainted: [5n, 6n], legs: ['log:1'] }),
        flow({ to: other }),
        flow({ to: account(9) }),
        flow({ tx: `0x${'cd'.repeat(32)}` }),
        flow({ tx: `0x${'ef'.repeat(32)}`, tainted: [0n, 4n] }),
      ],
      (to) => to === HOT_WALLET || to === other,
    );
    expect(found.map((one) => [one.to, one.tx.slice(0, 4), one.first])).toEqual([
      [HOT_WALLET, '0xab', true],
      [other, '0xab', true],
      [HOT_WALLET, '0xcd', false],
    ]);
    expect(found[0]).toMatchObject({
      amount: 4_000_000_000_000_000_006n,
      tainted: [1_000_000_000_000_000_005n, 2_000_000_000_000_000_006n],
      legs: ['value', 'log:1'],
      from: SENDER,
      senders: [SENDER, account(7)],
    });
  });
});

describe('the deposit alert', () => {
  it('has one key per case, account, transaction and asset, and the same bytes each time', () => {
    const event = depositAlert(input());
    expect(event.dedupeKey).toBe(`case_1:${HOT_WALLET}:0x${'ab'.repeat(32)}:${ETHER}`);
    expect(JSON.stringify(depositAlert(input()))).toBe(JSON.stringify(event));
    expect(event.type).toBe('org.fundtrail.deposit.detected');
    expect(event.subject).toBe(`0x${'ab'.repeat(32)}:0xC098B2a3Aa256D2140208C3de6543aAEf5cd3A94`);
    expect(depositAlert(input({ case: { ...input().case, id: 'case_2' } })).dedupeKey).not.toBe(event.dedupeKey);
  });

  it('says what was received, how much of it is tainted, and by which path', () => {
    expect(dataOf()).toMatchObject({
      revision: 1,
      severity: 'high',
      deposit: {
        to: 'eip155:1:0xC098B2a3Aa256D2140208C3de6543aAEf5cd3A94',
        asset: { id: 'eip155:1/slip44:60', symbol: 'ETH', decimals: 18 },
        amount: { raw: '4000000000000000000', decimal: '4' },
        block_time: '2022-03-23T01:46:40.000Z',
      },
      recipient: { entity: 'FTX', deposit_attribution: { source: 'labels.csv', confidence: 90 } },
      taint: {
        policy: 'haircut',
        amount_raw: '1000000000000000000',
        share: '0.250000',
        bounds: { min_raw: '1000000000000000000', max_raw: '2000000000000000000' },
        by_policy: { haircut: '1000000000000000000', fifo: '2000000000000000000' },
        exposure: 'indirect',
        hops: 3,
      },
      path: { shown: 3, total: 3, weakest_grade: 'on_chain' },
      legal_note: 'Intelligence only. Not legal process. Verify on chain before acting.',
    });
    expect(dataOf().path.hops[0]?.evidence).toEqual({ tx: hop(1).tx, legs: ['value'], sources: ['explorer'] });
  });

  it('bounds the taint by the conserving policies only', () => {
    const deposit = { ...input().deposit, tainted: ACCOUNT_POLICIES.map((_, index) => BigInt(10 + index)) };
    expect(dataOf({ policies: ACCOUNT_POLICIES, deposit }).taint.bounds).toEqual({ min_raw: '10', max_raw: '14' });
  });

  it('says nothing of units that it does not know', () => {
    const asset = assetId(CHAIN, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');
    const deposit = { ...input().deposit, asset };
    expect(dataOf({ deposit }).deposit).toMatchObject({
      asset: { symbol: null, decimals: null },
      amount: { decimal: null },
    });
    expect(dataOf({ deposit, token: { symbol: 'USDC', decimals: 6 } }).deposit.amount.decimal).toBe('4000000000000');
  });

  it('rates a doubtful path and a doubtful label lower, and a direct one higher', () => {
    const all = { ...input().deposit, tainted: [4_000_000_000_000_000_000n] };
    const severityOf = (change: Partial<DepositAlertInput>) => dataOf({ deposit: all, ...change }).severity;
    expect(severityOf({})).toBe('severe');
    expect(severityOf({ path: [hop(1, { lowConfidence: true })] })).toBe('high');
    expect(severityOf({ label: { ...LABEL, confidence: 50 }, path: [hop(1, { lowConfidence: true })] })).toBe('medium');
    expect(dataOf({ hops: 1 }).severity).toBe('severe');
  });

  it('stays below 20 kB with the longest names and paths, and shows which hops it left out', () => {
    const long = 'ü'.repeat(5_000);
    const event = depositAlert(
      input({
        case: { id: 'case_1', name: long, reference: long, seedIds: Array.from({ length: 500 }, () => SENDER) },
        label: { ...LABEL, entity: long, source: long },
        policies: ACCOUNT_POLICIES,
        path: Array.from({ length: 10_000 }, (_, index) =>
          hop(index + 1, { legs: Array.from({ length: 50 }, (_, leg) => `log:${leg}`), toLabel: 'x'.repeat(40) }),
        ),
        limits: Array.from({ length: 100 }, () => 'internal transfers are missing for some accounts'),
      }),
    );
    expect(Buffer.byteLength(JSON.stringify(event.data))).toBeLessThanOrEqual(18_000);
    const { path } = JSON.parse(JSON.stringify(event.data)) as Shown;
    expect(path.total).toBe(10_000);
    expect(path.hops).toHaveLength(path.shown);
    expect(path.hops[0]?.n).toBe(1);
    expect(path.hops.at(-1)?.n).toBe(10_000);
  });
});
