import { coinOf } from '@fundtrail/core';
import type { BuiltTransaction, Output, OwnedCoin } from '../utxo-node/build-transaction.ts';
import { sum } from '../utxo-node/build-transaction.ts';
import type { Cast } from './cast.ts';
import type { Stage } from './stage.ts';
import type { StoryMix } from './story.ts';

/** A round of Wasabi 1 as in 2019: a bit more than 0.1 for everyone, a change each, and the coordinator's fee. */
const WASABI_EQUAL = 10_010_000n;
const WASABI_CROWD = 10;
const WASABI_THIEFS = [13_000_000n, 24_000_000n] as const;
const COORDINATOR_SHARE = 30_000n;
/** A mix of Whirlpool's pool of 0.05: who is new brings a bit more, for the fee. */
const WHIRLPOOL_EQUAL = 5_000_000n;
const WHIRLPOOL_NEW = 5_010_000n;
const WHIRLPOOL_THIEFS = [WHIRLPOOL_NEW, WHIRLPOOL_NEW] as const;
const WHIRLPOOL_CROWD = [WHIRLPOOL_NEW, WHIRLPOOL_EQUAL, WHIRLPOOL_EQUAL] as const;

/** What the crowd brings: first for the one, then for the other. */
export const CROWD_AMOUNTS: readonly bigint[] = [
  ...Array.from({ length: WASABI_CROWD }, (_, at) => 11_000_000n + BigInt(at) * 1_234_567n),
  ...WHIRLPOOL_CROWD,
];

/** What is left of the loot is split, and its parts go through two CoinJoins; the other part rests. */
export async function playMixes(stage: Stage, cast: Cast, rest: OwnedCoin): Promise<readonly StoryMix[]> {
  const { thief, crowdCoins } = cast;
  const amounts = [...WASABI_THIEFS, ...WHIRLPOOL_THIEFS];
  const outputs: Output[] = amounts.map((amount) => ({ script: thief.lock('p2wpkh').script, amount }));
  const left = rest.amount - sum(outputs) - stage.fee();
  outputs.push({ script: thief.lock('p2tr').script, amount: left });
  const coins = thief.coinsOf(stage.act('split', [rest], outputs));
  await stage.mine();
  const wasabi = mix(stage, cast, coins.slice(0, 2), crowdCoins.slice(0, WASABI_CROWD), wasabiOutputs);
  const whirlpool = mix(stage, cast, coins.slice(2, 4), crowdCoins.slice(WASABI_CROWD), whirlpoolOutputs);
  await stage.mine();
  return [
    { ...wasabi, scheme: 'wasabi1', participants: WASABI_THIEFS.length + WASABI_CROWD },
    { ...whirlpool, scheme: 'whirlpool', participants: WHIRLPOOL_THIEFS.length + WHIRLPOOL_CROWD.length },
  ];
}

type Pays = (inputs: readonly OwnedCoin[], fresh: (of: OwnedCoin) => string, coordinator: string) => readonly Output[];

function mix(
  stage: Stage,
  { thief, mixed, crowd }: Cast,
  stolen: readonly OwnedCoin[],
  others: readonly OwnedCoin[],
  pays: Pays,
): Pick<StoryMix, 'hash' | 'stolen' | 'coins'> {
  const inputs = shuffled(stage, [...stolen, ...others]);
  const fresh = ({ lock }: OwnedCoin): string => (thief.owns(lock.script) ? mixed : crowd).lock('p2wpkh').script;
  const outputs = shuffled(stage, pays(inputs, fresh, crowd.lock('p2wpkh').script));
  const { hash }: BuiltTransaction = stage.act('coinjoin', inputs, outputs);
  return { hash, stolen: sum(stolen), coins: stolen.map(({ tx, place }) => coinOf(tx, place)) };
}

const wasabiOutputs: Pays = (inputs, fresh, coordinator) => [
  ...inputs.flatMap((input) => [
    { script: fresh(input), amount: WASABI_EQUAL },
    { script: fresh(input), amount: input.amount - WASABI_EQUAL - COORDINATOR_SHARE - 1_000n },
  ]),
  { script: coordinator, amount: COORDINATOR_SHARE * BigInt(inputs.length) },
];

const whirlpoolOutputs: Pays = (inputs, fresh) =>
  inputs.map((input) => ({ script: fresh(input), amount: WHIRLPOOL_EQUAL }));

function shuffled<T>({ random }: Stage, list: readonly T[]): readonly T[] {
  return list
    .map((member) => ({ member, by: random.next() }))
    .sort((one, other) => one.by - other.by)
    .map(({ member }) => member);
}
