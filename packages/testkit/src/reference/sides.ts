import type { AccountId, AssetId } from '@fundtrail/core';
import type { Carried } from './holding.ts';
import type { NetFlow } from './net-flows.ts';
import { addOrigin, smaller } from './origin.ts';
import type { Roles } from './roles.ts';

/** What tells which flows count in a holder's conversion. */
export type Sides = { readonly open: ReadonlySet<AccountId>; readonly roles: Roles };

/** What an account paid, but for what a service or a burn absorbs. */
export function lostBy(account: AccountId, all: readonly NetFlow[], { open, roles }: Sides): NetFlow[] {
  const absorbs = (to: AccountId): boolean => roles.serviceOf(to) !== undefined || roles.isBurnAddress(to);
  return all.filter((flow) => flow.from === account && (open.has(flow.to) || !absorbs(flow.to)));
}

/** What an account got, but for what a service paid, which is clean. */
export function gainedBy(account: AccountId, all: readonly NetFlow[], { open, roles }: Sides): NetFlow[] {
  return all.filter((flow) => flow.to === account && (open.has(flow.from) || roles.serviceOf(flow.from) === undefined));
}

/** Code that is not followed and that gained one asset and lost another. */
export function convertersOf(
  all: readonly NetFlow[],
  isConvertingCode: (account: AccountId) => boolean,
): Set<AccountId> {
  const gained = (account: AccountId, other: AssetId): boolean =>
    all.some((flow) => flow.to === account && flow.asset !== other);
  return new Set(
    all.filter((flow) => isConvertingCode(flow.from) && gained(flow.from, flow.asset)).map((flow) => flow.from),
  );
}

/** Contracts on the ways from what a holder paid to what it got, over nothing but contracts. */
export function contractsBetween(
  holder: AccountId,
  all: readonly NetFlow[],
  isConvertingCode: (account: AccountId) => boolean,
): ReadonlySet<AccountId> {
  const paidBy = (account: AccountId): AccountId[] =>
    all.filter((flow) => flow.from === account && isConvertingCode(flow.to)).map((flow) => flow.to);
  const paying = (account: AccountId): AccountId[] =>
    all.filter((flow) => flow.to === account && isConvertingCode(flow.from)).map((flow) => flow.from);
  const forth = spreading(paidBy(holder), paidBy);
  const back = spreading(paying(holder), paying);
  return new Set([...forth].filter((account) => back.has(account)));
}

/** What a holder gained by conversion, and what was given with it: together no more than the amount. */
export function joined(own: Carried, given: Carried, amount: bigint): Carried {
  const tainted = own.tainted + given.tainted;
  return { tainted: smaller(tainted, amount), origin: addOrigin(own.origin, given.origin) };
}

function spreading(
  start: Iterable<AccountId>,
  next: (account: AccountId) => readonly AccountId[],
): ReadonlySet<AccountId> {
  const seen = new Set(start);
  for (const account of seen) for (const neighbour of next(account)) seen.add(neighbour);
  return seen;
}
