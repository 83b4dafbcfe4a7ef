import { type AccountId, type AssetId, accountId, type Policy, shareOf, type TotalKind } from '@fundtrail/core';
import { type NetFlow, netFlows } from './net-flows.ts';
import { addOrigin, isZeroOrigin, NO_ORIGIN, type Origin } from './origin.ts';
import { type Replayed, replayPolicy } from './replay-policy.ts';
import { type Roles, rolesOf } from './roles.ts';
import { seedAccounts } from './seeds.ts';
import type { ReferenceAccount, ReferenceInput, ReferencePolicy, ReferenceResult } from './types.ts';

const DEFAULT_MAX_HOPS = 40;

/**
 * The taint ledger once more, for tests to compare with: full history, whole waves, plain maps, one policy after the
 * other, nothing kept between replays. Small and slow on purpose.
 */
export function referenceLedger(input: ReferenceInput): ReferenceResult {
  const lead = input.policies[0];
  if (lead === undefined) throw new Error('a ledger needs a policy');
  const maxHops = input.maxHops ?? DEFAULT_MAX_HOPS;
  const roles = rolesFor(input);
  const known = new Map(input.transactions.map((tx) => [tx, netFlows(tx, roles)]));
  const flowsOf = (tx: ReferenceInput['transactions'][number]): readonly NetFlow[] => known.get(tx) ?? [];
  const starts = seedAccounts(input.seeds, input.transactions, flowsOf, roles);
  const replay = (policy: Policy, open: ReadonlySet<AccountId>, floors: Origin, leading?: Replayed): Replayed =>
    replayPolicy({
      policy,
      transactions: input.transactions,
      flowsOf,
      seeds: input.seeds,
      roles,
      open,
      floors,
      priceOf: input.priceOf ?? (() => undefined),
      ...(leading === undefined ? {} : { leadHolders: leading.holders }),
    });

  const floors: Origin = new Map(
    [...replay(lead, starts, NO_ORIGIN).stolen].map(([unit, amount]) => [unit, shareOf(input.floor, amount)]),
  );
  let open: ReadonlySet<AccountId> = new Set([...starts, ...[...(input.open ?? [])].filter((id) => roles.isPlain(id))]);
  for (let waves = 1; ; waves += 1) {
    const replayed = replay(lead, open, floors);
    const added = [...replayed.wanted].filter((account) => (replayed.hops.get(account) ?? 0) < maxHops);
    if (added.length > 0) {
      open = new Set([...open, ...added]);
      continue;
    }
    const policies = new Map(
      input.policies.map((policy) => [
        policy,
        summarize(policy, policy === lead ? replayed : replay(policy, open, floors, replayed), replayed.wanted),
      ]),
    );
    const gaps = new Map([...replayed.holdings].flatMap(([key, { gap }]) => (gap > 0n ? [[key, gap] as const] : [])));
    return { open, waves, floors, policies, gaps };
  }
}

/** Labels, what the facts show to be code (tokens), and the seeds' accounts, which are followed whatever they are. */
function rolesFor(input: ReferenceInput): Roles {
  const tokens = input.transactions.flatMap((tx) =>
    tx.legs.flatMap((leg) => (leg.asset === 'native' ? [] : [accountId(tx.chain, leg.asset)])),
  );
  const roles = rolesOf(input.labels, tokens);
  const named = new Set(input.seeds.map((seed) => seed.account));
  return { ...roles, serviceOf: (account) => (named.has(account) ? undefined : roles.serviceOf(account)) };
}

function summarize(policy: Policy, replayed: Replayed, beyondHops: ReadonlySet<AccountId>): ReferencePolicy {
  const origin = new Map<TotalKind, Origin>();
  const tainted = new Map<TotalKind, Map<AssetId, bigint>>();
  const accounts = new Map<string, ReferenceAccount>();
  const count = (kind: TotalKind, asset: AssetId, amount: bigint, o: Origin): void => {
    if (amount === 0n && isZeroOrigin(o)) return;
    origin.set(kind, addOrigin(origin.get(kind) ?? NO_ORIGIN, o));
    const assets = tainted.get(kind) ?? new Map<AssetId, bigint>();
    tainted.set(kind, assets.set(asset, (assets.get(asset) ?? 0n) + amount));
  };
  for (const { asset, carried } of replayed.fee) count('fee', asset, carried.tainted, carried.origin);
  for (const one of replayed.received.values()) {
    const key = `${one.account}|${one.asset}`;
    const kind = one.kind === 'dispersed' && beyondHops.has(one.account) ? 'budget' : one.kind;
    const holding = kind === 'resting' ? replayed.holdings.get(key) : undefined;
    const resting = (policy === 'poison' ? holding?.balance : holding?.tainted) ?? 0n;
    if (kind === 'resting') count(kind, one.asset, resting, holding?.origin ?? NO_ORIGIN);
    else count(kind, one.asset, one.tainted, one.origin);
    const before = accounts.get(key);
    accounts.set(key, {
      account: one.account,
      asset: one.asset,
      kind,
      hops: replayed.hops.get(one.account) ?? 0,
      received: one.tainted + (before?.received ?? 0n),
      resting,
      originReceived: addOrigin(one.origin, before?.originReceived ?? NO_ORIGIN),
      originResting: holding?.origin ?? NO_ORIGIN,
      gap: replayed.holdings.get(key)?.gap ?? 0n,
    });
  }
  return { policy, stolen: replayed.stolen, origin, tainted, accounts, flows: replayed.flows };
}
