import {
  ACCOUNT_POLICIES,
  type Address,
  accountId,
  assetId,
  type ChainId,
  linkId,
  type Policy,
  type TransactionFact,
} from '@fundtrail/core';
import fc from 'fast-check';
import type { Crossing, LedgerSeed, ReplayOptions, Stop } from '../src/index.ts';
import { addressOf, assetRefOf, CHAIN, type LegText, txOf, ZERO } from './facts.ts';
import { BITCOIN, BTC, type InputText, type OutputText, scriptOf, txid, utxoTx } from './utxo-facts.ts';

export const OTHER: ChainId = 'eip155:8453';
/** Places of the two account chains, and of the UTXO chain. */
export const CHAINS = [CHAIN, OTHER, BITCOIN] as const;
const COINS = 2;
const POLICIES_OF_COINS: readonly Policy[] = ['haircut', 'fifo', 'lifo', 'poison'];
const MIX: Stop = { kind: 'mixer', entity: null, reason: 'a CoinJoin' };

/** What an account or a script is called in all chains; `vault` and `vault2` keep value for the protocols. */
const PEOPLE = ['A', 'B', 'C'] as const;
const STOPS: Readonly<Record<string, Stop['kind']>> = { X: 'exchange', router: 'bridge_pending' };

/** One thing that happens, in plain words. Coins name the unspent one that they spend by its place from the newest, or one from outside. */
export type Step =
  | {
      readonly kind: 'pay';
      readonly chain: number;
      readonly from: string;
      readonly to: string;
      readonly asset: string;
      readonly amount: bigint;
    }
  | {
      readonly kind: 'deposit';
      readonly chain: number;
      readonly from: string;
      readonly asset: string;
      readonly amount: bigint;
      readonly fee: bigint;
      /** Who stands between the payer and the vault. */
      readonly via: 'nobody' | 'router' | 'swap' | 'change' | 'burn' | 'two';
    }
  | {
      readonly kind: 'payout';
      /** Which of the deposits so far, from the newest. */
      readonly of: number;
      readonly chain: number;
      readonly to: string;
      readonly asset: string;
      readonly amount: bigint;
      /** Hundredths of the origin; 100: the rest. */
      readonly hundredths: number;
      /** `hop`: it pays another movement; `hop` on coins: an output that arrives and leaves. */
      readonly via: 'vault' | 'handler' | 'nothing' | 'hop';
    }
  | {
      readonly kind: 'coins';
      readonly inputs: readonly (number | { readonly owner: string; readonly amount: number })[];
      readonly outputs: readonly { readonly owner: string; readonly weight: number }[];
      readonly fee: number;
      readonly mix: boolean;
      /** Outputs of the vault are deposits. */
      readonly deposits: boolean;
    };

export type CrossingWorld = {
  readonly steps: readonly Step[];
  readonly facts: readonly TransactionFact[];
  readonly crossings: ReadonlyMap<string, readonly Crossing[]>;
  readonly options: ReplayOptions;
};

const amount = fc.oneof(
  { arbitrary: fc.bigInt({ min: 1n, max: 3n }), weight: 1 },
  { arbitrary: fc.bigInt({ min: 1n, max: 1000n }), weight: 6 },
  { arbitrary: fc.bigInt({ min: 1n, max: 10n ** 21n }), weight: 1 },
);
const chain = fc.constantFrom(0, 0, 1);
const asset = fc.constantFrom('ETH', 'ETH', 'USDC');
const person = fc.constantFrom(...PEOPLE, 'A');
const loot = fc.oneof({ arbitrary: amount, weight: 1 }, { arbitrary: fc.bigInt({ min: 500n, max: 9000n }), weight: 4 });
const anybody = fc.oneof(
  { arbitrary: person, weight: 6 },
  { arbitrary: fc.constantFrom('X', 'vault', 'D'), weight: 1 },
);

const pay = fc.record({ kind: fc.constant('pay' as const), chain, from: person, to: anybody, asset, amount });

function depositOf(vias: readonly Extract<Step, { kind: 'deposit' }>['via'][]) {
  const fee = fc.oneof(fc.constant(0n), fc.constant(0n), fc.bigInt({ min: 1n, max: 1200n }));
  return fc.record({
    kind: fc.constant('deposit' as const),
    chain,
    from: person,
    asset,
    amount,
    fee,
    via: fc.constantFrom(...vias),
  });
}

function payoutOf(vias: readonly Extract<Step, { kind: 'payout' }>['via'][]) {
  return fc.record({
    kind: fc.constant('payout' as const),
    of: fc.nat({ max: 2 }),
    chain: fc.constantFrom(0, 1, 1, 2, 2),
    to: anybody,
    asset,
    amount,
    hundredths: fc.constantFrom(10, 50, 77, 100, 100, 100),
    via: fc.constantFrom(...vias),
  });
}

function coinsOf(mixes: boolean) {
  return fc.record({
    kind: fc.constant('coins' as const),
    inputs: fc.array(
      fc.oneof(
        { arbitrary: fc.nat({ max: 3 }), weight: 3 },
        { arbitrary: fc.record({ owner: person, amount: fc.integer({ min: 1, max: 400 }) }), weight: 1 },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    outputs: fc.array(
      fc.record({
        owner: fc.oneof({ arbitrary: anybody, weight: 3 }, { arbitrary: fc.constant('vault'), weight: 1 }),
        weight: fc.nat({ max: 9 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    fee: fc.nat({ max: 2 }),
    mix: mixes ? fc.constantFrom(false, false, false, false, true) : fc.constant(false),
    deposits: fc.constantFrom(true, true, false),
  });
}

type Shape = { readonly rich: boolean };

/** Everything at once: wrappers, swaps, what is burnt and made, one protocol that pays another, CoinJoins, custody that nobody labelled. */
export const crossingWorld = worldsOf({ rich: true });

/** One payer and one receiver in every transaction, so that a few lines of reference can say what happens. */
export const plainCrossingWorld = worldsOf({ rich: false });

function worldsOf({ rich }: Shape): fc.Arbitrary<CrossingWorld> {
  const step: fc.Arbitrary<Step> = fc.oneof(
    { arbitrary: pay, weight: 4 },
    {
      arbitrary: depositOf(rich ? ['nobody', 'router', 'swap', 'change', 'burn', 'two'] : ['nobody', 'router']),
      weight: 3,
    },
    { arbitrary: payoutOf(rich ? ['vault', 'vault', 'handler', 'nothing', 'hop'] : ['vault']), weight: 4 },
    { arbitrary: coinsOf(rich), weight: 3 },
  );
  return fc
    .record({
      steps: fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }),
      stolen: fc.tuple(loot, loot),
      extra: fc.constantFrom('none', 'second', 'coins', 'owner', 'account'),
      lead: fc.constantFrom('haircut' as const, 'fifo' as const),
      floor: rich ? fc.constantFrom(0n, 0n, 5n, 100n) : fc.constant(0n),
      maxHops: rich ? fc.constantFrom(1, 3, 40) : fc.constant(40),
      labelled: rich ? fc.boolean() : fc.constant(true),
    })
    .map(({ steps, stolen, extra, lead, floor, maxHops, labelled }) => {
      const more = rich || extra === 'second' ? extra : 'none';
      const made = factsOf(steps, stolen, more);
      const known = made.seeds.some((seed) => (seed.kind === 'account' ? seed.account : seed.chain).startsWith(BITCOIN))
        ? POLICIES_OF_COINS
        : ACCOUNT_POLICIES;
      return {
        steps,
        facts: made.facts,
        crossings: made.crossings,
        options: optionsFor(made, [lead, ...known.filter((policy) => policy !== lead)], { floor, maxHops, labelled }),
      };
    });
}

type Made = {
  readonly facts: readonly TransactionFact[];
  readonly crossings: ReadonlyMap<string, readonly Crossing[]>;
  readonly seeds: readonly LedgerSeed[];
  readonly mixes: ReadonlySet<string>;
};

function optionsFor(
  { crossings, seeds, mixes }: Made,
  policies: readonly Policy[],
  { floor, maxHops, labelled }: { readonly floor: bigint; readonly maxHops: number; readonly labelled: boolean },
): ReplayOptions {
  const stops = new Map(
    Object.entries({ ...STOPS, ...(labelled ? { vault: 'bridge_pending' as const } : {}) }).flatMap(([name, kind]) =>
      CHAINS.map((id, place) => [accountId(id, place === COINS ? scriptOf(name) : addressOf(name)), kind] as const),
    ),
  );
  const codes = new Set(
    ['pool', 'handler'].flatMap((name) => [CHAIN, OTHER].map((id) => accountId(id, addressOf(name)))),
  );
  const assets = [CHAIN, OTHER].flatMap((id) => ['ETH', 'USDC'].map((name) => assetId(id, assetRefOf(name))));
  return {
    policies,
    seeds,
    open: new Set(),
    maxHops,
    floors: new Map([...assets, BTC].map((id) => [id, floor])),
    isCode: (id) => codes.has(id),
    stopOf(id) {
      const kind = stops.get(id);
      return kind === undefined ? undefined : { kind, entity: 'someone', reason: 'labelled' };
    },
    mixOf: ({ hash }) => (mixes.has(hash) ? MIX : undefined),
    crossingsOf: ({ hash }) => crossings.get(hash) ?? [],
  };
}

/** A movement's name, by the place of its deposit among all. */
export function linkAt(place: number): string {
  return linkId('made', `${place}`);
}

type Unspent = { readonly coin: string; readonly owner: string; readonly amount: number };

function factsOf(steps: readonly Step[], stolen: readonly [bigint, bigint], extra: string): Made {
  const facts: TransactionFact[] = [];
  const crossings = new Map<string, readonly Crossing[]>();
  const mixes = new Set<string>();
  const unspent: Unspent[] = [];
  let links = 0;

  const onAccounts = (place: number, legs: readonly LegText[], crosses: readonly Crossing[] = []): void => {
    const at = facts.length + 1;
    const fact = { ...txOf(at, legs), chain: CHAINS[place] as ChainId };
    facts.push(fact);
    if (crosses.length > 0) crossings.set(fact.hash, crosses);
  };
  const onCoins = (
    inputs: readonly InputText[],
    outputs: readonly OutputText[],
    crosses: (fact: TransactionFact) => readonly Crossing[],
  ): TransactionFact => {
    const at = facts.length + 1;
    const fact = { ...utxoTx(`t${at}`, at, inputs, outputs), time: at * 12 };
    facts.push(fact);
    const found = crosses(fact);
    if (found.length > 0) crossings.set(fact.hash, found);
    outputs.forEach(([owner, value], place) => {
      if (value > 0 && owner !== 'X') unspent.push({ coin: `t${at}:${place}`, owner, amount: Number(value) });
    });
    return fact;
  };
  const leaving = (asset: string, value: bigint, custody: readonly Address[], fee = 0n): Crossing => {
    const link = linkAt(links);
    links += 1;
    return { side: 'in', link, protocol: 'made', asset: assetRefOf(asset), amount: value, custody, fee };
  };

  onAccounts(0, [['victim', 'A', 'ETH', stolen[0]]]);
  const seeds: LedgerSeed[] = [{ kind: 'transaction', chain: CHAIN, hash: (facts[0] as TransactionFact).hash }];
  if (extra === 'second') {
    onAccounts(1, [['victim', 'B', 'USDC', stolen[1]]]);
    seeds.push({ kind: 'transaction', chain: OTHER, hash: (facts[1] as TransactionFact).hash });
  }
  if (extra === 'coins') {
    onCoins([['v:0', 'victim', 500]], [['B', 480]], () => []);
    seeds.push({ kind: 'transaction', chain: BITCOIN, hash: txid('t2') });
  }
  if (extra === 'owner') seeds.push({ kind: 'account', account: accountId(BITCOIN, scriptOf('C')), fromBlock: 8 });
  if (extra === 'account') seeds.push({ kind: 'account', account: accountId(OTHER, addressOf('C')), fromBlock: 8 });

  for (const step of steps) {
    if (step.kind === 'pay') {
      onAccounts(step.chain, [[step.from, step.to, step.asset, step.amount]]);
    } else if (step.kind === 'deposit') {
      const { legs, crosses } = depositLegs(step, leaving);
      onAccounts(step.chain, legs, crosses);
    } else if (step.kind === 'payout') {
      if (links === 0) continue;
      const link = linkAt(links - 1 - (step.of % links));
      const share = step.hundredths === 100 ? ('rest' as const) : { part: BigInt(step.hundredths), of: 100n };
      const out = { side: 'out' as const, link, protocol: 'made', share };
      if (step.chain === COINS) {
        const value = step.amount % 1000n || 1n;
        const to = step.via === 'hop' ? 'vault2' : step.to;
        onCoins(
          step.via === 'handler'
            ? spending(unspent, [0, { owner: 'vault', amount: Number(value) + 20 }], facts.length)
            : [[`o${facts.length}:0`, 'vault', value + 20n]],
          [
            ['vault', 19],
            [to, value],
          ],
          () => [
            { ...out, asset: 'native', amount: value, custody: [scriptOf('vault')], recipient: scriptOf(to) },
            ...(step.via === 'hop' ? [leaving('ETH', value, [scriptOf('vault2')])] : []),
          ],
        );
        continue;
      }
      const payout = { ...out, asset: assetRefOf(step.asset), amount: step.amount };
      const vault = addressOf('vault');
      if (step.via === 'nothing') {
        onAccounts(step.chain, [], [{ ...payout, custody: [], recipient: addressOf(step.to), evidence: 'log:1' }]);
      } else if (step.via === 'handler') {
        onAccounts(
          step.chain,
          [
            ['vault', 'handler', step.asset, step.amount],
            ['handler', step.to, step.asset, step.amount],
          ],
          [{ ...payout, custody: [vault] }],
        );
      } else if (step.via === 'hop') {
        // Told the wrong way round: first where it leaves.
        const next = leaving(step.asset, step.amount, [addressOf('vault2')]);
        onAccounts(
          step.chain,
          [['vault', 'vault2', step.asset, step.amount]],
          [next, { ...payout, custody: [vault], recipient: addressOf('vault2') }],
        );
      } else {
        const to = step.to === 'vault' ? 'D' : step.to;
        onAccounts(
          step.chain,
          [['vault', to, step.asset, step.amount]],
          [{ ...payout, custody: [vault], recipient: addressOf(to) }],
        );
      }
    } else {
      const inputs = spending(unspent, step.inputs, facts.length);
      const total = inputs.reduce((sum, [, , value]) => sum + Number(value), 0);
      const weights = step.outputs.reduce((sum, { weight }) => sum + weight, step.fee) || 1;
      const outputs = step.outputs.map(
        ({ owner, weight }): OutputText => [owner, Math.floor((total * weight) / weights)],
      );
      const fact = onCoins(inputs, outputs, () =>
        !step.deposits || step.mix
          ? []
          : outputs.flatMap(([owner, value]) =>
              owner === 'vault' && value > 0 ? leaving('ETH', BigInt(value), [scriptOf('vault')], 0n) : [],
            ),
      );
      if (step.mix) mixes.add(fact.hash);
    }
  }
  return { facts, crossings, seeds, mixes };
}

/** `at`: place of the transaction, which names coins from outside. */
function spending(
  unspent: Unspent[],
  inputs: Extract<Step, { kind: 'coins' }>['inputs'],
  at: number,
): readonly InputText[] {
  return inputs.map((input, place): InputText => {
    const found =
      typeof input === 'number' ? unspent.splice(-1 - (input % Math.max(1, unspent.length)), 1)[0] : undefined;
    const fresh = typeof input === 'number' ? { owner: 'C', amount: 7 } : input;
    const { coin, owner, amount: value } = found ?? { coin: `f${at}x${place}:0`, ...fresh };
    return [coin, owner, value];
  });
}

function depositLegs(
  { from, asset: sent, amount: value, fee, via }: Extract<Step, { kind: 'deposit' }>,
  leaving: (asset: string, value: bigint, custody: readonly Address[], fee?: bigint) => Crossing,
): { readonly legs: readonly LegText[]; readonly crosses: readonly Crossing[] } {
  const vault = addressOf('vault');
  switch (via) {
    case 'nobody':
      return { legs: [[from, 'vault', sent, value]], crosses: [leaving(sent, value, [vault], fee)] };
    case 'router':
      return {
        legs: [
          [from, 'router', sent, value],
          ['router', 'vault', sent, value],
        ],
        crosses: [leaving(sent, value, [vault], fee)],
      };
    case 'swap':
    case 'change': {
      const other = sent === 'ETH' ? 'USDC' : 'ETH';
      return {
        legs: [
          [from, 'pool', sent, value],
          ['pool', 'vault', other, value * 3n],
          ...(via === 'change' ? [['pool', from, other, 2n] as const] : []),
        ],
        crosses: [leaving(other, value * 3n, [vault], fee)],
      };
    }
    case 'burn':
      return {
        legs: [
          [from, 'router', 'USDC', value],
          ['router', ZERO, 'USDC', value, 'burn'],
        ],
        crosses: [leaving('USDC', value, [addressOf('USDC')], fee)],
      };
    case 'two': {
      // Two movements of one amount, which one leg carries: half of it is the one's, half the other's.
      const half = value / 2n || 1n;
      const legs: LegText[] = [[from, 'vault', sent, half * 2n]];
      const named = (crossing: Crossing): Crossing => ({ ...crossing, legs: ['0'] });
      return { legs, crosses: [named(leaving(sent, half, [vault], fee)), named(leaving(sent, half, [vault]))] };
    }
  }
}
