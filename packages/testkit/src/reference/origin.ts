import type { AssetId } from '@fundtrail/core';

/** Origin amounts per stolen asset; an absent asset is 0. Never changed in place. */
export type Origin = ReadonlyMap<AssetId, bigint>;

export const NO_ORIGIN: Origin = new Map();

export function addOrigin(a: Origin, b: Origin): Origin {
  const sum = new Map(a);
  for (const [unit, amount] of b) sum.set(unit, (sum.get(unit) ?? 0n) + amount);
  return sum;
}

export function subtractOrigin(a: Origin, b: Origin): Origin {
  const rest = new Map(a);
  for (const [unit, amount] of b) rest.set(unit, (rest.get(unit) ?? 0n) - amount);
  return rest;
}

/** Each unit times numerator / denominator, rounded down. */
export function shareOfOrigin(a: Origin, numerator: bigint, denominator: bigint): Origin {
  return new Map([...a].map(([unit, amount]) => [unit, (amount * numerator) / denominator]));
}

export function isZeroOrigin(a: Origin): boolean {
  return [...a.values()].every((amount) => amount === 0n);
}

export function smaller(a: bigint, b: bigint): bigint {
  if (b < a) return b;
  return a;
}
