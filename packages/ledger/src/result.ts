import { type AssetId, assetId, isArrival, type Policy, TOTAL_KINDS, type TotalKind } from '@fundtrail/core';
import type { ReplayContext } from './context.ts';
import { type Gone, goneOf } from './crossing/gone-of.ts';
import { reachesFloor } from './guard.ts';
import { HOLDING_KINDS } from './holding-kinds.ts';
import { addOrigin, type Origin, originVector, subtractOrigin } from './origin.ts';
import type { PolicyState } from './policy.ts';
import { type AccountState, type ChainState, type Holding, holdingsOf, type Moment, type Sums } from './state.ts';
import type { LedgerAccount, LedgerResult, PolicyTotals, Wanted } from './types.ts';
import { coinRow, heldOriginOf, wantedCoins } from './utxo/coin-rows.ts';

type RestingKind = LedgerAccount['kind'];
type Found = { readonly wanted: Wanted; readonly first: Moment };
type PolicySums = { readonly origin: Map<TotalKind, Origin>; readonly tainted: Map<TotalKind, Map<AssetId, bigint>> };

/** Rows and totals of a replay as it stands. Rows are in the order of their first taint, then by account, then by asset. */
export function buildResult(context: ReplayContext): LedgerResult {
  const { state, policies } = context;
  const rows: { readonly row: LedgerAccount; readonly first: Moment }[] = [];
  const sums: readonly PolicySums[] = policies.map(() => ({ origin: new Map(), tainted: new Map() }));
  for (const chain of state.chains.values()) {
    for (const account of chain.accounts.values()) {
      // An arrival has passed on all that it brought.
      if (isArrival(account.address)) continue;
      for (const holding of holdingsOf(account)) {
        if (holding.states === undefined || holding.first === undefined) continue;
        const gone = goneOf(context.state, account.address);
        const row = buildRow(context, chain, account, holding, holding.states, holding.first, gone);
        rows.push({ row, first: holding.first });
        addRow(context, sums, row, account, holding.states, gone);
      }
    }
    for (const coin of chain.coins.values()) {
      if (coin.first === undefined) continue;
      const gone = goneOf(context.state, coin.address);
      const row = coinRow(context, chain, coin, gone);
      rows.push({ row, first: coin.first });
      policies.forEach((_, p) => {
        const tainted = (coin.followed ? row.resting : row.received)[p] as bigint;
        const left = tainted - (gone?.tainted[p] ?? 0n);
        addTo(sums[p] as PolicySums, row.kind, row.asset, left, leftOf(heldOriginOf(coin, p), gone, p));
      });
    }
    addChainSums(sums, 'fee', chain, chain.fees);
    addChainSums(sums, 'dispersed', chain, chain.dispersedEarlier);
  }
  rows.sort(
    (a, b) =>
      a.first.order - b.first.order || compare(a.row.account, b.row.account) || compare(a.row.asset, b.row.asset),
  );
  return {
    units: state.units.slice(),
    totals: policies.map((policy, p) => buildTotals(context, policy, p, sums[p] as PolicySums)),
    accounts: rows.map(({ row }) => row),
  };
}

/**
 * Accounts to open next. Receivers of a transaction seed come first and alone: until they are in the open set, what they
 * held before the theft has not been counted, and what they send says nothing about whom to open.
 */
export function listWanted(context: ReplayContext): readonly Wanted[] {
  if (context.options.floors === undefined) return [];
  const receivers = collect(context, (account) => account.followed && !account.named);
  const accounts = receivers.length > 0 ? receivers : collect(context, (account) => isWanted(context, account));
  return inOrder([...accounts, ...wantedCoins(context)]).map(({ wanted }) => wanted);
}

function collect(context: ReplayContext, accepts: (account: AccountState) => boolean): readonly Found[] {
  const found: Found[] = [];
  for (const chain of context.state.chains.values()) {
    for (const account of chain.accounts.values()) {
      const { first } = account;
      if (first === undefined || !accepts(account)) continue;
      const wanted = {
        account: account.id,
        hops: account.leadHops,
        first: { chain: chain.id, block: first.block, index: first.index, time: first.time },
      };
      found.push({ wanted, first });
    }
  }
  return found;
}

function inOrder(found: readonly Found[]): readonly Found[] {
  return found.toSorted((a, b) => a.first.order - b.first.order || compare(a.wanted.account, b.wanted.account));
}

function isWanted(context: ReplayContext, account: AccountState): boolean {
  return !account.followed && deservesOpening(context, account) && account.leadHops < context.options.maxHops;
}

function deservesOpening(context: ReplayContext, account: AccountState): boolean {
  if (account.stop !== undefined || account.code) return false;
  return account.letThrough || reachesFloor(context, account.leadReceived);
}

function kindOf(context: ReplayContext, account: AccountState): RestingKind {
  if (account.stop !== undefined) return account.stop.kind;
  if (account.followed) return 'resting';
  if (account.code) return 'contract';
  return deservesOpening(context, account) && account.leadHops >= context.options.maxHops ? 'budget' : 'dispersed';
}

function buildRow(
  context: ReplayContext,
  chain: ChainState,
  account: AccountState,
  holding: Holding,
  states: readonly PolicyState[],
  first: Moment,
  gone: Gone | undefined,
): LedgerAccount {
  const units = context.state.units.length;
  const kind = gone?.done === true ? 'resting' : kindOf(context, account);
  const holds = (account.followed || HOLDING_KINDS.has(kind)) && gone === undefined;
  const nothing = originVector(0n, units);
  return {
    account: account.id,
    owner: null,
    spentBy: null,
    asset: assetId(chain.id, holding.asset),
    hops: account.hops,
    firstTaint: { block: first.block, time: first.time, tx: first.tx },
    received: states.map((state) => state.received),
    resting: states.map((state, p) => (holds ? heldTaint(context, account, holding, state, p) : 0n)),
    originReceived: states.map((state) => originVector(state.originReceived, units)),
    originResting: states.map((state) => (holds ? originVector(heldOrigin(account, state), units) : nothing)),
    kind,
    stop: account.stop,
    gap: holding.gap,
  };
}

function heldTaint(
  context: ReplayContext,
  account: AccountState,
  holding: Holding,
  state: PolicyState,
  p: number,
): bigint {
  if (!account.followed) return state.received;
  if (context.policies[p] === 'poison') return state.flagged ? holding.balance : 0n;
  return state.tainted;
}

function heldOrigin(account: AccountState, state: PolicyState): Origin {
  return account.followed ? state.origin : state.originReceived;
}

function addRow(
  context: ReplayContext,
  sums: readonly PolicySums[],
  row: LedgerAccount,
  account: AccountState,
  states: readonly PolicyState[],
  gone: Gone | undefined,
): void {
  context.policies.forEach((_, p) => {
    const state = states[p] as PolicyState;
    // What is not followed has absorbed, held or not, all that it received.
    const tainted = account.followed ? (row.resting[p] as bigint) : state.received;
    const left = tainted - (gone?.tainted[p] ?? 0n);
    addTo(sums[p] as PolicySums, row.kind, row.asset, left, leftOf(heldOrigin(account, state), gone, p));
  });
}

/** What is left of origin of which some crossed to another chain. */
function leftOf(origin: Origin, gone: Gone | undefined, p: number): Origin {
  return gone === undefined ? origin : subtractOrigin(origin, gone.origin[p] as Origin);
}

function addChainSums(
  sums: readonly PolicySums[],
  kind: TotalKind,
  chain: ChainState,
  added: ReadonlyMap<string, Sums>,
): void {
  for (const [asset, sum] of added) {
    sums.forEach((into, p) => {
      addTo(into, kind, assetId(chain.id, asset), sum.tainted[p] as bigint, sum.origin[p] as Origin);
    });
  }
}

function addTo(sums: PolicySums, kind: TotalKind, asset: AssetId, tainted: bigint, origin: Origin): void {
  sums.origin.set(kind, addOrigin(sums.origin.get(kind) ?? 0n, origin));
  if (tainted === 0n) return;
  const byAsset = sums.tainted.get(kind) ?? new Map<AssetId, bigint>();
  sums.tainted.set(kind, byAsset);
  byAsset.set(asset, (byAsset.get(asset) ?? 0n) + tainted);
}

function buildTotals(context: ReplayContext, policy: Policy, p: number, sums: PolicySums): PolicyTotals {
  const units = context.state.units.length;
  return {
    policy,
    stolen: originVector(context.state.stolen[p] as Origin, units),
    origin: new Map(TOTAL_KINDS.map((kind) => [kind, originVector(sums.origin.get(kind) ?? 0n, units)])),
    tainted: new Map(
      TOTAL_KINDS.map((kind) => [
        kind,
        new Map([...(sums.tainted.get(kind) ?? [])].sort((a, b) => compare(a[0], b[0]))),
      ]),
    ),
  };
}

/** By code units, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
