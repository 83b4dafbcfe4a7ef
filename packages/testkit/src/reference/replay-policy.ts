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
  isTainted,
  put,
  putOldest,
  taintHeld,
  take,
} from './holding.ts';
import type { NetFlow } from './net-flows.ts';
import { addOrigin, NO_ORIGIN, type Origin, smaller } from './origin.ts';
import type { Roles } from './roles.ts';
import { createSeedState } from './seeds.ts';
import type { ReferenceFlow, ReferenceSeed } from './types.ts';

export type ReplayInput = {
  readonly policy: Policy;
  readonly transactions: readonly TransactionFact[];
  readonly flowsOf: (transaction: TransactionFact) => readonly NetFlow[];
  readonly seeds: readonly ReferenceSeed[];
  readonly roles: Roles;
  /** The open set S, the seeds' accounts included. */
  readonly open: ReadonlySet<AccountId>;
  readonly seedAccounts: ReadonlySet<AccountId>;
  readonly floors: Origin;
  readonly priceOf: PriceOf;
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
};

export function replayPolicy(input: ReplayInput): Replayed {
  const { policy, roles, open } = input;
  const seeds = createSeedState(input.seeds, roles);
  const guard: BreadthGuard = createBreadthGuard(input.floors);
  const holdings = new Map<string, Holding>();
  const received = new Map<string, Received>();
  const hops = new Map<AccountId, number>([...input.seedAccounts].map((account) => [account, 0]));
  const flows: ReferenceFlow[] = [];
  const fee: { asset: AssetId; carried: Carried }[] = [];
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

  function emit(tx: TransactionFact, { flow, carried }: CarryingFlow): void {
    if (carriesNothing(carried)) return;
    show(tx, { flow, carried });
    guard.see(flow.from, flow.to, carried.origin, sinkOf(flow.to) === 'dispersed');
  }

  /** A flow that is told, but decides nothing about its receiver. */
  function show(tx: TransactionFact, { flow, carried }: CarryingFlow): void {
    if (carriesNothing(carried)) return;
    flows.push({ ...flowFields(flow), tx: tx.hash, tainted: carried.tainted, origin: carried.origin });
    const hop = (hops.get(flow.from) ?? 0) + 1;
    hops.set(flow.to, Math.min(hop, hops.get(flow.to) ?? hop));
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
      for (const [key, holding] of holdings) {
        if (!key.startsWith(`${seed.account}|`)) continue;
        const asset = key.slice(seed.account.length + 1);
        const fresh = seeds.claim(undefined, seed.account, asset, holding.balance - holding.tainted);
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

  /** What an account paid, but for what a service or a burn absorbs; and what it got, but for what a service paid, which is clean. */
  const lostBy = (account: AccountId, all: readonly NetFlow[]): NetFlow[] =>
    all.filter((flow) => flow.from === account && (open.has(flow.to) || !isSink(flow)));
  const gainedBy = (account: AccountId, all: readonly NetFlow[]): NetFlow[] =>
    all.filter((flow) => flow.to === account && (open.has(flow.from) || roles.serviceOf(flow.from) === undefined));
  const isSink = (flow: NetFlow): boolean => roles.serviceOf(flow.to) !== undefined || roles.isBurnAddress(flow.to);

  /** Open accounts that lost tainted money of one asset and gained another, in the order of their first flow. */
  function convertingHolders(all: readonly NetFlow[]): AccountId[] {
    const accounts = [...new Set(all.flatMap((flow) => [flow.from, flow.to]))];
    return accounts.filter((account) => {
      const lost = lostBy(account, all);
      const gained = gainedBy(account, all);
      const converts = lost.some((out) => gained.some((into) => into.asset !== out.asset));
      return converts && open.has(account) && lost.some((flow) => losesTaint(flow));
    });
  }

  function losesTaint({ from, asset, amount }: NetFlow): boolean {
    const holding = holdings.get(`${from}|${asset}`) ?? emptyHolding();
    return isTainted(holding) || seeds.claimableGap(from, asset, amount - holding.balance) > 0n;
  }

  function apply(tx: TransactionFact): void {
    const rules: ConversionRules = { poison: policy === 'poison', time: tx.time, priceOf: input.priceOf };
    beginSeeds(tx);
    payFees(tx);
    const all = input.flowsOf(tx);
    const converters = convertersOf(all, isConvertingCode);
    const holders = new Set(convertingHolders(all));

    // 1. Holders convert their own taint; what the flows between converters show of it moves nothing else.
    const converted = new Map<NetFlow, Carried>();
    const spent = new Set<NetFlow>();
    for (const holder of holders) {
      const lost = lostBy(holder, all);
      const gained = gainedBy(holder, all);
      for (const flow of lost) spent.add(flow);
      const paid = lost.map((flow) => ({ flow, carried: takeFrom(flow.from, flow.asset, flow.amount) }));
      const between = all.filter(
        (flow) => converters.has(flow.from) && (converters.has(flow.to) || flow.to === holder),
      );
      const shown = redirect(
        converters,
        [...lost.filter((flow) => converters.has(flow.to)), ...between],
        new Map(paid.map(({ flow, carried }) => [flow, carried])),
        rules,
      );
      for (const one of paid) {
        show(tx, one);
        // It is an outflow of the holder's, but what it carries comes back to the holder: whoever was paid got clean money.
        if (!carriesNothing(one.carried)) guard.see(one.flow.from, one.flow.to, one.carried.origin, false);
      }
      for (const one of shown.flows) if (one.flow.to !== holder) show(tx, one);
      for (const one of convert(paid, gained, rules)) {
        show(tx, one);
        converted.set(one.flow, one.carried);
      }
    }

    // 2. What others paid to converters goes on through them.
    const through = all.filter(
      (flow) => (converters.has(flow.from) || converters.has(flow.to)) && !spent.has(flow) && !converted.has(flow),
    );
    const paid = new Map<NetFlow, Carried>();
    for (const flow of through) {
      if (converters.has(flow.from)) continue;
      const carried = takeFrom(flow.from, flow.asset, flow.amount);
      paid.set(flow, carried);
      emit(tx, { flow, carried });
    }
    const sent = redirect(converters, through, paid, rules);
    const carriedOn = new Map(sent.flows.map(({ flow, carried }) => [flow, carried]));
    for (const one of sent.flows) emit(tx, one);
    for (const { flow, carried } of sent.rests) record(flow.to, flow.asset, 'contract', carried);

    // 3. Everything else moves as it is.
    for (const flow of all) {
      if (through.includes(flow)) {
        if (!converters.has(flow.to)) deliver(tx, flow, carriedOn.get(flow) ?? CLEAN);
        continue;
      }
      const own = converted.get(flow);
      if (own !== undefined) {
        const given = spent.has(flow) ? CLEAN : takeFrom(flow.from, flow.asset, flow.amount);
        emit(tx, { flow, carried: given });
        deliver(tx, flow, joined(own, given, flow.amount));
        continue;
      }
      if (spent.has(flow)) {
        if (!converters.has(flow.to)) deliver(tx, flow, CLEAN);
        continue;
      }
      const carried = takeFrom(flow.from, flow.asset, flow.amount);
      emit(tx, { flow, carried });
      deliver(tx, flow, carried);
    }
  }

  for (const tx of input.transactions) apply(tx);
  return { stolen, fee, received, holdings, flows, hops, wanted: guard.wanted() };
}

/** Code that is not followed and that gained one asset and lost another. */
function convertersOf(all: readonly NetFlow[], isConvertingCode: (account: AccountId) => boolean): Set<AccountId> {
  const gained = (account: AccountId, other: AssetId): boolean =>
    all.some((flow) => flow.to === account && flow.asset !== other);
  return new Set(
    all.filter((flow) => isConvertingCode(flow.from) && gained(flow.from, flow.asset)).map((flow) => flow.from),
  );
}

function joined(own: Carried, given: Carried, amount: bigint): Carried {
  const tainted = own.tainted + given.tainted;
  return { tainted: smaller(tainted, amount), origin: addOrigin(own.origin, given.origin) };
}

function flowFields({ from, to, asset, amount, legs }: NetFlow) {
  return { from, to, asset, amount, legs };
}
