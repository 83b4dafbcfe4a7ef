import { isNoOrigin, type Origin, originAt } from '../origin.ts';

/**
 * Shares `total` in proportion to `weights`, whose sum is `sum` (at least `total`, unless that is 0): floor shares, the units left
 * over by largest remainder, ties to the lowest place. The shares add up to `total`, and where `total` is at most `sum` none is
 * larger than its weight.
 */
export function apportion(total: bigint, weights: readonly bigint[], sum: bigint): readonly bigint[] {
  if (total === sum) return weights;
  if (total === 0n) return weights.map(() => 0n);
  const shares: bigint[] = [];
  const remainders: bigint[] = [];
  let left = total;
  for (const weight of weights) {
    const product = weight * total;
    const share = product / sum;
    shares.push(share);
    remainders.push(product - share * sum);
    left -= share;
  }
  if (left > 0n) for (const at of largest(remainders, Number(left))) shares[at] = (shares[at] as bigint) + 1n;
  return shares;
}

/**
 * Shares an origin, unit by unit: as the tainted parts were shared, and where there is no tainted amount, in proportion to the values.
 */
export function apportionOrigin(
  origin: Origin,
  tainted: readonly bigint[],
  taintedSum: bigint,
  values: readonly bigint[],
  valueSum: bigint,
): readonly Origin[] {
  if (origin === taintedSum) return tainted;
  const [weights, sum] = taintedSum > 0n ? [tainted, taintedSum] : [values, valueSum];
  if (typeof origin === 'bigint') return apportion(origin, weights, sum);
  if (isNoOrigin(origin)) return weights.map(() => 0n);
  const units = origin.map((_, unit) => apportion(originAt(origin, unit), weights, sum));
  return weights.map((_, at) => units.map((shares) => shares[at] as bigint));
}

/** Places of the `count` largest numbers, ties to the lowest place. */
function largest(numbers: readonly bigint[], count: number): readonly number[] {
  return [...numbers.keys()]
    .sort((a, b) => compare(numbers[b] as bigint, numbers[a] as bigint) || a - b)
    .slice(0, count);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
