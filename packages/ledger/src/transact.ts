import type { AssetRef, Leg } from '@fundtrail/core';
import { clear, deposit, hasTaint, newMoved, spend } from './balances.ts';
import { seedAccounts, seedStop, type TransactionSeed } from './context.ts';
import { redirectThroughConverters } from './converters.ts';
import { buildGraph, type TxGraph, type TxNode } from './graph.ts';
import { convertHolders } from './holders.ts';
import { isBurn, payeeOf, payerOf } from './netting.ts';
import { momentOf, type TransactionRun } from './run.ts';
import { touchSeeds } from './seeds.ts';
import { pass } from './sending.ts';
import { type AccountState, addSums, holdingsOf, newAccount, type SeedState } from './state.ts';

/**
 * Applies one transaction in full: seeds, fees, then its net movements: holders, converters, the rest. Each of these steps
 * takes and puts before the next one begins; within the last, every flow is taken and put before the next flow.
 */
export function transact(run: TransactionRun, seedPlaces: readonly number[]): void {
  const { context, chain, fact } = run;
  for (const account of accountsOf(run)) {
    if (account.seeds !== undefined) touchSeeds(context, chain, account, momentOf(run));
  }
  payFees(run);
  for (const place of seedPlaces) (context.state.seeds[place] as SeedState).met = true;
  if (!fact.success) return;
  const graph = buildGraph(run);
  for (const place of seedPlaces) markStolen(run, graph, context.options.seeds[place] as TransactionSeed);
  convertHolders(run, graph);
  redirectThroughConverters(run, graph);
  for (const flow of graph.flows) if (flow.progress === 'open') pass(run, flow);
}

/** Fees come before all else: they are bought up front. */
export function payFees(run: TransactionRun): void {
  for (const leg of run.fact.legs) if (leg.kind === 'fee') payFee(run, leg);
}

function payFee(run: TransactionRun, leg: Leg): void {
  const { context, chain } = run;
  const payer = chain.accounts.get(leg.from);
  if (payer?.followed !== true || leg.amount === 0n) return;
  const moved = newMoved(context.policies.length);
  spend(run, payer, leg.asset, leg.amount, moved);
  if (hasTaint(moved)) addSums(chain.fees, leg.asset, moved);
}

/**
 * Applies a transaction in which no taint can move and no seed takes part: only what followed accounts gained and lost
 * counts. With `only`, it counts for these accounts alone.
 */
export function transactClean(run: TransactionRun, only?: ReadonlySet<AccountState>): void {
  const { context, chain, fact } = run;
  const counts = (account: AccountState | undefined): account is AccountState =>
    account?.followed === true && (only === undefined || only.has(account));
  const moved = newMoved(context.policies.length);
  for (const leg of fact.legs) {
    if (leg.kind !== 'fee' || leg.amount === 0n) continue;
    const payer = chain.accounts.get(leg.from);
    if (counts(payer)) spend(run, payer, leg.asset, leg.amount, moved);
  }
  if (!fact.success) return;
  const nets = new Map<AccountState, Map<AssetRef, bigint>>();
  const add = (account: AccountState | undefined, asset: AssetRef, change: bigint): void => {
    if (!counts(account)) return;
    const byAsset = nets.get(account) ?? new Map<AssetRef, bigint>();
    nets.set(account, byAsset);
    byAsset.set(asset, (byAsset.get(asset) ?? 0n) + change);
  };
  for (const leg of fact.legs) {
    if (leg.kind === 'fee' || leg.amount === 0n) continue;
    add(chain.accounts.get(payerOf(leg)), leg.asset, -leg.amount);
    add(chain.accounts.get(payeeOf(leg)), leg.asset, leg.amount);
  }
  clear(moved);
  for (const [account, byAsset] of nets) {
    for (const [asset, net] of byAsset) {
      if (net < 0n) spend(run, account, asset, -net, moved);
      else if (net > 0n) deposit(run, account, asset, net, moved, false);
    }
  }
}

/** Every known account that the transaction's legs name. */
export function* accountsOf(run: TransactionRun): Generator<AccountState> {
  const { accounts } = run.chain;
  for (const leg of run.fact.legs) {
    const from = accounts.get(leg.from);
    if (from !== undefined) yield from;
    const to = accounts.get(leg.to);
    if (to !== undefined) yield to;
    if (leg.asset === 'native' || (payerOf(leg) === leg.from && !isBurn(leg))) continue;
    const token = accounts.get(leg.asset);
    if (token !== undefined) yield token;
  }
}

/** A transaction seed: what its net receivers get is stolen, and they are followed from here on. */
function markStolen(run: TransactionRun, graph: TxGraph, seed: TransactionSeed): void {
  const { chain } = run;
  for (const node of graph.nodes) {
    if (node.ins.length === 0 || !isMeant(run, seed, node)) continue;
    node.account ??= newAccount(chain, node.address, {
      followed: false,
      named: false,
      stop: seedStop(node.stop),
      code: false,
      seeds: undefined,
    });
    if (!node.account.followed && seedStop(node.stop) === node.stop) follow(run, node.account);
    if (node.account.followed) {
      node.stop = undefined;
      node.code = false;
    }
    node.account.hops = 0;
    node.account.leadHops = 0;
    node.distance = node.account;
    node.stolen = true;
  }
}

/**
 * Whether a transaction seed means a receiver: the one it names, or whoever is neither a service nor known to be code. An
 * account of the open set stays meant whatever has become known of it since it was opened: a theft does not become smaller
 * because its receiver turns out to be a contract, or is not told of by any source. One that turns out to be a service absorbs.
 * A service or code that another seed names is followed for that seed's sake, and not meant by this one.
 */
function isMeant({ context }: TransactionRun, seed: TransactionSeed, node: TxNode): boolean {
  const { account } = node;
  if (seed.account !== undefined) return account?.id === seed.account;
  if (account?.named === true) {
    const { options } = context;
    if (!seedAccounts(options).has(account.id)) return true;
    return !options.isCode(account.id) && options.stopOf(account.id) === seedStop(options.stopOf(account.id));
  }
  return !node.code && seedStop(node.stop) === node.stop;
}

/** What such an account received before, while it was not followed, stays counted as dispersed. */
function follow(run: TransactionRun, account: AccountState): void {
  account.followed = true;
  for (const holding of holdingsOf(account)) {
    const states = holding.states ?? [];
    addSums(run.chain.dispersedEarlier, holding.asset, {
      tainted: states.map((state) => state.received),
      origin: states.map((state) => state.originReceived),
    });
  }
}
