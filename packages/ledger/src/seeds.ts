import { assetId } from '@fundtrail/core';
import { noteTaint } from './balances.ts';
import { type AccountSeed, type ReplayContext, unitOf } from './context.ts';
import { cleanPart, taintHeld } from './policy.ts';
import { type AccountState, type ChainState, holdingsOf, type Moment, type SeedState, statesOf } from './state.ts';
import { addStolen, capped, seedTakes, spendCap } from './stolen.ts';
import { activateWaitingOwners, addOwnersMet } from './utxo/owner-seeds.ts';

/** Says that a transaction touches a seed's account, and from the seed's block on makes stolen what the account holds. */
export function touchSeeds(context: ReplayContext, chain: ChainState, account: AccountState, moment: Moment): void {
  for (const place of account.seeds ?? []) {
    const seed = context.options.seeds[place] as AccountSeed;
    const state = context.state.seeds[place] as SeedState;
    state.last = moment;
    if (!state.active && moment.block >= seed.fromBlock) activateSeed(context, chain, account, place, moment);
  }
}

/** Seeds whose block was passed by no transaction: what their accounts hold is stolen all the same. */
export function activateWaitingSeeds(context: ReplayContext): void {
  for (const chain of context.state.chains.values()) {
    for (const account of chain.accounts.values()) {
      for (const place of account.seeds ?? []) {
        const { active, last } = context.state.seeds[place] as SeedState;
        if (!active && last !== undefined) activateSeed(context, chain, account, place, last);
      }
    }
    activateWaitingOwners(context, chain);
  }
}

/** Whether some account seed has seen its account, but no transaction at or after its block. */
export function hasWaitingSeeds(context: ReplayContext): boolean {
  return context.options.seeds.some((seed, place) => {
    const state = context.state.seeds[place] as SeedState;
    return seed.kind === 'account' && !state.active && state.last !== undefined;
  });
}

function activateSeed(
  context: ReplayContext,
  chain: ChainState,
  account: AccountState,
  place: number,
  moment: Moment,
): void {
  const seed = context.options.seeds[place] as AccountSeed;
  const state = context.state.seeds[place] as SeedState;
  state.active = true;
  state.met = true;
  account.hops = 0;
  account.leadHops = 0;
  account.first ??= moment;
  for (const holding of holdingsOf(account)) {
    if (!seedTakes(seed, chain, holding.asset)) continue;
    const states = statesOf(holding, context.policies.length);
    const amounts = context.policies.map((policy, p) =>
      capped(state, p, cleanPart(policy, states[p] as (typeof states)[number], holding.balance)),
    );
    if (amounts.every((amount) => amount === 0n)) continue;
    const unit = unitOf(context.state, assetId(chain.id, holding.asset));
    context.policies.forEach((policy, p) => {
      const amount = amounts[p] as bigint;
      spendCap(state, p, amount);
      taintHeld(policy, states[p] as (typeof states)[number], holding.balance, amount, unit);
      addStolen(context, p, unit, amount);
    });
    noteTaint(account, holding, moment, (amounts[0] as bigint) > 0n);
  }
}

/** Places of the seeds that something was found of: their transaction, or what their account held or did from its block on. */
export function listSeedsMet(context: ReplayContext): ReadonlySet<number> {
  const met = new Set<number>();
  context.state.seeds.forEach((state, place) => {
    if (state.met) met.add(place);
  });
  for (const chain of context.state.chains.values()) {
    for (const account of chain.accounts.values()) {
      for (const place of account.seeds ?? []) {
        const seed = context.options.seeds[place] as AccountSeed;
        const holds = [...holdingsOf(account)].some(
          (holding) => holding.balance > 0n && seedTakes(seed, chain, holding.asset),
        );
        if (holds) met.add(place);
      }
    }
    addOwnersMet(context, chain, met);
  }
  return met;
}
