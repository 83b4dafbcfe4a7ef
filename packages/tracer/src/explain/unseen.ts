import { wrappedNative } from '@fundtrail/attribution';
import type { Address, Leg, TransactionReading } from '@fundtrail/core';

/** Native value that must have moved inside contracts, though the record does not show it; per account, in order of appearance. */
export type Unseen = {
  /** Unwrapped by the account; where it went from there is unknown. */
  readonly released: ReadonlyMap<Address, bigint>;
  /** Wrapped by the account beyond what it was seen to receive. */
  readonly taken: ReadonlyMap<Address, bigint>;
  /** Received at the top level by a contract that wrapped only part of it: the rest was kept, passed on or given back. */
  readonly rest: ReadonlyMap<Address, bigint>;
};

const NOTHING: Unseen = { released: new Map(), taken: new Map(), rest: new Map() };

/** Empty where the record holds the internal value, too. */
export function findUnseen({ fact }: TransactionReading): Unseen {
  if (fact.whole.includes('internal')) return NOTHING;
  const wrappers = new Set<string>(wrappedNative(fact.chain));
  const wraps = (leg: Leg, kind: Leg['kind']): boolean => leg.kind === kind && wrappers.has(leg.asset);
  const released = sumBy(
    fact.legs.filter((leg) => wraps(leg, 'burn')),
    (leg) => leg.from,
  );
  const wrapped = sumBy(
    fact.legs.filter((leg) => wraps(leg, 'mint')),
    (leg) => leg.to,
  );
  // Value that was sent to a wrapper itself is wrapped for its sender.
  const received = sumBy(
    fact.legs.filter((leg) => leg.kind === 'native'),
    (leg) => (wrappers.has(leg.to) ? leg.from : leg.to),
  );
  const taken = new Map<Address, bigint>();
  const rest = new Map<Address, bigint>();
  for (const [account, amount] of wrapped) {
    const missing = amount - (received.get(account) ?? 0n) - (released.get(account) ?? 0n);
    if (missing > 0n) taken.set(account, missing);
    else if (missing < 0n) rest.set(account, -missing);
  }
  return { released, taken, rest };
}

function sumBy(legs: readonly Leg[], accountOf: (leg: Leg) => Address): Map<Address, bigint> {
  const sums = new Map<Address, bigint>();
  for (const leg of legs) sums.set(accountOf(leg), (sums.get(accountOf(leg)) ?? 0n) + leg.amount);
  return sums;
}
