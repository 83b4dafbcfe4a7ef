import { type Leg, type Policy, type TransactionFact, UTXO_POLICIES } from '@fundtrail/core';
import fc from 'fast-check';
import type { LedgerSeed, ReplayOptions, Stop } from '../src/index.ts';
import { BTC, coinId, ownerId, theft, txid, utxoOptions, utxoTx } from './utxo-facts.ts';
import type { PlainSeed, PlainTx, PlainWorld } from './utxo-reference.ts';

const OWNERS = ['A', 'B', 'C', 'D', 'E', 'X', 'H', 'U', 'data'] as const;
const PEOPLE = ['A', 'B', 'C', 'D', 'E'] as const;
const LABELS: Readonly<Record<string, Stop['kind']>> = { X: 'exchange', H: 'hub', U: 'unavailable' };
const MIX: Stop = { kind: 'mixer', entity: null, reason: 'a CoinJoin' };

const owner = fc.oneof(
  { arbitrary: fc.constantFrom(...PEOPLE), weight: 6 },
  { arbitrary: fc.constantFrom(...OWNERS), weight: 1 },
);

const draft = fc.record({
  /** Which of the unspent coins, or a coin from outside. */
  inputs: fc.array(
    fc.oneof(
      { arbitrary: fc.nat({ max: 5 }), weight: 3 },
      {
        arbitrary: fc.record({ owner: fc.constantFrom(...PEOPLE), amount: fc.integer({ min: 1, max: 60 }) }),
        weight: 1,
      },
    ),
    { minLength: 1, maxLength: 4 },
  ),
  outputs: fc.array(fc.record({ owner, weight: fc.nat({ max: 9 }) }), { minLength: 1, maxLength: 6 }),
  fee: fc.nat({ max: 3 }),
  newBlock: fc.boolean(),
  mix: fc.integer({ min: 0, max: 14 }),
  whole: fc.integer({ min: 0, max: 19 }),
});

const seedDraft = fc.record({
  kind: fc.constantFrom('transaction', 'transaction', 'owner', 'coin', 'account', 'capped'),
  at: fc.nat(),
  of: fc.constantFrom(...PEOPLE, 'X', 'U'),
  cap: fc.integer({ min: 0, max: 90 }),
});

/** Random histories of coins: several inputs and outputs, fees, services, CoinJoins, transactions not known whole, seeds of every form. */
export const utxoWorld: fc.Arbitrary<PlainWorld> = worldOf(fc.array(seedDraft, { minLength: 1, maxLength: 3 }));

/** The same without caps, which are used up in the order in which coins come. */
export const uncappedWorld: fc.Arbitrary<PlainWorld> = worldOf(
  fc.array(
    seedDraft.filter(({ kind }) => kind !== 'capped'),
    { minLength: 1, maxLength: 3 },
  ),
);

function worldOf(seeds: fc.Arbitrary<readonly Seed[]>): fc.Arbitrary<PlainWorld> {
  return fc
    .record({
      drafts: fc.array(draft, { minLength: 8, maxLength: 40, size: 'max' }),
      seeds,
      lead: fc.constantFrom(...UTXO_POLICIES.filter((policy) => policy !== 'poison')),
      floor: fc.constantFrom(undefined, 0, 0, 4, 25),
      maxHops: fc.constantFrom(2, 4, 40),
      coinStops: fc.array(fc.tuple(fc.nat(), fc.nat({ max: 2 }), fc.constantFrom('unavailable', 'budget', 'hub')), {
        maxLength: 3,
      }),
    })
    .map(({ drafts, seeds: chosen, lead, floor, maxHops, coinStops }) => {
      const txs = historyOf(drafts);
      const nameAt = (at: number): string => (txs[at % txs.length] as PlainTx).name;
      return {
        policies: [lead, ...UTXO_POLICIES.filter((policy: Policy) => policy !== lead)],
        seeds: chosen.map((seed) => plainSeed(seed, txs)),
        stops: {
          ...LABELS,
          ...Object.fromEntries(coinStops.map(([at, place, kind]) => [`${nameAt(at)}:${place}`, kind])),
        },
        floor,
        maxHops,
        txs,
      };
    });
}

type Draft = typeof draft extends fc.Arbitrary<infer T> ? T : never;
type Seed = typeof seedDraft extends fc.Arbitrary<infer T> ? T : never;

function historyOf(drafts: readonly Draft[]): readonly PlainTx[] {
  const unspent: { coin: string; owner: string; amount: number }[] = [];
  let block = 1;
  return drafts.map((made, at) => {
    const name = `t${at}`;
    if (made.newBlock) block += 1;
    const inputs = made.inputs.map((input, place) => {
      const found =
        typeof input === 'number' ? unspent.splice(-1 - (input % Math.max(1, unspent.length)), 1)[0] : undefined;
      const fresh = typeof input === 'number' ? { owner: 'E', amount: 7 } : input;
      return found ?? { coin: `c${at}_${place}:0`, ...fresh };
    });
    const total = inputs.reduce((sum, { amount }) => sum + amount, 0);
    const weights = made.outputs.reduce((sum, { weight }) => sum + weight, made.fee) || 1;
    const outputs = made.outputs.map((output) => ({
      owner: output.owner,
      amount: Math.floor((total * output.weight) / weights),
    }));
    outputs.forEach(({ owner: to, amount }, place) => {
      if (amount > 0 && to !== 'data') unspent.push({ coin: `${name}:${place}`, owner: to, amount });
    });
    return { name, block, inputs, outputs, mix: made.mix === 0, whole: made.whole !== 0 };
  });
}

function plainSeed({ kind, at, of, cap }: Seed, txs: readonly PlainTx[]): PlainSeed {
  const { name, block, outputs } = txs[at % Math.ceil(txs.length / 2)] as PlainTx;
  if (kind === 'transaction') return { kind, tx: name };
  if (kind === 'owner') return { kind: 'transaction', tx: name, of };
  if (kind === 'coin') return { kind: 'transaction', tx: name, of: `${name}:${at % outputs.length}` };
  return { kind: 'account', of, fromBlock: block, ...(kind === 'capped' ? { cap } : {}) };
}

/** A transaction as a fact; where it is not whole, its second and later inputs, or its only one, are not known. */
export function factOf(tx: PlainTx): TransactionFact {
  const fact = utxoTx(
    tx.name,
    tx.block,
    tx.inputs.map(({ coin, owner: from, amount }) => [coin, from, amount]),
    tx.outputs.map(({ owner: to, amount }) => [to, amount]),
  );
  return tx.whole ? fact : { ...fact, whole: [], legs: fact.legs.map(unknown) };
}

function unknown(leg: Leg): Leg {
  if (leg.kind !== 'input') return leg;
  const { owner: _unknown, ...rest } = leg;
  return { ...rest, amount: 0n };
}

export function optionsOf(world: PlainWorld): ReplayOptions {
  const mixes = new Set(world.txs.filter(({ mix }) => mix).map(({ name }) => txid(name)));
  return {
    ...utxoOptions({
      policies: world.policies,
      seeds: world.seeds.map(ledgerSeed),
      stops: world.stops,
      floor: world.floor === undefined ? null : BigInt(world.floor),
      maxHops: world.maxHops,
    }),
    mixOf: ({ hash }) => (mixes.has(hash) ? MIX : undefined),
  };
}

function ledgerSeed(seed: PlainSeed): LedgerSeed {
  if (seed.kind === 'transaction') {
    if (seed.of === undefined) return theft(seed.tx);
    return theft(seed.tx, seed.of.includes(':') ? coinId(seed.of) : ownerId(seed.of));
  }
  const { of, fromBlock, cap } = seed;
  const whole = { kind: 'account' as const, account: ownerId(of), fromBlock };
  return cap === undefined ? whole : { ...whole, asset: BTC, amount: BigInt(cap) };
}

/** A world as a person reads it. */
export function tellWorld(world: PlainWorld): readonly string[] {
  const { policies, seeds, stops, floor, maxHops, txs } = world;
  return [
    `${policies[0]} leads, floor ${floor}, ${maxHops} hops, stops ${JSON.stringify(stops)}`,
    ...seeds.map((seed) => `seed ${JSON.stringify(seed)}`),
    ...txs.map(({ name, block, inputs, outputs, mix, whole }) => {
      const spends = inputs.map(({ coin, owner: from, amount }) => `${coin} ${from} ${amount}`).join(', ');
      const makes = outputs.map(({ owner: to, amount }) => `${to} ${amount}`).join(', ');
      return `${block} ${name}${mix ? ' mix' : ''}${whole ? '' : ' not whole'}: ${spends} > ${makes}`;
    }),
  ];
}
