import type { AssetRef, Policy } from '@fundtrail/core';
import { addOrigin, isNoOrigin, type Origin, scaleOrigin, subtractOrigin } from './origin.ts';
import type { Moved } from './policy.ts';
import type { UnitPrice } from './types.ts';

/** One side's movement of a conversion. */
export type Part = Moved & { readonly asset: AssetRef; readonly amount: bigint };

/** Whole numbers by which base units of each asset count, all over one common denominator. */
type Weights = { readonly byAsset: ReadonlyMap<AssetRef, bigint>; readonly guessed: boolean };

/**
 * Carries the taint that went into a conversion over to what came out, and writes it to `outs`: every outflow gets the
 * tainted fraction of the inflows, by worth, and its share of the collected origin by worth, the last taking the remainder.
 * Worth needs prices only where one side has several assets; where one of them is missing, each asset of that side counts
 * the same, however many base units it has. Under poison any taint taints all.
 * @returns whether the result is unsure: a price that was needed is missing, or the priced sides differ by more than
 * a factor of two.
 */
export function convert(
  policies: readonly Policy[],
  ins: readonly Part[],
  outs: readonly Part[],
  priceOf: (asset: AssetRef) => UnitPrice | undefined,
): boolean {
  const inWeights = weigh(ins, priceOf);
  const outWeights = weigh(outs, priceOf);
  const worthIn = worth(ins, inWeights);
  const worthOut = worth(outs, outWeights);
  policies.forEach((policy, p) => {
    let taintedWorth = 0n;
    let origin: Origin = 0n;
    for (const part of ins) {
      const tainted = part.tainted[p] as bigint;
      if (tainted !== 0n) taintedWorth += weightOf(inWeights, part.asset) * tainted;
      origin = addOrigin(origin, part.origin[p] as Origin);
    }
    if (policy === 'poison') {
      for (const out of outs) {
        out.tainted[p] = taintedWorth > 0n ? out.amount : 0n;
        out.origin[p] = 0n;
      }
      return;
    }
    shareOut(outs, p, taintedWorth, worthIn, origin, outWeights, worthOut);
  });
  return inWeights.guessed || outWeights.guessed || sidesDisagree(ins, outs, priceOf);
}

function shareOut(
  outs: readonly Part[],
  p: number,
  taintedWorth: bigint,
  worthIn: bigint,
  origin: Origin,
  weights: Weights,
  worthOut: bigint,
): void {
  let left = origin;
  outs.forEach((out, i) => {
    out.tainted[p] = taintedWorth === 0n ? 0n : (out.amount * taintedWorth) / worthIn;
    const share =
      i === outs.length - 1 || isNoOrigin(left)
        ? left
        : scaleOrigin(origin, weightOf(weights, out.asset) * out.amount, worthOut);
    out.origin[p] = share;
    left = subtractOrigin(left, share);
  });
}

function weigh(parts: readonly Part[], priceOf: (asset: AssetRef) => UnitPrice | undefined): Weights {
  const sums = new Map<AssetRef, bigint>();
  for (const part of parts) sums.set(part.asset, (sums.get(part.asset) ?? 0n) + part.amount);
  if (sums.size === 1) return { byAsset: new Map([...sums.keys()].map((asset) => [asset, 1n])), guessed: false };
  const prices = [...sums.keys()].map((asset): [AssetRef, UnitPrice | undefined] => [asset, usable(priceOf(asset))]);
  const priced = prices.filter((entry): entry is [AssetRef, UnitPrice] => entry[1] !== undefined);
  if (priced.length === prices.length) return { byAsset: overCommonDenominator(priced), guessed: false };
  const equal = [...sums].map(([asset, sum]): [AssetRef, UnitPrice] => [asset, { numerator: 1n, denominator: sum }]);
  return { byAsset: overCommonDenominator(equal), guessed: true };
}

function overCommonDenominator(prices: readonly (readonly [AssetRef, UnitPrice])[]): ReadonlyMap<AssetRef, bigint> {
  let common = 1n;
  for (const denominator of new Set(prices.map(([, price]) => price.denominator))) common *= denominator;
  return new Map(prices.map(([asset, price]) => [asset, price.numerator * (common / price.denominator)]));
}

function sidesDisagree(
  ins: readonly Part[],
  outs: readonly Part[],
  priceOf: (asset: AssetRef) => UnitPrice | undefined,
): boolean {
  const prices = new Map<AssetRef, UnitPrice>();
  for (const { asset } of [...ins, ...outs]) {
    if (prices.has(asset)) continue;
    const price = usable(priceOf(asset));
    if (price === undefined) return false;
    prices.set(asset, price);
  }
  const weights: Weights = { byAsset: overCommonDenominator([...prices]), guessed: false };
  const [paid, got] = [worth(ins, weights), worth(outs, weights)];
  return got * 2n < paid || got > paid * 2n;
}

/** A price of nothing says nothing of a share. */
function usable(price: UnitPrice | undefined): UnitPrice | undefined {
  return price === undefined || price.numerator <= 0n || price.denominator <= 0n ? undefined : price;
}

function worth(parts: readonly Part[], weights: Weights): bigint {
  let sum = 0n;
  for (const part of parts) sum += weightOf(weights, part.asset) * part.amount;
  return sum;
}

function weightOf(weights: Weights, asset: AssetRef): bigint {
  return weights.byAsset.get(asset) ?? 0n;
}
