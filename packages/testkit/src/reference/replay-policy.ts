import {
  type AccountId,
  type AssetId,
  accountId,
  assetId,
  type Policy,
  type TerminalKind,
  type TotalKind,
  type TransactionFact,
} from '@fundtrail/core';
import { type BreadthGuard, createBreadthGuard } from './breadth-guard.ts';
import { type CarryingFlow, type ConversionRules, convert, type PriceOf, redirect } from './conversion.ts';
import {
  type Carried,
  CLEAN,
  carriesNothing,
  emptyHolding,
  type Holding,
  put,
  putOldest,
  taintHeld,
  take,
} from './holding.ts';
import type { NetFlow } from './net-flows.ts';
import { addOrigin, NO_ORIGIN, type Origin } from './origin.ts';
import type { Roles } from './roles.ts';
import { createSeedState } from './seeds.ts';
import { contractsBetween, convertersOf, gainedBy, joined, lostBy, type Sides } from './sides.ts';
import type { ReferenceFlow, ReferenceSeed } from './types.ts';

export type ReplayInput = {
  readonly policy: Policy;
  readonly transactions: readonly TransactionFact[];
  readonly flowsOf: (transaction: TransactionFact) => readonly NetFlow[];
  readonly seeds: readonly ReferenceSeed[];
  readonly roles: Roles;
  /** The open set S, the seeds' accounts included. */
  readonly open: ReadonlySet<AccountId>;
  readonly floors: Origin;
  readonly priceOf: PriceOf;
  /** Which accounts converted their own taint under the lead policy: all policies follow it. The lead's own replay finds out. */
  readonly leadHolders?: ReadonlyMap<TransactionFact, ReadonlySet<AccountId>>;
};

export type Sink = Exclude<TotalKind, 'fee'>;

export type Received = {
  readonly account: AccountId;
  readonly asset: AssetId;
  readonly kind: Sink;
  readonly tainted: bigint;
  readonly origin: Origin;
};

/** One policy's replay of the whole history with a fixed open set. */
export type Replayed = {
  readonly stolen: Origin;
  readonly fee: { readonly asset: AssetId; readonly carried: Carried }[];
  /** By account, asset and kind, in the order of the first receipt. */
  readonly received: ReadonlyMap<string, Received>;
  /** By `account|asset`. */
  readonly holdings: ReadonlyMap<string, Holding>;
  readonly flows: readonly ReferenceFlow[];
  readonly hops: ReadonlyMap<AccountId, number>;
  readonly wanted: ReadonlySet<AccountId>;
  /** Accounts that converted their own taint, by transaction. */
  readonly holders: ReadonlyMap<TransactionFact, ReadonlySet<AccountId>>;
};

export function replayPolicy(input: ReplayInput): Replayed {
  const { policy, roles, open } = input;
  const sides: Sides = { open, roles };
  const seeds = createSeedState(input.seeds, roles);
  const guard: BreadthGuard = createBreadthGuard(input.floors);
  const holdings = new Map<string, Holding>();
  const received = new Map<string, Received>();
  const hops = new Map<AccountId, number>();
  const flows: ReferenceFlow[] = [];
  const fee: { asset: AssetId; carried: Carried }[] = [];
  const everTainted = new Set<AccountId>();
  const holders = new Map<TransactionFact, ReadonlySet<AccountId>>();
  let stolen = NO_ORIGIN;

  function holdingOf(account: AccountId, asset: AssetId): Holding {
    const key = `${account}|${asset}`;
    const holding = holdings.get(key) ?? emptyHolding();
    holdings.set(key, holding);
    return holding;
  }

  /** What receives it: an open account, or the kind of terminal. */
  function sinkOf(account: AccountId): Sink {
    if (open.has(account)) return 'resting';
    const service: TerminalKind | undefined = roles.serviceOf(account);
    if (service !== undefined) return service;
    if (roles.isBurnAddress(account)) return 'burn';
    return roles.isCode(account) ? 'contract' : 'dispersed';
  }

  function isConvertingCode(account: AccountId): boolean {
    return sinkOf(account) === 'contract';
  }

  function newlyStolen(asset: AssetId, amount: bigint): Carried {
    const origin = policy === 'poison' || amount === 0n ? NO_ORIGIN : new Map([[asset, amount]]);
    if (amount > 0n) stolen = addOrigin(stolen, new Map([[asset, amount]]));
    return { tainted: amount, origin };
  }

  function record(account: AccountId, asset: AssetId, kind: Sink, carried: Carried): void {
    if (carriesNothing(carried)) return;
    everTainted.add(account);
    const key = `${account}|${asset}|${kind}`;
    const known = received.get(key);
    received.set(key, {
      account,
      asset,
      kind,
      tainted: carried.tainted + (known?.tainted ?? 0n),
      origin: addOrigin(known?.origin ?? NO_ORIGIN, carried.origin),
    });
  }

  function takeFrom(account: AccountId, asset: AssetId, amount: bigint): Carried {
    if (isConvertingCode(account)) return CLEAN;
    const holding = holdingOf(account, asset);
    const gap = amount - holding.balance;
    if (gap > 0n) {
      const claimed = seeds.claimableGap(account, asset, gap) > 0n ? seeds.claim(undefined, account, asset, gap) : 0n;
      const unseen = newlyStolen(asset, claimed);
      putOldest(holding, gap, unseen);
      holding.gap += gap;
      record(account, asset, 'resting', unseen);
    }
    return take(holding, amount, policy);
  }

  /** `passing`: how far converters of this transaction are from a seed, by what they were paid in it. */
  function emit(tx: TransactionFact, { flow, carried }: CarryingFlow, passing?: Map<AccountId, number>): void {
    if (carriesNothing(carried)) return;
    show(tx, { flow, carried });
    const hop = (passing?.get(flow.from) ?? hops.get(flow.from) ?? 0) + 1;
    const distances = passing?.has(flow.to) ? passing : hops;
    distances.set(flow.to, Math.min(hop, distances.get(flow.to) ?? hop));
    guard.see(flow.from, flow.to, carried.origin, sinkOf(flow.to) === 'dispersed');
  }

  /** A flow that is told, but decides nothing about its receiver. */
  function show(tx: TransactionFact, { flow, carried }: CarryingFlow): void {
    if (carriesNothing(carried)) return;
    flows.push({ ...flowFields(flow), tx: tx.hash, tainted: carried.tainted, origin: carried.origin });
  }

  function deliver(tx: TransactionFact, flow: NetFlow, carried: Carried): void {
    const { to, asset, amount } = flow;
    const fresh = newlyStolen(asset, seeds.claim(tx, to, asset, amount - carried.tainted));
    const whole = { tainted: carried.tainted + fresh.tainted, origin: addOrigin(carried.origin, fresh.origin) };
    const sink = flow.burns && !open.has(to) ? 'burn' : sinkOf(to);
    record(to, asset, sink, whole);
    if (sink === 'resting') put(holdingOf(to, asset), amount, whole);
    if (sink === 'dispersed') put(holdingOf(to, asset), amount, CLEAN);
  }

  function beginSeeds(tx: TransactionFact): void {
    for (const seed of seeds.begin(tx)) {
      hops.set(seed.account, 0);
      for (const [key, holding] of holdings) {
        if (!key.startsWith(`${seed.account}|`)) continue;
        const asset = key.slice(seed.account.length + 1);
        const clean = policy === 'poison' && holding.flagged ? 0n : holding.balance - holding.tainted;
        const fresh = seeds.claim(undefined, seed.account, asset, clean);
        if (fresh === 0n) continue;
        const { tainted, origin } = newlyStolen(asset, fresh);
        taintHeld(holding, tainted, origin);
        record(seed.account, asset, 'resting', { tainted, origin });
      }
    }
  }

  function payFees(tx: TransactionFact): void {
    for (const leg of tx.legs) {
      if (leg.kind !== 'fee' || leg.amount === 0n) continue;
      const asset = assetId(tx.chain, leg.asset);
      fee.push({ asset, carried: takeFrom(accountId(tx.chain, leg.from), asset, leg.amount) });
    }
  }

  /** Open accounts that were ever tainted, lost one asset and gained another, in the order of their first flow. */
  function convertingHolders(all: readonly NetFlow[]): AccountId[] {
    const accounts = [...new Set(all.flatMap((flow) => [flow.from, flow.to]))];
    return accounts.filter((account) => {
      const lost = lostBy(account, all, sides);
      const gained = gainedBy(account, all, sides);
      const converts = lost.some((out) => gained.some((into) => into.asset !== out.asset));
      return converts && open.has(account) && (everTainted.has(account) || lost.some(isUnseenLoot));
    });
  }

  function isUnseenLoot({ from, asset, amount }: NetFlow): boolean {
    const held = holdings.get(`${from}|${asset}`)?.balance ?? 0n;
    return seeds.claimableGap(from, asset, amount - held) > 0n;
  }

  function apply(tx: TransactionFact): void {
    beginSeeds(tx);
    payFees(tx);
    const all = input.flowsOf(tx);
    for (const { to } of all) if (seeds.steals(tx, to)) hops.set(to, 0);
    const converting = new Set(input.leadHolders?.get(tx) ?? convertingHolders(all));
    holders.set(tx, converting);
    const settled = convertForHolders(tx, all, converting);
    const left = all.filter((flow) => !settled.has(flow));
    const converters = convertersOf(left, isConvertingCode);
    redirectThrough(tx, all, left, converters);
    for (const flow of left) {
      if (converters.has(flow.from) || converters.has(flow.to)) continue;
      const carried = takeFrom(flow.from, flow.asset, flow.amount);
      emit(tx, { flow, carried });
      deliver(tx, flow, carried);
    }
  }

  /** Holders first: each converts its own taint; what paid a holder without converting gives only its own. */
  function convertForHolders(
    tx: TransactionFact,
    all: readonly NetFlow[],
    converting: ReadonlySet<AccountId>,
  ): ReadonlySet<NetFlow> {
    const spent = new Map<NetFlow, Carried>();
    const given = new Map<NetFlow, Carried>();
    for (const flow of all) {
      const lost = converting.has(flow.from) && lostBy(flow.from, all, sides).includes(flow);
      const gained = converting.has(flow.to) && gainedBy(flow.to, all, sides).includes(flow);
      if (lost) spent.set(flow, takeFrom(flow.from, flow.asset, flow.amount));
      else if (gained) given.set(flow, takeFrom(flow.from, flow.asset, flow.amount));
    }
    for (const holder of converting) {
      const paid = lostBy(holder, all, sides).map((flow) => ({ flow, carried: spent.get(flow) ?? CLEAN }));
      for (const one of paid) {
        show(tx, one);
        // It is an outflow of the holder's, but what it carries comes back to the holder: whoever was paid got clean money.
        if (!carriesNothing(one.carried)) guard.see(one.flow.from, one.flow.to, one.carried.origin, false);
      }
      showBetween(tx, all, holder, spent);
      const converted = convert(paid, gainedBy(holder, all, sides), rulesAt(tx));
      for (const one of converted) show(tx, one);
      for (const { flow, carried } of converted) {
        const own = given.get(flow) ?? CLEAN;
        emit(tx, { flow, carried: own });
        deliver(tx, flow, joined(carried, own, flow.amount));
      }
    }
    for (const flow of spent.keys()) {
      if (open.has(flow.to) && !converting.has(flow.to)) deliver(tx, flow, CLEAN);
    }
    return new Set([...spent.keys(), ...given.keys()]);
  }

  /** The flows between contracts on the ways from what a holder paid to what it got, as if it were the only payer. */
  function showBetween(
    tx: TransactionFact,
    all: readonly NetFlow[],
    holder: AccountId,
    spent: ReadonlyMap<NetFlow, Carried>,
  ): void {
    const inside = contractsBetween(holder, all, isConvertingCode);
    redirect({
      converters: inside,
      flows: all.filter(({ from, to }) => [from, to].every((account) => account === holder || inside.has(account))),
      all,
      paid: (flow) => spent.get(flow) ?? CLEAN,
      tell: (one) => {
        if (one.flow.to !== holder) show(tx, one);
      },
      rules: rulesAt(tx),
    });
  }

  /** What others paid to converters goes on through them. */
  function redirectThrough(
    tx: TransactionFact,
    all: readonly NetFlow[],
    left: readonly NetFlow[],
    converters: ReadonlySet<AccountId>,
  ): void {
    const passing = new Map([...converters].map((converter) => [converter, Number.POSITIVE_INFINITY]));
    const sent = left.filter((flow) => converters.has(flow.from) || converters.has(flow.to));
    const rests = redirect({
      converters,
      flows: sent,
      all,
      paid: (flow) => {
        const carried = takeFrom(flow.from, flow.asset, flow.amount);
        emit(tx, { flow, carried }, passing);
        return carried;
      },
      tell: (one) => {
        emit(tx, one, passing);
        if (!converters.has(one.flow.to)) deliver(tx, one.flow, one.carried);
      },
      rules: rulesAt(tx),
    });
    for (const { flow, carried } of rests) {
      deliver(tx, flow, carried);
      hops.set(flow.to, Math.min(passing.get(flow.to) ?? 0, hops.get(flow.to) ?? Number.POSITIVE_INFINITY));
    }
  }

  function rulesAt(tx: TransactionFact): ConversionRules {
    return { poison: policy === 'poison', time: tx.time, priceOf: input.priceOf };
  }

  for (const tx of input.transactions) apply(tx);
  return { stolen, fee, received, holdings, flows, hops, wanted: guard.wanted(), holders };
}

function flowFields({ from, to, asset, amount, legs }: NetFlow) {
  return { from, to, asset, amount, legs };
}
