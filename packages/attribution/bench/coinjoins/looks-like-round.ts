import type { Leg, TransactionFact } from '@fundtrail/core';

/** Less is not mixed but sold: inscriptions and the like. */
const DUST_SATS = 2_730n;
const FEWEST_EQUAL = 3;
/** The equal outputs are at least one of so many: two thirds may be change, fees and amounts of their own. */
const MOST_OUTPUTS_EACH = 3;
/** Inputs and outputs of a round of standard amounts. */
const FEWEST_STANDARD = 20;
/**
 * They do, but no division of their inputs among three parties pays for what each would get: the one splits 21482513 sat of its own into
 * three, the other pays three times 141000 sat with two kinds of change.
 */
const READ_BY_HAND: readonly string[] = [
  '0x220bc6e4890bb8a2347534ca5b9499de6049569dbc3cb3a3d6a4ae3d9ff446d0',
  '0xbfa4df923e43feb2fd18c4b9729931268e9243d03500414f2e4e8f1dec232aac',
];

/**
 * What may be a round among transactions that are published as other CoinJoins, as look-alikes or as spends of mixed coins: at least three
 * equal outputs, inputs of as many owners, every output of an owner of its own that had no input, no data, and change of several.
 * Nothing is asked of how many have change, of the kinds of wallets or of amounts.
 */
export function looksLikeRound({ hash, legs }: TransactionFact): boolean {
  const inputs = legs.filter(({ kind }) => kind === 'input');
  const outputs = legs.filter(({ kind }) => kind === 'output');
  const paying = ownersOf(inputs);
  const paid = ownersOf(outputs);
  if (READ_BY_HAND.includes(hash) || paid.size < outputs.length) return false;
  if ([...paid].some((owner) => paying.has(owner) || owner.startsWith('0x6a'))) return false;
  if (outputs.length >= FEWEST_STANDARD && remixesStandardAmounts(inputs)) return true;
  const equal = mostEqual(outputs);
  const others = outputs.length - equal;
  return equal >= FEWEST_EQUAL && paying.size >= equal && equal * MOST_OUTPUTS_EACH >= outputs.length && others !== 1;
}

function ownersOf(legs: readonly Leg[]): ReadonlySet<string> {
  return new Set(legs.map(({ owner = '' }) => owner));
}

function mostEqual(outputs: readonly Leg[]): number {
  const counts = new Map<bigint, number>();
  for (const { amount } of outputs) if (amount >= DUST_SATS) counts.set(amount, (counts.get(amount) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

/** A round of Wasabi 2 shows in its inputs, too: what was mixed before has amounts that are round in base 2, 3 or 10. */
function remixesStandardAmounts(inputs: readonly Leg[]): boolean {
  const mixed = inputs.filter(({ amount }) => [2n, 3n, 10n].some((base) => isRound(amount, base)));
  return inputs.length >= FEWEST_STANDARD && mixed.length * 3 > inputs.length;
}

function isRound(amount: bigint, base: bigint): boolean {
  let left = amount;
  while (left > 0n && left % base === 0n) left /= base;
  return amount >= DUST_SATS && [1n, 2n, 5n].includes(left);
}
