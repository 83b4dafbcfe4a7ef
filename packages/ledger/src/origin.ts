/**
 * An amount of stolen money in units of what was stolen. A bare bigint is an amount of the first unit, the usual case and
 * the fast one; an array holds one amount per unit, later units that are missing being zero. Values are never changed in place.
 */
export type Origin = bigint | readonly bigint[];

export function addOrigin(a: Origin, b: Origin): Origin {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a + b;
  const [x, y] = [parts(a), parts(b)];
  return Array.from({ length: Math.max(x.length, y.length) }, (_, unit) => (x[unit] ?? 0n) + (y[unit] ?? 0n));
}

export function subtractOrigin(a: Origin, b: Origin): Origin {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a - b;
  const [x, y] = [parts(a), parts(b)];
  return Array.from({ length: Math.max(x.length, y.length) }, (_, unit) => (x[unit] ?? 0n) - (y[unit] ?? 0n));
}

/** `floor(origin * numerator / denominator)`, unit by unit. */
export function scaleOrigin(origin: Origin, numerator: bigint, denominator: bigint): Origin {
  if (typeof origin === 'bigint') return (origin * numerator) / denominator;
  return origin.map((amount) => (amount * numerator) / denominator);
}

export function isNoOrigin(origin: Origin): boolean {
  return typeof origin === 'bigint' ? origin === 0n : origin.every((amount) => amount === 0n);
}

export function originOfUnit(unit: number, amount: bigint): Origin {
  return unit === 0 ? amount : [...Array.from({ length: unit }, () => 0n), amount];
}

export function originAt(origin: Origin, unit: number): bigint {
  if (typeof origin === 'bigint') return unit === 0 ? origin : 0n;
  return origin[unit] ?? 0n;
}

/** The unit of which an origin is exactly `amount` and nothing else; -1 where there is none. */
export function wholeUnit(origin: Origin, amount: bigint): number {
  if (typeof origin === 'bigint') return origin === amount ? 0 : -1;
  const unit = origin.findIndex((part) => part !== 0n);
  return unit >= 0 && origin[unit] === amount && origin.every((part, at) => at === unit || part === 0n) ? unit : -1;
}

/** All units together: a measure to order by, no amount of anything. */
export function sumOrigin(origin: Origin): bigint {
  return typeof origin === 'bigint' ? origin : origin.reduce((sum, amount) => sum + amount, 0n);
}

/** One amount per unit, exactly `units` of them. */
export function originVector(origin: Origin, units: number): readonly bigint[] {
  return Array.from({ length: units }, (_, unit) => originAt(origin, unit));
}

function parts(origin: Origin): readonly bigint[] {
  return typeof origin === 'bigint' ? [origin] : origin;
}
