import { ACCOUNT_POLICIES, type Policy, type TransactionFact } from '@fundtrail/core';
import { describe, expect, test } from 'vitest';
import { createReplay, type Flow, type LedgerResult, type LedgerSeed } from '../src/index.ts';
import { assetIdOf, CHAIN, idOf, type LegText, optionsOf, play, txOf, type WorldOptions, ZERO } from './facts.ts';

const THEFT: LedgerSeed = { kind: 'transaction', chain: CHAIN, hash: txOf(100, []).hash };
const stolen = (...legs: readonly LegText[]): TransactionFact => txOf(100, legs);

/** Haircut amounts by `account asset`, without zeros: what rests, or where it was absorbed. */
function ledgerOf(
  world: WorldOptions,
  transactions: readonly TransactionFact[],
  policy: Policy = 'haircut',
): Record<string, string> {
  const { result } = play({ seeds: [THEFT], policies: [policy], ...world }, transactions);
  return rowsOf(result);
}

function rowsOf(result: LedgerResult, p = 0): Record<string, string> {
  const names = new Map<string, string>();
  for (const name of [
    'A',
    'B',
    'C',
    'D',
    'R',
    'Y',
    'Z',
    'POOL',
    'ROUTER',
    'LEND',
    'CEX',
    'WETH',
    'LP',
    'FAKE',
    'USDC',
    'DAI',
    'ETH',
    ZERO,
  ]) {
    names.set(idOf(name), name === ZERO ? 'zero' : name);
    names.set(assetIdOf(name), name);
  }
  const rows: Record<string, string> = {};
  for (const row of result.accounts) {
    const absorbed = row.kind !== 'resting';
    const tainted = (absorbed ? row.received : row.resting)[p] as bigint;
    const origin = (absorbed ? row.originReceived : row.originResting)[p] ?? [];
    if (tainted === 0n && origin.every((part) => part === 0n)) continue;
    const key = `${names.get(row.account) ?? row.account} ${names.get(row.asset) ?? row.asset}`;
    rows[key] = `${tainted} (${origin.join('+')})${absorbed ? ` ${row.kind}` : ''}`;
  }
  return rows;
}

describe('pitfalls of account chains', () => {
  test('1 decimals mixed: without prices, the assets of one side count alike, not their base units', () => {
    const world = { code: ['POOL'], policies: ['haircut'] as const, seeds: [THEFT] };
    const { flows, result } = play(world, [
      stolen(['V', 'A', 'ETH', 10n ** 18n]),
      txOf(101, [['Q', 'A', 'USDC', 2_000_000_000]]),
      txOf(102, [
        ['A', 'POOL', 'ETH', 10n ** 18n],
        ['A', 'POOL', 'USDC', 2_000_000_000],
        [ZERO, 'A', 'LP', 1000, 'mint'],
      ]),
    ]);
    expect(rowsOf(result)).toEqual({ 'A LP': `500 (${10n ** 18n})` });
    expect(flows.map((flow) => flow.lowConfidence)).toEqual([false, true]);
  });

  test('1 prices say how mixed payments count, and a conversion whose sides disagree is of low confidence', () => {
    const prices: Record<string, bigint> = { [assetIdOf('ETH')]: 3n, [assetIdOf('USDC')]: 1n, [assetIdOf('DAI')]: 1n };
    const priceOf: WorldOptions['priceOf'] = (asset) => {
      const numerator = prices[asset];
      return numerator === undefined ? undefined : { numerator, denominator: 1n };
    };
    const swap = (out: number): readonly TransactionFact[] => [
      stolen(['V', 'A', 'ETH', 100]),
      txOf(101, [['Q', 'A', 'USDC', 100]]),
      txOf(102, [
        ['A', 'POOL', 'ETH', 100],
        ['A', 'POOL', 'USDC', 100],
        ['POOL', 'A', 'DAI', out],
      ]),
    ];
    const world = { code: ['POOL'], policies: ['haircut'] as const, seeds: [THEFT], priceOf };
    const fair = play(world, swap(400));
    expect(rowsOf(fair.result)).toEqual({ 'A DAI': '300 (100)' });
    expect(fair.flows.some((flow) => flow.lowConfidence)).toBe(false);
    const unfair = play(world, swap(100));
    expect(rowsOf(unfair.result)).toEqual({ 'A DAI': '75 (100)' });
    expect(unfair.flows.map((flow) => flow.lowConfidence)).toEqual([false, true]);
  });

  test('2 symbol as identity: a fake token is another asset', () => {
    expect(
      ledgerOf({}, [
        stolen(['V', 'A', 'USDC', 100]),
        txOf(101, [['Q', 'A', 'FAKE', 100]]),
        txOf(102, [['A', 'B', 'FAKE', 100]]),
      ]),
    ).toEqual({ 'A USDC': '100 (100)' });
  });

  test('3 a failed transaction moves its fee only', () => {
    const { result } = play({ seeds: [THEFT], policies: ['haircut'] }, [
      stolen(['V', 'A', 'ETH', 100]),
      txOf(
        101,
        [
          ['A', ZERO, 'ETH', 10, 'fee'],
          ['A', 'B', 'ETH', 50],
        ],
        { success: false },
      ),
    ]);
    expect(rowsOf(result)).toEqual({ 'A ETH': '90 (90)' });
    expect(result.totals[0]?.origin.get('fee')).toEqual([10n]);
  });

  test('4 a payment before the theft carries nothing', () => {
    expect(ledgerOf({}, [txOf(99, [['A', 'B', 'ETH', 900]]), stolen(['V', 'A', 'ETH', 100])])).toEqual({
      'A ETH': '100 (100)',
    });
  });

  test('5 transactions of one block count in their order', () => {
    const into = txOf(100, [['V', 'A', 'ETH', 100]]);
    const out = txOf(101, [['A', 'B', 'ETH', 100]], { block: 100, index: 1 });
    expect(ledgerOf({}, [into, out])).toEqual({ 'B ETH': '100 (100)' });
    expect(ledgerOf({}, [out, into])).toEqual({ 'A ETH': '100 (100)' });
  });

  test('6 a cycle over several transactions neither doubles nor traps the money', () => {
    expect(
      ledgerOf({}, [
        stolen(['V', 'A', 'ETH', 100]),
        txOf(101, [['A', 'B', 'ETH', 100]]),
        txOf(102, [['B', 'A', 'ETH', 60]]),
        txOf(103, [['A', 'B', 'ETH', 60]]),
      ]),
    ).toEqual({ 'B ETH': '100 (100)' });
  });

  test('6 a cycle inside one transaction carries nothing', () => {
    expect(
      ledgerOf({}, [
        stolen(['V', 'A', 'ETH', 100]),
        txOf(101, [
          ['A', 'B', 'ETH', 80],
          ['B', 'C', 'ETH', 80],
          ['C', 'A', 'ETH', 80],
        ]),
      ]),
    ).toEqual({ 'A ETH': '100 (100)' });
  });

  test('7 a partial spend leaves the rest', () => {
    expect(ledgerOf({}, [stolen(['V', 'A', 'ETH', 100]), txOf(101, [['A', 'B', 'ETH', 30]])])).toEqual({
      'A ETH': '70 (70)',
      'B ETH': '30 (30)',
    });
  });

  test('8 a flash loan dilutes nothing', () => {
    expect(
      ledgerOf({ code: ['LEND'] }, [
        stolen(['V', 'A', 'ETH', 100]),
        txOf(101, [
          ['LEND', 'A', 'ETH', 900],
          ['A', 'LEND', 'ETH', 901],
        ]),
      ]),
    ).toEqual({ 'A ETH': '99 (99)', 'LEND ETH': '1 (1) contract' });
  });

  test.each([
    ['9 a V3 pool that pays first', true],
    ['9 a V2 pool that is paid first', false],
  ])('%s converts', (_name, poolFirst) => {
    const legs: LegText[] = [
      ['A', 'POOL', 'ETH', 100],
      ['POOL', 'A', 'USDC', 200],
    ];
    expect(
      ledgerOf({ code: ['POOL'] }, [stolen(['V', 'A', 'ETH', 100]), txOf(101, poolFirst ? legs.reverse() : legs)]),
    ).toEqual({ 'A USDC': '200 (100)' });
  });

  test('10 a swap to another recipient goes on to it, through routers', () => {
    expect(
      ledgerOf({ code: ['POOL', 'ROUTER'] }, [
        stolen(['V', 'A', 'ETH', 100]),
        txOf(101, [
          ['A', 'ROUTER', 'ETH', 100],
          ['ROUTER', 'POOL', 'ETH', 100],
          ['POOL', 'ROUTER', 'USDC', 200],
          ['ROUTER', 'R', 'USDC', 200],
        ]),
      ]),
    ).toEqual({ 'R USDC': '200 (100)' });
  });

  test('11 WETH is wrapped and unwrapped, whether its units come from the zero address or are marked as made', () => {
    for (const kind of ['mint', 'token'] as const) {
      expect(
        ledgerOf({}, [
          stolen(['V', 'A', 'ETH', 100]),
          txOf(101, [
            ['A', 'WETH', 'ETH', 100],
            [ZERO, 'A', 'WETH', 100, kind],
          ]),
          txOf(102, [
            ['A', ZERO, 'WETH', 40, kind === 'mint' ? 'burn' : 'token'],
            ['WETH', 'A', 'ETH', 40, 'internal'],
          ]),
        ]),
      ).toEqual({ 'A WETH': '60 (60)', 'A ETH': '40 (40)' });
    }
  });

  test('11 a pair that mints its own token against two payments converts them', () => {
    expect(
      ledgerOf({ seeds: [THEFT] }, [
        stolen(['V', 'A', 'ETH', 100]),
        txOf(101, [['Q', 'A', 'USDC', 7]]),
        txOf(102, [
          ['A', 'LP', 'ETH', 100],
          ['A', 'LP', 'USDC', 7],
          [ZERO, 'A', 'LP', 50],
        ]),
        txOf(103, [
          ['A', 'LP', 'LP', 50],
          ['LP', ZERO, 'LP', 50],
          ['LP', 'R', 'ETH', 90],
          ['LP', 'R', 'USDC', 6],
        ]),
      ]),
    ).toEqual({ 'R ETH': '45 (50)', 'R USDC': '3 (50)' });
  });

  test('12 internal legs move value', () => {
    expect(
      ledgerOf({ code: ['ROUTER'] }, [
        stolen(['V', 'A', 'ETH', 100]),
        txOf(101, [
          ['A', 'ROUTER', 'ETH', 100],
          ['ROUTER', 'B', 'ETH', 60, 'internal'],
          ['ROUTER', 'C', 'ETH', 40, 'internal'],
        ]),
      ]),
    ).toEqual({ 'B ETH': '60 (60)', 'C ETH': '40 (40)' });
  });

  test('16 what is paid beyond what was seen is an older, clean balance, and is recorded', () => {
    const { result } = play({ seeds: [THEFT], policies: ['haircut', 'fifo'] }, [
      stolen(['V', 'A', 'ETH', 100]),
      txOf(101, [['A', 'B', 'ETH', 300]]),
      txOf(102, [['A', 'C', 'ETH', 50]]),
    ]);
    expect(result.accounts.find((row) => row.account === idOf('A'))?.gap).toBe(250n);
    expect(rowsOf(result)).toEqual({ 'B ETH': '100 (100)' });
  });

  test('16 an opening balance that is told replaces what was counted, and is the oldest, clean lot', () => {
    const replay = createReplay(
      optionsOf({ seeds: [THEFT], policies: ['haircut', 'fifo'], open: new Set([idOf('A'), idOf('B')]) }),
    );
    replay.apply(txOf(99, [['A', 'Q', 'ETH', 50]]));
    replay.checkpoint(idOf('A'), assetIdOf('ETH'), 200n);
    replay.apply(stolen(['V', 'A', 'ETH', 100]));
    replay.apply(txOf(101, [['A', 'B', 'ETH', 250]]));
    const result = replay.result();
    expect(rowsOf(result, 0)).toEqual({ 'A ETH': '17 (17)', 'B ETH': '83 (83)' });
    expect(rowsOf(result, 1)).toEqual({ 'A ETH': '50 (50)', 'B ETH': '50 (50)' });
    expect(result.accounts.every((row) => row.gap === 0n)).toBe(true);
  });

  test('17 rebasing: a balance that changes by itself keeps its share of taint, and all of its origin', () => {
    const replay = createReplay(optionsOf({ seeds: [THEFT], open: new Set([idOf('A')]) }));
    replay.apply(txOf(99, [['Q', 'A', 'USDC', 300]]));
    replay.apply(stolen(['V', 'A', 'USDC', 100]));
    replay.checkpoint(idOf('A'), assetIdOf('USDC'), 441n);
    replay.apply(txOf(101, [['A', 'B', 'USDC', 441]]));
    const { accounts } = replay.result();
    const row = accounts.find((found) => found.account === idOf('B'));
    expect(row?.originReceived.slice(0, 5)).toEqual([[100n], [100n], [100n], [100n], [100n]]);
    expect(row?.received.slice(0, 5)).toEqual([110n, 110n, 110n, 110n, 110n]);
  });

  test('18 dust and address poisoning make no flows', () => {
    const { flows } = play({ seeds: [THEFT], policies: ACCOUNT_POLICIES }, [
      stolen(['V', 'A', 'USDC', 100]),
      txOf(101, [['Z', 'A', 'ETH', 1]]),
      txOf(102, [['A', 'Z', 'USDC', 0]]),
      txOf(103, [['A', 'Z', 'FAKE', 100]]),
      txOf(104, [['A', 'Y', 'ETH', 1]]),
    ]);
    expect(flows).toEqual([]);
  });

  test('19 a hot wallet absorbs and is not expanded, not even within one transaction', () => {
    const world = { stops: { CEX: 'exchange' as const } };
    const { result, flows } = play({ ...world, seeds: [THEFT], policies: ['haircut', 'poison'] }, [
      stolen(['V', 'A', 'ETH', 100]),
      txOf(101, [
        ['A', 'CEX', 'ETH', 60],
        ['CEX', 'Z', 'ETH', 60],
      ]),
      txOf(102, [['CEX', 'Y', 'ETH', 500]]),
    ]);
    expect(rowsOf(result)).toEqual({ 'A ETH': '40 (40)', 'CEX ETH': '60 (60) exchange' });
    expect(flows.map((flow) => [flow.from, flow.to])).toEqual([[idOf('A'), idOf('CEX')]]);
  });

  test('19 what is paid to a service beside a swap is absorbed there, not converted', () => {
    expect(
      ledgerOf({ code: ['POOL'], stops: { CEX: 'exchange' } }, [
        stolen(['V', 'A', 'ETH', 100]),
        txOf(101, [
          ['A', 'CEX', 'ETH', 10],
          ['A', 'POOL', 'ETH', 90],
          ['POOL', 'A', 'USDC', 180],
        ]),
      ]),
    ).toEqual({ 'CEX ETH': '10 (10) exchange', 'A USDC': '180 (90)' });
  });

  test('24 amounts far beyond floats stay exact', () => {
    const big = 10n ** 30n + 1n;
    expect(ledgerOf({}, [stolen(['V', 'A', 'ETH', big]), txOf(101, [['A', 'B', 'ETH', big - 1n]])])).toEqual({
      'A ETH': '1 (1)',
      'B ETH': `${big - 1n} (${big - 1n})`,
    });
  });

  test('26 gas that another pays is not charged to the sender of the money', () => {
    const { result } = play({ seeds: [THEFT], policies: ['haircut'] }, [
      stolen(['V', 'A', 'ETH', 100]),
      txOf(101, [
        ['BUNDLER', ZERO, 'ETH', 10, 'fee'],
        ['A', 'B', 'ETH', 100],
      ]),
    ]);
    expect(rowsOf(result)).toEqual({ 'B ETH': '100 (100)' });
    expect(result.totals[0]?.origin.get('fee')).toEqual([0n]);
  });

  test('28 one address on two chains is two accounts', () => {
    const { result } = play({ seeds: [THEFT], policies: ['haircut'] }, [
      stolen(['V', 'A', 'ETH', 100]),
      txOf(101, [['A', 'B', 'ETH', 100]], { chain: 'eip155:10' }),
    ]);
    expect(rowsOf(result)).toEqual({ 'A ETH': '100 (100)' });
  });

  test('29 two cases that meet in one account are two ledgers', () => {
    const facts = [
      stolen(['V', 'A', 'ETH', 100]),
      txOf(101, [['W', 'B', 'ETH', 300]]),
      txOf(102, [['A', 'C', 'ETH', 100]]),
      txOf(103, [['B', 'C', 'ETH', 300]]),
      txOf(104, [['C', 'D', 'ETH', 200]]),
    ];
    const other: LedgerSeed = { kind: 'transaction', chain: CHAIN, hash: txOf(101, []).hash };
    expect(ledgerOf({}, facts)).toEqual({ 'C ETH': '50 (50)', 'D ETH': '50 (50)' });
    expect(ledgerOf({ seeds: [other] }, facts)).toEqual({ 'C ETH': '150 (150)', 'D ETH': '150 (150)' });
    const both = play({ seeds: [THEFT, other], policies: ['haircut'] }, facts).result;
    expect(rowsOf(both)).toEqual({ 'C ETH': '200 (200)', 'D ETH': '200 (200)' });
  });

  test('30 a seed by its theft leaves clean money that the thief gets clean', () => {
    const facts = [
      stolen(['V', 'A', 'ETH', 100]),
      txOf(101, [['Q', 'A', 'ETH', 100]]),
      txOf(102, [['A', 'B', 'ETH', 100]]),
    ];
    expect(ledgerOf({}, facts)).toEqual({ 'A ETH': '50 (50)', 'B ETH': '50 (50)' });
    const everything: LedgerSeed = { kind: 'account', account: idOf('A'), fromBlock: 100 };
    expect(ledgerOf({ seeds: [everything] }, facts)).toEqual({ 'A ETH': '100 (100)', 'B ETH': '100 (100)' });
  });

  test('a trail closes into the same flows that its amounts tell', () => {
    const flows: Flow[] = play({ seeds: [THEFT], policies: ['haircut'] }, [
      stolen(['V', 'A', 'ETH', 100]),
      txOf(101, [
        ['A', 'B', 'ETH', 60],
        ['A', 'C', 'ETH', 40],
      ]),
    ]).flows.slice();
    expect(flows.map(({ index, to, amount, legs, origin }) => ({ index, to, amount, legs, origin }))).toEqual([
      { index: 0, to: idOf('B'), amount: 60n, legs: ['0'], origin: [[60n]] },
      { index: 1, to: idOf('C'), amount: 40n, legs: ['1'], origin: [[40n]] },
    ]);
  });
});

describe('several traders in one transaction', () => {
  const settle: readonly LegText[] = [
    ['A', 'ROUTER', 'ETH', 100],
    ['B', 'ROUTER', 'USDC', 200],
    ['ROUTER', 'A', 'USDC', 200],
    ['ROUTER', 'B', 'ETH', 100],
  ];

  test('a batch settlement gives no trader the taint of another', () => {
    expect(ledgerOf({ code: ['ROUTER'] }, [stolen(['V', 'A', 'ETH', 100]), txOf(101, settle)])).toEqual({
      'A USDC': '200 (100)',
    });
  });

  test('two tainted traders swap places, each with its own origin, and balances follow', () => {
    const facts = [
      stolen(['V', 'A', 'ETH', 100], ['V', 'B', 'USDC', 200]),
      txOf(101, settle),
      txOf(102, [['A', 'Y', 'USDC', 200]]),
      txOf(103, [['B', 'Z', 'ETH', 100]]),
    ];
    const { result } = play({ seeds: [THEFT], policies: ACCOUNT_POLICIES, code: ['ROUTER'] }, facts);
    for (let p = 0; p < 5; p += 1) {
      expect(rowsOf(result, p)).toEqual({ 'Y USDC': '200 (100+0)', 'Z ETH': '100 (0+200)' });
    }
    expect(result.accounts.every((row) => row.gap === 0n)).toBe(true);
  });

  test('an open, clean trader pays and is paid as always', () => {
    const { result } = play({ seeds: [THEFT], policies: ['haircut'], code: ['ROUTER'] }, [
      txOf(99, [['Q', 'B', 'USDC', 300]]),
      stolen(['V', 'A', 'ETH', 100]),
      txOf(101, settle),
      txOf(102, [['A', 'B', 'USDC', 100]]),
      txOf(103, [['B', 'Y', 'USDC', 100]]),
      txOf(104, [['B', 'Z', 'ETH', 100]]),
    ]);
    expect(rowsOf(result)).toEqual({ 'A USDC': '100 (50)', 'B USDC': '50 (25)', 'Y USDC': '50 (25)' });
    expect(result.accounts.every((row) => row.gap === 0n)).toBe(true);
  });

  test('what another tainted account pays a holder that converts adds to what it converts', () => {
    expect(
      ledgerOf({ code: ['POOL'] }, [
        stolen(['V', 'A', 'ETH', 100], ['V', 'B', 'USDC', 40]),
        txOf(101, [
          ['A', 'POOL', 'ETH', 100],
          ['POOL', 'A', 'USDC', 160],
          ['B', 'A', 'USDC', 40],
        ]),
      ]),
    ).toEqual({ 'A USDC': '200 (100+40)' });
  });
});
