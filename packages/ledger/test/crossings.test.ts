import {
  type AccountId,
  accountId,
  arrivalOf,
  assetId,
  formatAccount,
  linkId,
  POLICIES,
  parseHolder,
  type TransactionFact,
  transitOf,
} from '@fundtrail/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Crossing, createReplay, type Flow, type LedgerResult, resumeReplay, runWaves } from '../src/index.ts';
import { addressOf, CHAIN, idOf, type LegText, optionsOf, txOf, type WorldOptions, ZERO } from './facts.ts';
import { BITCOIN, BTC, scriptOf, utxoTx } from './utxo-facts.ts';

const OTHER = 'eip155:8453';
const LINK = linkId('thorchain', 'a');
const ETH = assetId(CHAIN, 'native');
const ALL = POLICIES.filter((policy) => policy !== 'tiho');

type Named = {
  readonly link?: string;
  readonly asset?: string;
  readonly amount: bigint;
  readonly custody: readonly string[];
} & (
  | { readonly side: 'in'; readonly fee: bigint }
  | {
      readonly side: 'out';
      readonly recipient?: string;
      readonly share: { readonly part: bigint; readonly of: bigint } | 'rest';
    }
);

const name = (text: string): string => (text.startsWith('btc ') ? scriptOf(text.slice(4)) : addressOf(text));

function crossing(named: Named): Crossing {
  const { link = LINK, asset = 'ETH', amount, custody } = named;
  const about = {
    link,
    protocol: 'thorchain',
    asset: asset === 'ETH' ? ('native' as const) : addressOf(asset),
    amount,
    custody: custody.map(name),
  };
  if (named.side === 'in') return { ...about, side: 'in', fee: named.fee };
  const { recipient, share } = named;
  return { ...about, side: 'out', share, ...(recipient === undefined ? {} : { recipient: name(recipient) }) };
}

const seed = { kind: 'transaction' as const, chain: CHAIN, hash: txOf(1, []).hash };
const theft = (amount: number): TransactionFact => txOf(1, [['victim', 'thief', 'ETH', amount]]);

function playCrossings(
  world: WorldOptions,
  transactions: readonly TransactionFact[],
  crossings: Readonly<Record<string, readonly Named[]>>,
): { readonly result: LedgerResult; readonly flows: readonly Flow[] } {
  const flows: Flow[] = [];
  const floors = new Map([[ETH, 0n]]);
  const run = runWaves(
    {
      ...optionsOf({ policies: ALL, seeds: [seed], ...world }),
      floors,
      isCode: (id) => (world.code ?? []).some((code) => id.endsWith(addressOf(code))),
      crossingsOf: ({ hash }) => (crossings[hash] ?? []).map(crossing),
      onFlow: (flow) => void flows.push(flow),
    },
    () => transactions,
  );
  return { result: run.replay.result(), flows };
}

/** Stolen = the sum over all kinds, for every policy that conserves. */
function expectClosed({ totals }: LedgerResult): void {
  for (const { policy, stolen, origin } of totals) {
    if (policy === 'poison') continue;
    const sum = [...origin.values()].reduce((all, amounts) => all + (amounts[0] ?? 0n), 0n);
    expect([policy, sum]).toEqual([policy, stolen[0]]);
  }
}

function resting(result: LedgerResult, account: AccountId): readonly [bigint | undefined, bigint | undefined] {
  const row = result.accounts.find((entry) => entry.account === account);
  return [row?.resting[0], row?.originResting[0]?.[0]];
}

const onOther = (at: number, legs: readonly LegText[]): TransactionFact => ({ ...txOf(at, legs), chain: OTHER });
const deposit = { side: 'in', fee: 0n, amount: 100n, custody: ['vault'] } satisfies Named;

test('value that leaves waits in transit as bridge_pending, seen through the router that passes it on', () => {
  const pay = txOf(2, [
    ['thief', 'router', 'ETH', 100],
    ['router', 'vault', 'ETH', 100],
  ]);
  const { result, flows } = playCrossings({ stops: { router: 'bridge_pending' } }, [theft(100), pay], {
    [pay.hash]: [deposit],
  });
  const transit = accountId(CHAIN, transitOf(LINK));
  const row = result.accounts.find(({ account }) => account === transit);
  expect(row).toMatchObject({ kind: 'bridge_pending', hops: 1, received: ALL.map(() => 100n) });
  expect(row?.stop?.entity).toBe('thorchain');
  expect(result.totals[0]?.origin.get('bridge_pending')).toEqual([100n]);
  expect(flows.at(-1)).toMatchObject({ from: idOf('thief'), to: transit, legs: ['0', '1'] });
  expectClosed(result);
  expect(parseHolder(formatAccount(transit))).toEqual({ chain: CHAIN, address: transitOf(LINK) });
});

test('taint arrives as the received amount times the tainted fraction, with all the origin', () => {
  const mixed = txOf(2, [['rich', 'thief', 'ETH', 100]]);
  const pay = txOf(3, [['thief', 'vault', 'ETH', 200]]);
  const out = onOther(4, [['vault', 'thief', 'USDC', 501]]);
  const { result, flows } = playCrossings({}, [theft(100), mixed, pay, out], {
    [pay.hash]: [{ ...deposit, amount: 200n }],
    [out.hash]: [{ side: 'out', asset: 'USDC', amount: 501n, custody: ['vault'], share: 'rest' }],
  });
  expect(resting(result, idOf('thief', OTHER))).toEqual([250n, 100n]);
  expect(flows.at(-1)).toMatchObject({
    chain: OTHER,
    from: accountId(OTHER, arrivalOf(LINK)),
    to: idOf('thief', OTHER),
  });
  const thief = result.accounts.find(({ account }) => account === idOf('thief', OTHER));
  expect(thief).toMatchObject({ kind: 'resting', hops: 1 });
  const transit = result.accounts.find(({ account }) => account === accountId(CHAIN, transitOf(LINK)));
  expect(transit).toMatchObject({ kind: 'resting', resting: ALL.map(() => 0n) });
  expectClosed(result);
});

test('of a part that has not arrived, tainted amount and origin are both without the fee, and poison, which has no origin, keeps none', () => {
  const [pay, first] = [txOf(2, [['thief', 'vault', 'ETH', 100]]), onOther(3, [['vault', 'a', 'ETH', 40]])];
  const half: Named = { side: 'out', amount: 40n, custody: ['vault'], share: { part: 1n, of: 2n } };
  const { result } = playCrossings({}, [theft(100), pay, first], {
    [pay.hash]: [{ ...deposit, fee: 10n }],
    [first.hash]: [half],
  });
  result.totals.forEach((totals, p) => {
    const pending = [totals.tainted.get('bridge_pending')?.get(ETH), totals.origin.get('bridge_pending')?.[0]];
    expect([ALL[p], pending]).toEqual([ALL[p], ALL[p] === 'poison' ? [50n, 0n] : [45n, 45n]]);
  });
});

test('several payouts share the origin by amount, the last takes the remainder, and a fee in the same terms is kept first', () => {
  const pay = txOf(2, [['thief', 'vault', 'ETH', 1000]]);
  const first = onOther(3, [['vault', 'a', 'USDC', 70]]);
  const second = onOther(4, [['vault', 'b', 'USDC', 30]]);
  const out = (amount: bigint, share: Extract<Named, { side: 'out' }>['share']): Named => ({
    side: 'out',
    asset: 'USDC',
    amount,
    custody: ['vault'],
    share,
  });
  const { result } = playCrossings({}, [theft(1000), pay, first, second], {
    [pay.hash]: [{ ...deposit, amount: 1000n, fee: 11n }],
    [first.hash]: [out(70n, { part: 70n, of: 100n })],
    [second.hash]: [out(30n, 'rest')],
  });
  expect(resting(result, idOf('a', OTHER))).toEqual([70n, 692n]);
  expect(resting(result, idOf('b', OTHER))).toEqual([30n, 297n]);
  expect(result.totals[0]?.origin.get('fee')).toEqual([11n]);
  expectClosed(result);
});

test('until the last payout came, the rest stays pending', () => {
  const pay = txOf(2, [['thief', 'vault', 'ETH', 100]]);
  const first = onOther(3, [['vault', 'a', 'USDC', 60]]);
  const { result } = playCrossings({}, [theft(100), pay, first], {
    [pay.hash]: [deposit],
    [first.hash]: [{ side: 'out', asset: 'USDC', amount: 60n, custody: ['vault'], share: { part: 60n, of: 100n } }],
  });
  expect(result.totals[0]?.origin.get('bridge_pending')).toEqual([40n]);
  expect(result.totals[0]?.tainted.get('bridge_pending')).toEqual(new Map([[ETH, 40n]]));
  expectClosed(result);
});

test('a refund on the chain where the value left comes back to who gets it', () => {
  const pay = txOf(2, [['thief', 'vault', 'ETH', 100]]);
  const back = txOf(3, [['vault', 'thief', 'ETH', 98]]);
  const { result } = playCrossings({}, [theft(100), pay, back], {
    [pay.hash]: [deposit],
    [back.hash]: [{ side: 'out', amount: 98n, custody: ['vault'], share: 'rest' }],
  });
  expect(resting(result, idOf('thief'))).toEqual([98n, 100n]);
  expectClosed(result);
});

test('what is burnt here and minted there is one movement, and a swap in the same call belongs to it', () => {
  const pay = txOf(2, [
    ['thief', 'pool', 'ETH', 100],
    ['pool', 'wrapper', 'USDC', 300],
    ['wrapper', ZERO, 'USDC', 300, 'burn'],
  ]);
  const mint = onOther(3, [
    [ZERO, 'handler', 'USDbC', 299, 'mint'],
    ['handler', 'pool2', 'USDbC', 299],
    ['pool2', 'thief', 'ETH', 90],
  ]);
  const { result } = playCrossings({ code: ['pool', 'wrapper', 'handler', 'pool2'] }, [theft(100), pay, mint], {
    [pay.hash]: [{ side: 'in', fee: 0n, asset: 'USDC', amount: 300n, custody: ['USDC'] }],
    [mint.hash]: [{ side: 'out', asset: 'USDbC', amount: 299n, custody: ['USDbC'], share: 'rest' }],
  });
  expect(resting(result, idOf('thief'))).toEqual([0n, 0n]);
  expect(resting(result, idOf('thief', OTHER))).toEqual([90n, 100n]);
  expectClosed(result);
});

test('what the chain itself makes of nothing for the receiver arrives, too', () => {
  const pay = txOf(2, [['thief', 'vault', 'ETH', 100]]);
  const made = onOther(3, []);
  const { result, flows } = playCrossings({}, [theft(100), pay, made], {
    [pay.hash]: [deposit],
    [made.hash]: [{ side: 'out', amount: 100n, custody: [], recipient: 'thief', share: 'rest' }],
  });
  expect(resting(result, idOf('thief', OTHER))).toEqual([100n, 100n]);
  expect(flows.at(-1)?.legs).toEqual(['bridge']);
  expectClosed(result);
});

test('value goes to coins and back, output by output, and FIFO keeps what is tainted of a coin apart', () => {
  const mixed = txOf(2, [['rich', 'thief', 'ETH', 300]]);
  const pay = txOf(3, [['thief', 'vault', 'ETH', 400]]);
  const payout = {
    ...utxoTx(
      'p',
      4,
      [['v:0', 'vault', 1_000]],
      [
        ['mule', 801],
        ['vault', 190],
        ['data', 0],
      ],
    ),
    time: 60,
  };
  const back = {
    ...utxoTx(
      'q',
      5,
      [['p:0', 'mule', 801]],
      [
        ['vault', 500],
        ['mule', 291],
      ],
    ),
    time: 72,
  };
  const out = onOther(7, [['router', 'thief', 'ETH', 9]]);
  const returning = linkId('thorchain', 'b');
  const { result, flows } = playCrossings(
    { policies: ['haircut', 'fifo', 'poison'] },
    [theft(100), mixed, pay, payout, back, out],
    {
      [pay.hash]: [{ ...deposit, amount: 400n }],
      [payout.hash]: [{ side: 'out', amount: 801n, custody: ['btc vault'], recipient: 'btc mule', share: 'rest' }],
      [back.hash]: [{ side: 'in', link: returning, fee: 0n, amount: 500n, custody: ['btc vault'] }],
      [out.hash]: [{ side: 'out', link: returning, amount: 9n, custody: ['router'], share: 'rest' }],
    },
  );
  const arrived = flows.find(({ tx }) => tx === payout.hash);
  expect(arrived).toMatchObject({
    from: accountId(BITCOIN, arrivalOf(LINK)),
    tainted: [200n, 200n, 801n],
    legs: ['out:0'],
  });
  const left = flows.filter(({ tx, to }) => tx === back.hash && to === accountId(BITCOIN, transitOf(returning)));
  expect(left[0]?.tainted[1]).toBe(200n);
  expect(result.totals[0]?.tainted.get('resting')?.has(BTC)).toBe(true);
  expectClosed(result);
});

test('what arrives of a movement that nothing tainted went into is clean', () => {
  const pay = txOf(2, [['other', 'vault', 'ETH', 100]]);
  const out = onOther(3, [['vault', 'thief', 'USDC', 100]]);
  const { result } = playCrossings({}, [theft(100), pay, out], {
    [pay.hash]: [deposit],
    [out.hash]: [{ side: 'out', asset: 'USDC', amount: 100n, custody: ['vault'], share: 'rest' }],
  });
  expect(result.accounts.map(({ account }) => account)).toEqual([idOf('thief')]);
});

test('any number of payouts in any split close the sum, and a resumed run says the same', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 0, max: 10_000 }),
      fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 0, max: 20_000 }),
      fc.nat(10),
      (stolen, clean, payouts, fee, cut) => {
        const sent = stolen + clean;
        const total = payouts.reduce((sum, amount) => sum + amount, 0);
        const pay = txOf(3, [['thief', 'vault', 'ETH', sent]]);
        const outs = payouts.map((amount, at) => onOther(4 + at, [['vault', `r${at}`, 'USDC', amount]]));
        const facts = [theft(stolen), txOf(2, [['rich', 'thief', 'ETH', clean]]), pay, ...outs];
        const crossings: Record<string, readonly Named[]> = {
          [pay.hash]: [{ ...deposit, amount: BigInt(sent), fee: BigInt(fee) }],
        };
        outs.forEach((fact, at) => {
          const part = BigInt(payouts[at] ?? 0);
          const share = at === outs.length - 1 ? ('rest' as const) : { part, of: BigInt(total) };
          crossings[fact.hash] = [{ side: 'out', asset: 'USDC', amount: part, custody: ['vault'], share }];
        });
        const { result } = playCrossings({}, facts, crossings);
        expectClosed(result);
        const options = {
          ...optionsOf({ policies: ALL, seeds: [seed], open: new Set([idOf('thief')]) }),
          crossingsOf: ({ hash }: TransactionFact) => (crossings[hash] ?? []).map(crossing),
        };
        const whole = createReplay(options);
        const first = createReplay(options);
        for (const fact of facts) whole.apply(fact);
        for (const fact of facts.slice(0, cut)) first.apply(fact);
        const resumed = resumeReplay(options, first.snapshot(), facts.slice(0, cut));
        for (const fact of facts.slice(cut)) resumed.apply(fact);
        expect(resumed.result()).toEqual(whole.result());
      },
    ),
  );
});
