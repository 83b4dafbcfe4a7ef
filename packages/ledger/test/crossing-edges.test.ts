import { accountId, arrivalOf, assetId, linkId, type TransactionFact, transitOf } from '@fundtrail/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Crossing, type Flow, type LedgerResult, type ReplayOptions, runWaves, type Stop } from '../src/index.ts';
import { addressOf, CHAIN, idOf, type LegText, txOf } from './facts.ts';
import { BITCOIN, BTC, coinId, scriptOf, utxoTx } from './utxo-facts.ts';

const OTHER = 'eip155:8453';
const ETH = assetId(CHAIN, 'native');
const [ONE, TWO] = [linkId('made', '1'), linkId('made', '2')];

type About = { readonly link?: string; readonly legs?: readonly string[]; readonly asset?: string };

function leaves(amount: number, custody: string, { link = ONE, asset = 'native', legs }: About = {}): Crossing {
  return { side: 'in', link, protocol: 'made', asset, amount: BigInt(amount), custody: [custody], legs, fee: 0n };
}

function arrives(
  amount: number,
  custody: string,
  recipient: string,
  share: Extract<Crossing, { side: 'out' }>['share'] = 'rest',
  link = ONE,
): Crossing {
  return {
    side: 'out',
    link,
    protocol: 'made',
    asset: 'native',
    amount: BigInt(amount),
    custody: [custody],
    recipient,
    share,
  };
}

type Played = { readonly result: LedgerResult; readonly flows: readonly Flow[] };

function play(
  facts: readonly TransactionFact[],
  crossings: readonly (readonly Crossing[])[],
  more: Partial<ReplayOptions> = {},
): Played {
  const flows: Flow[] = [];
  const byHash = new Map(facts.map(({ hash }, at) => [hash, crossings[at] ?? []]));
  const run = runWaves(
    {
      policies: ['haircut', 'fifo', 'poison'],
      seeds: [{ kind: 'transaction', chain: CHAIN, hash: txOf(1, []).hash }],
      open: new Set(),
      maxHops: 40,
      floors: new Map([
        [ETH, 0n],
        [BTC, 0n],
      ]),
      isCode: () => false,
      stopOf: () => undefined,
      crossingsOf: ({ hash }) => byHash.get(hash) ?? [],
      onFlow: (flow) => void flows.push(flow),
      ...more,
    },
    () => facts,
  );
  const result = run.replay.result();
  for (const { policy, stolen, origin } of result.totals) {
    const sums = result.units.map((_, unit) =>
      [...origin.values()].reduce((sum, part) => sum + (part[unit] ?? 0n), 0n),
    );
    if (policy !== 'poison') expect(sums, policy).toEqual(stolen);
  }
  return { result, flows };
}

function row({ result }: Played, account: string): readonly unknown[] {
  const found = result.accounts.find((one) => one.account === account);
  return [found?.received[0], found?.originReceived[0]?.[0], found?.kind, found?.hops];
}

const theft = txOf(1, [['victim', 'thief', 'ETH', 100]]);
const on = (chain: string, at: number, legs: readonly LegText[]): TransactionFact => ({ ...txOf(at, legs), chain });
const [vault, vault2] = [addressOf('vault'), addressOf('vault2')];
const transit = (link: string, chain = CHAIN): string => accountId(chain, transitOf(link));
const arrival = (link: string, chain: string): string => accountId(chain, arrivalOf(link));

test('two movements of one amount that one leg carries get half of it each', () => {
  const pay = txOf(2, [['thief', 'vault', 'ETH', 100]]);
  const played = play(
    [theft, pay],
    [[], [leaves(50, vault, { legs: ['0'] }), leaves(50, vault, { legs: ['0'], link: TWO })]],
  );
  expect(row(played, transit(ONE))).toEqual([50n, 50n, 'bridge_pending', 1]);
  expect(row(played, transit(TWO))).toEqual([50n, 50n, 'bridge_pending', 1]);
});

test('a movement is of one asset, also where its sides are told in one transaction', () => {
  const pay = txOf(2, [
    ['thief', 'vault', 'ETH', 100],
    ['thief', 'vault', 'USDC', 7],
  ]);
  const crossings = [leaves(100, vault), leaves(7, vault, { asset: addressOf('USDC') })];
  const out = on(OTHER, 3, [['vault', 'mule', 'ETH', 90]]);
  const played = play([theft, pay, out], [[], crossings, [arrives(90, vault, addressOf('mule'))]]);
  expect(row(played, idOf('mule', OTHER))).toEqual([90n, 100n, 'resting', 1]);
});

test.each([true, false])(
  'what one protocol pays to another leaves at once, whichever of them is told first: %s',
  (first) => {
    const pay = txOf(2, [['thief', 'vault', 'ETH', 100]]);
    const hop = on(OTHER, 3, [['vault', 'vault2', 'ETH', 90]]);
    const sides = [arrives(90, vault, vault2), leaves(90, vault2, { link: TWO })];
    const played = play([theft, pay, hop], [[], [leaves(100, vault)], first ? sides : sides.toReversed()]);
    expect(row(played, transit(TWO, OTHER))).toEqual([90n, 100n, 'bridge_pending', 1]);
    expect(played.flows.at(-1)).toMatchObject({ from: arrival(ONE, OTHER), to: transit(TWO, OTHER), legs: ['0'] });
  },
);

test('a transaction that failed moves nothing across chains', () => {
  const pay = txOf(2, [['thief', 'vault', 'ETH', 100]]);
  const failed = { ...on(OTHER, 3, [['vault', 'mule', 'ETH', 90]]), success: false };
  const played = play([theft, pay, failed], [[], [leaves(100, vault)], [arrives(90, vault, addressOf('mule'))]]);
  expect(row(played, transit(ONE))).toEqual([100n, 100n, 'bridge_pending', 1]);
});

test('what custody pays on behalf of a movement that nothing tainted went into is its own, whether that was seen leaving or not', () => {
  const other = on(OTHER, 2, [['somebody', 'vault2', 'ETH', 40]]);
  const pay = txOf(3, [['thief', 'vault', 'ETH', 100]]);
  const out = txOf(4, [['vault', 'mule', 'ETH', 40]]);
  const crossings = [leaves(40, vault2)];
  const paid = [arrives(40, vault, addressOf('mule'))];
  const seen = play([theft, other, pay, out], [[], crossings, [], paid]);
  const unseen = play([theft, pay, out], [[], [], paid]);
  expect(row(seen, idOf('mule'))).toEqual([40n, 40n, 'resting', 2]);
  expect(seen.result.totals).toEqual(unseen.result.totals);
});

test('two outputs to one address are two arrivals, and two to one vault two deposits, each by its own amount', () => {
  const pay = txOf(2, [['thief', 'vault', 'ETH', 100]]);
  const [from, mule] = [scriptOf('vault'), scriptOf('mule')];
  const payout = utxoTx(
    'p',
    3,
    [['v:0', 'vault', 900]],
    [
      ['mule', 60],
      ['mule', 20],
    ],
  );
  const back = utxoTx(
    'q',
    4,
    [['p:0', 'mule', 60]],
    [
      ['vault', 35],
      ['vault', 25],
    ],
  );
  const [third, fourth] = [linkId('made', '3'), linkId('made', '4')];
  const played = play(
    [theft, pay, payout, back],
    [
      [],
      [leaves(100, vault)],
      [arrives(20, from, mule, { part: 1n, of: 4n }), arrives(60, from, mule)],
      [leaves(25, from, { link: third }), leaves(35, from, { link: fourth })],
    ],
  );
  expect(row(played, coinId('p:0'))).toEqual([60n, 75n, 'resting', 1]);
  expect(row(played, coinId('p:1'))).toEqual([20n, 25n, 'resting', 1]);
  expect(row(played, transit(third, BITCOIN))).toEqual([25n, 31n, 'bridge_pending', 2]);
  expect(row(played, transit(fourth, BITCOIN))).toEqual([35n, 44n, 'bridge_pending', 2]);
});

test('an output that is paid to another protocol goes into its movement at once', () => {
  const pay = txOf(2, [['thief', 'vault', 'ETH', 100]]);
  const [from, next] = [scriptOf('vault'), scriptOf('vault2')];
  const hop = utxoTx('p', 3, [['v:0', 'vault', 900]], [['vault2', 60]]);
  const crossings = [leaves(60, next, { link: TWO }), arrives(60, from, next)];
  const played = play([theft, pay, hop], [[], [leaves(100, vault)], crossings]);
  expect(row(played, transit(TWO, BITCOIN))).toEqual([60n, 100n, 'bridge_pending', 1]);
  expect(played.flows.at(-1)).toMatchObject({
    from: arrival(ONE, BITCOIN),
    to: transit(TWO, BITCOIN),
    legs: ['out:0'],
  });
});

test('an output keeps what tainted coins gave that paid for its arrival, at most as much taint as it has', () => {
  const pay = txOf(2, [['thief', 'vault', 'ETH', 100]]);
  const [from, mule] = [scriptOf('vault'), scriptOf('mule')];
  const first = utxoTx('p', 3, [['v:0', 'vault', 900]], [['mule', 100]]);
  const donated = utxoTx('q', 4, [['p:0', 'mule', 100]], [['vault', 100]]);
  const second = utxoTx(
    'r',
    5,
    [['q:0', 'vault', 100]],
    [
      ['mule', 50],
      ['vault', 50],
    ],
  );
  const played = play(
    [theft, pay, first, donated, second],
    [[], [leaves(100, vault)], [arrives(100, from, mule, { part: 1n, of: 2n })], [], [arrives(50, from, mule)]],
  );
  expect(row(played, coinId('r:0'))).toEqual([50n, 75n, 'resting', 1]);
  expect(row(played, coinId('r:1'))).toEqual([50n, 25n, 'resting', 3]);
});

test('a seed makes stolen what is clean of an output that arrives', () => {
  const [from, mule] = [scriptOf('vault'), scriptOf('mule')];
  const mixed = txOf(3, [['thief', 'vault', 'ETH', 200]]);
  const payout = utxoTx('p', 4, [['v:0', 'vault', 900]], [['mule', 60]]);
  const { result } = play(
    [theft, txOf(2, [['rich', 'thief', 'ETH', 100]]), mixed, payout],
    [[], [], [leaves(200, vault)], [arrives(60, from, mule)]],
    {
      seeds: [
        { kind: 'transaction', chain: CHAIN, hash: theft.hash },
        { kind: 'account', account: accountId(BITCOIN, mule), fromBlock: 1 },
      ],
    },
  );
  const coin = result.accounts.find(({ account }) => account === coinId('p:0'));
  expect(coin?.received.slice(0, 2)).toEqual([60n, 60n]);
  expect(coin?.originReceived.slice(0, 2)).toEqual([
    [100n, 30n],
    [100n, 30n],
  ]);
});

test('a coin that arrives is as far as its distance says, like any other', () => {
  const pay = txOf(2, [['thief', 'vault', 'ETH', 100]]);
  const payout = utxoTx('p', 3, [['v:0', 'vault', 900]], [['mule', 60]]);
  const crossings = [[], [leaves(100, vault)], [arrives(60, scriptOf('vault'), scriptOf('mule'))]];
  expect(row(play([theft, pay, payout], crossings, { maxHops: 1 }), coinId('p:0'))[2]).toBe('budget');
  expect(row(play([theft, pay, payout], crossings, { maxHops: 2 }), coinId('p:0'))[2]).toBe('resting');
});

test('custody that nobody labelled has no balance of what crosses, and its own money stays its own', () => {
  const donated = txOf(2, [['thief', 'vault', 'ETH', 10]]);
  const pay = txOf(3, [['thief', 'vault', 'ETH', 90]]);
  const back = txOf(4, [['vault', 'mule', 'ETH', 80]]);
  const played = play(
    [theft, donated, pay, back],
    [[], [], [leaves(90, vault)], [arrives(80, vault, addressOf('mule'))]],
  );
  expect(row(played, idOf('mule'))).toEqual([80n, 90n, 'resting', 1]);
  const keeper = played.result.accounts.find(({ account }) => account === idOf('vault'));
  expect([keeper?.resting[0], keeper?.gap]).toEqual([10n, 0n]);
});

test('a swap before a bridge that gives change crosses, and the change carries its part only', () => {
  const pay = txOf(2, [
    ['thief', 'router', 'ETH', 100],
    ['router', 'pool', 'ETH', 100],
    ['pool', 'router', 'USDC', 500],
    ['router', 'vault', 'USDC', 490],
    ['router', 'thief', 'USDC', 10],
  ]);
  const asset = addressOf('USDC');
  const more: Partial<ReplayOptions> = { isCode: (id) => id === idOf('pool') || id === idOf('router') };
  const played = play([theft, pay], [[], [leaves(490, vault, { asset })]], more);
  expect(row(played, transit(ONE))).toEqual([490n, 98n, 'bridge_pending', 2]);
  expect(played.flows.at(-1)).toMatchObject({ to: idOf('thief'), amount: 10n, origin: [[2n], [2n], [0n]] });
});

test('of a batch that many pay, each trader gets what it bought, though one of them crosses', () => {
  const batch = txOf(2, [
    ['thief', 'solver', 'ETH', 100],
    ['rich', 'solver', 'ETH', 300],
    ['solver', 'thief', 'USDC', 100],
    ['solver', 'vault', 'USDC', 300],
  ]);
  const asset = addressOf('USDC');
  const more: Partial<ReplayOptions> = { isCode: (id) => id === idOf('solver') };
  const played = play([theft, batch], [[], [leaves(300, vault, { asset })]], more);
  const bought = played.result.accounts.find((one) => one.account === idOf('thief') && one.asset !== ETH);
  expect([bought?.resting[0], bought?.originResting[0]]).toEqual([100n, [100n]]);
  expect(row(played, transit(ONE))).toEqual([undefined, undefined, undefined, undefined]);
});

test.each(['exchange', 'mixer'] as const)('what arrives at an %s ends there, with all its origin', (kind) => {
  const pay = txOf(2, [['thief', 'vault', 'ETH', 100]]);
  const onAccount = on(OTHER, 3, [['vault', 'service', 'ETH', 1]]);
  const onCoin = utxoTx('p', 4, [['v:0', 'vault', 900]], [['service', 1]]);
  const names = [idOf('service', OTHER), accountId(BITCOIN, scriptOf('service'))];
  const stop: Stop = { kind, entity: 'someone', reason: 'labelled' };
  const played = play(
    [theft, pay, onAccount, onCoin],
    [
      [],
      [leaves(100, vault)],
      [arrives(1, vault, addressOf('service'), { part: 1n, of: 2n })],
      [arrives(1, scriptOf('vault'), scriptOf('service'))],
    ],
    { stopOf: (id) => (names.includes(id) ? stop : undefined) },
  );
  expect(played.result.totals[0]?.origin.get(kind)).toEqual([100n]);
});

test('I8 scaling all amounts of one crossing by k scales what arrives by k, up to rounding', () => {
  const part = fc.integer({ min: 1, max: 10 ** 6 });
  fc.assert(
    fc.property(part, part, part, fc.integer({ min: 2, max: 1000 }), (stolen, clean, out, k) => {
      const arrived = (scale: number): readonly bigint[] => {
        const facts = [
          txOf(1, [['victim', 'thief', 'ETH', stolen * scale]]),
          txOf(2, [['rich', 'thief', 'ETH', clean * scale]]),
          txOf(3, [['thief', 'vault', 'ETH', (stolen + clean) * scale]]),
          on(OTHER, 4, [['vault', 'mule', 'ETH', out * scale]]),
        ];
        const crossings = [leaves((stolen + clean) * scale, vault), arrives(out * scale, vault, addressOf('mule'))];
        const { result } = play(facts, [[], [], crossings.slice(0, 1), crossings.slice(1)]);
        const mule = result.accounts.find(({ account }) => account === idOf('mule', OTHER));
        return [mule?.received[0] ?? 0n, mule?.originReceived[0]?.[0] ?? 0n];
      };
      const [[once = 0n, origin = 0n], [scaled = 0n, all]] = [arrived(1), arrived(k)];
      expect(scaled - once * BigInt(k) >= 0n && scaled - once * BigInt(k) < BigInt(k)).toBe(true);
      expect(all).toBe(origin * BigInt(k));
    }),
    { numRuns: 100 },
  );
});
