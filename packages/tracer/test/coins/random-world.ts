import type { Address, Label } from '@fundtrail/core';
import type { MadeTransaction, Random } from '@fundtrail/testkit';
import { BITCOIN, output, pay, type Spent, to } from './coin-chain.ts';
import { script } from './made.ts';

export const EXCHANGE = 900;
export const MIXER = 901;
/** Owners of everything else: few, so that coins of one address meet. */
const PEOPLE = 14;
const DATA: Address = '0x6a0474657874';

/** Blocks of transactions in the order in which each can be spent by the next. */
export type RandomWorld = { readonly blocks: readonly (readonly MadeTransaction[])[] };

export const WORLD_LABELS: readonly Label[] = [
  { ...labelOf(EXCHANGE), entity: 'Some exchange', category: 'exchange' },
  { ...labelOf(MIXER), entity: 'Some mixer', category: 'mixer' },
];

export function labelOf(owner: number): Omit<Label, 'entity' | 'category'> {
  return { chain: BITCOIN, address: script(owner), confidence: 100, source: 'test' };
}

/**
 * What becomes of some coins: peels, fan-outs, consolidations, clean coins among stolen ones, chains within one block, payments to
 * services, to nobody and back to where it came from.
 */
export function makeRandomWorld(random: Random, start: readonly Spent[], transactions: number): RandomWorld {
  const unspent = [...start];
  const blocks: MadeTransaction[][] = [];
  let strangers = 0;
  for (let made = 0; made < transactions && unspent.length > 0; ) {
    const block: MadeTransaction[] = [];
    const size = random.between(1, 4);
    /** Coins of earlier blocks only, unless a chain within the block is wanted. */
    const later: Spent[] = [];
    while (block.length < size && unspent.length > 0) {
      const inputs = Array.from({ length: Math.min(unspent.length, random.pick([1, 1, 1, 2, 3])) }, () =>
        takeOne(random, unspent),
      );
      if (random.chance(0.3)) {
        strangers += 1;
        inputs.splice(random.between(0, inputs.length), 0, stranger(strangers, random));
      }
      const transaction = spendAll(random, inputs);
      made += 1;
      block.push(transaction);
      for (const coin of coinsOf(transaction)) {
        if (random.chance(0.12)) continue;
        if (random.chance(0.35)) unspent.push(coin);
        else later.push(coin);
      }
    }
    unspent.push(...later);
    blocks.push(block);
  }
  return { blocks };
}

function spendAll(random: Random, inputs: readonly Spent[]): MadeTransaction {
  const total = inputs.reduce((sum, { spent }) => sum + BigInt(spent.amount), 0n);
  const ways = random.pick([1, 2, 2, 2, 3, 6]);
  const weights = Array.from({ length: ways + 1 }, () => BigInt(random.between(1, 50)));
  const sum = weights.reduce((all, weight) => all + weight * weight, 0n);
  return pay(
    inputs,
    weights.slice(1).map((weight) => {
      const amount = (total * weight * weight) / sum;
      return random.chance(0.03) ? { script: DATA, amount } : to(receiver(random), amount);
    }),
  );
}

function receiver(random: Random): number {
  if (random.chance(0.1)) return EXCHANGE;
  return random.chance(0.04) ? MIXER : 10 + random.between(0, PEOPLE - 1);
}

/** Coins that somebody may spend. */
function coinsOf(transaction: MadeTransaction): readonly Spent[] {
  return transaction.vout.flatMap(({ scriptpubkey, value }, place) => {
    const stays = scriptpubkey === DATA.slice(2) || scriptpubkey === script(EXCHANGE).slice(2);
    return stays || value === 0 ? [] : [output(transaction, place)];
  });
}

function takeOne(random: Random, coins: Spent[]): Spent {
  const [coin] = coins.splice(random.chance(0.7) ? coins.length - 1 : random.between(0, coins.length - 1), 1);
  if (coin === undefined) throw new RangeError('no coin is left');
  return coin;
}

function stranger(number: number, random: Random): Spent {
  const spent = to(10 + random.between(0, PEOPLE - 1), BigInt(random.between(1_000, 2_000_000_000)));
  return { coin: `0xff${number.toString(16).padStart(64, 'e')}00000000`, spent };
}
