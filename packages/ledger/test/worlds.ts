import { ACCOUNT_POLICIES, type TransactionFact } from '@fundtrail/core';
import fc from 'fast-check';
import type { LedgerResult, LedgerSeed } from '../src/index.ts';
import { assetIdOf, CHAIN, idOf, type LegText, txOf, type WorldOptions, ZERO } from './facts.ts';

const POOLS = ['P1', 'P2', 'P3'] as const;
const SERVICES = { X: 'exchange', M: 'mixer', U: 'unavailable' } as const;
const ASSETS = ['ETH', 'USDC', 'DAI'] as const;

export type World = {
  readonly world: WorldOptions;
  readonly transactions: readonly TransactionFact[];
};

/** What a fast-check run prints its seed with when it fails; the number of worlds per property. */
export const RUNS = { numRuns: 300, verbose: 1 } as const;

const amount = fc.oneof(
  { arbitrary: fc.bigInt({ min: 0n, max: 3n }), weight: 1 },
  { arbitrary: fc.bigInt({ min: 1n, max: 1000n }), weight: 6 },
  { arbitrary: fc.bigInt({ min: 0n, max: 10n ** 21n }), weight: 1 },
);
const pool = fc.constantFrom(...POOLS);
const asset = fc.constantFrom(...ASSETS);

/** What kind of worlds: who holds, how long a tangle of transfers gets and how often one comes, whom seeds name. */
type Shape = {
  readonly holders: readonly string[];
  readonly longestTangle: number;
  readonly tangles: number;
  readonly seedsNameAnyone: boolean;
};

/** Worlds of swaps, loops, services, contracts, fees, failures, gaps, and one to three seeds of every kind. */
export const world = worldsOf({
  holders: ['A', 'B', 'C', 'D', 'E', 'F', 'G'],
  longestTangle: 7,
  tangles: 2,
  seedsNameAnyone: false,
});

/** Worlds in which few accounts do much at once: conversions that cross, loops of contracts, seeds on contracts and services. */
export const tangledWorld = worldsOf({
  holders: ['A', 'B', 'C', 'D'],
  longestTangle: 14,
  tangles: 11,
  seedsNameAnyone: true,
});

function transactionsOf(holder: fc.Arbitrary<string>, someone: fc.Arbitrary<string>, shape: Shape) {
  const transfer = fc.tuple(holder, someone, asset, amount).map((leg): readonly LegText[] => [leg]);
  const tangle = fc.array(fc.tuple(someone, someone, asset, amount), {
    minLength: 1,
    maxLength: shape.longestTangle,
    size: 'max',
  });
  const swap = fc
    .tuple(holder, someone, pool, pool, asset, asset, asset, amount, amount, amount, fc.boolean())
    .map(([payer, receiver, first, second, paid, between, got, a, b, c, payLater]): readonly LegText[] => {
      const legs: LegText[] =
        first === second || between === paid || between === got
          ? [
              [payer, first, paid, a],
              [first, receiver, got, c],
            ]
          : [
              [payer, first, paid, a],
              [first, second, between, b],
              [second, receiver, got, c],
            ];
      return payLater ? legs.reverse() : legs;
    });
  const liquidity = fc.tuple(holder, pool, amount, amount, amount).map(([payer, into, a, b, c]): readonly LegText[] => [
    [payer, into, 'ETH', a],
    [payer, into, 'USDC', b],
    [ZERO, payer, into, c],
  ]);
  const wrap = fc.tuple(holder, amount, fc.boolean()).map(([payer, a, unwrap]): readonly LegText[] =>
    unwrap
      ? [
          [payer, ZERO, 'WETH', a, 'burn'],
          ['WETH', payer, 'ETH', a, 'internal'],
        ]
      : [
          [payer, 'WETH', 'ETH', a],
          [ZERO, payer, 'WETH', a, 'mint'],
        ],
  );
  const burn = fc.tuple(holder, asset, amount).map(([payer, ref, a]): readonly LegText[] => [[payer, ZERO, ref, a]]);

  const legs = fc.oneof(
    { arbitrary: transfer, weight: 6 },
    { arbitrary: swap, weight: 3 },
    { arbitrary: tangle, weight: shape.tangles },
    { arbitrary: liquidity, weight: 1 },
    { arbitrary: wrap, weight: 1 },
    { arbitrary: burn, weight: 1 },
  );
  const fee = fc.option(fc.tuple(holder, fc.bigInt({ min: 1n, max: 50n })), { freq: 3 });

  return fc.record({ legs, fee, failed: fc.integer({ min: 0, max: 19 }) });
}

function worldsOf(shape: Shape): fc.Arbitrary<World> {
  const holder = fc.constantFrom(...shape.holders);
  const someone = fc.constantFrom(...shape.holders, ...POOLS, ...Object.keys(SERVICES));
  const transaction = transactionsOf(holder, someone, shape);
  const seedChoice = fc.record({
    account: shape.seedsNameAnyone ? someone : holder,
    at: fc.integer({ min: 0, max: 12 }),
    kind: fc.constantFrom('transaction', 'receiver', 'account', 'asset', 'amount'),
    asset,
    amount,
  });

  return fc
    .record({
      drafts: fc.array(transaction, { minLength: 15, maxLength: 50, size: 'max' }),
      seeds: fc.array(seedChoice, { minLength: 1, maxLength: 3 }),
      priced: fc.boolean(),
      maxHops: fc.constantFrom(1, 3, 40),
      floor: fc.constantFrom(0n, 0n, 5n, 100n),
      lead: fc.constantFrom(...ACCOUNT_POLICIES.filter((policy) => policy !== 'poison')),
    })
    .map(({ drafts, seeds, priced, maxHops, floor, lead }) => {
      const transactions = drafts.map((draft, place) => {
        const fees: readonly LegText[] = draft.fee === null ? [] : [[draft.fee[0], ZERO, 'ETH', draft.fee[1], 'fee']];
        return txOf(place + 1, [...fees, ...draft.legs], { success: draft.failed !== 0 });
      });
      const hashAt = (at: number): string => (transactions[at % transactions.length] as TransactionFact).hash;
      return {
        transactions,
        world: {
          policies: [lead, ...ACCOUNT_POLICIES.filter((policy) => policy !== lead)],
          seeds: seeds.map((seed): LedgerSeed => {
            const account = idOf(seed.account);
            if (seed.kind === 'transaction') return { kind: 'transaction', chain: CHAIN, hash: hashAt(seed.at) };
            if (seed.kind === 'receiver') return { kind: 'transaction', chain: CHAIN, hash: hashAt(seed.at), account };
            const whole = { kind: 'account' as const, account, fromBlock: (seed.at % transactions.length) + 1 };
            if (seed.kind === 'account') return whole;
            const ofAsset = { ...whole, asset: assetIdOf(seed.asset) };
            return seed.kind === 'asset' ? ofAsset : { ...ofAsset, amount: seed.amount };
          }),
          maxHops,
          code: [...POOLS, 'WETH'],
          stops: SERVICES,
          floors: Object.fromEntries([...ASSETS, 'WETH', ...POOLS].map((name) => [name, floor])),
          ...(priced ? { priceOf } : {}),
        },
      };
    });
}

function priceOf(id: string): { numerator: bigint; denominator: bigint } | undefined {
  if (id === assetIdOf('ETH')) return { numerator: 2000n, denominator: 10n ** 18n };
  if (id === assetIdOf('USDC')) return { numerator: 1n, denominator: 10n ** 6n };
  return undefined;
}

/** A result as text, equal when the results are equal in every byte. */
export function textOf(result: LedgerResult): string {
  return JSON.stringify(result, (_key, value: unknown) => {
    if (typeof value === 'bigint') return `${value}`;
    return value instanceof Map ? [...value] : value;
  });
}
