import type { Address, Leg } from '@fundtrail/core';
import { hasTaint, newMoved } from '../balances.ts';
import type { AccountSeed, ReplayContext } from '../context.ts';
import { momentOf, type TransactionRun } from '../run.ts';
import type { ChainState, Moment, SeedState } from '../state.ts';
import { type CoinState, isOpenCoin } from './coin-state.ts';
import { coinStop } from './coin-stop.ts';
import { steal } from './steal.ts';

type Owners = ReadonlyMap<Address, readonly number[]>;

/**
 * Says that a transaction touches owners that seeds name, and from a seed's block on makes stolen what its owner holds.
 * @returns `owners` where it touches any of them
 */
export function touchOwners(run: TransactionRun, owners: Owners): Owners | undefined {
  const { context, chain, fact } = run;
  const touched = new Set<Address>();
  for (const leg of fact.legs) {
    const owner = leg.owner ?? chain.coins.get(leg.from)?.owner;
    if (owner !== undefined && owners.has(owner)) touched.add(owner);
  }
  if (touched.size === 0) return undefined;
  const moment = momentOf(run);
  for (const owner of touched) {
    const places = owners.get(owner) ?? [];
    for (const place of places) {
      const state = seedState(context, place);
      state.last = moment;
      const { fromBlock } = context.options.seeds[place] as AccountSeed;
      if (!state.active && moment.block >= fromBlock) activate(context, chain, owner, places, place, moment);
    }
  }
  return owners;
}

/** Seeds whose block was passed by no transaction: what their owners hold is stolen all the same. */
export function activateWaitingOwners(context: ReplayContext, chain: ChainState): void {
  for (const [owner, places] of context.seedOwners.get(chain.id) ?? []) {
    for (const place of places) {
      const { active, last } = seedState(context, place);
      if (!active && last !== undefined) activate(context, chain, owner, places, place, last);
    }
  }
}

/** Adds the places of seeds whose owners hold something. */
export function addOwnersMet(context: ReplayContext, chain: ChainState, met: Set<number>): void {
  const owners = context.seedOwners.get(chain.id);
  if (owners === undefined) return;
  for (const coin of chain.coins.values()) {
    if (coin.owner !== undefined && isOpenCoin(coin)) for (const place of owners.get(coin.owner) ?? []) met.add(place);
  }
}

/**
 * A coin of an active seed's owner that is spent and was never seen being made: held when the seed began, or received later, it is
 * stolen, as far as the seed's cap goes.
 */
export function stealUnseen(run: TransactionRun, { from, owner, amount }: Leg, owners: Owners): CoinState | undefined {
  const { context, chain } = run;
  const places = owner === undefined ? undefined : owners.get(owner);
  if (places === undefined || amount === 0n) return undefined;
  const clean = { ...newMoved(context.policies.length), lots: undefined };
  const parts = steal(context, chain, amount, clean, places, false);
  if (!hasTaint(parts)) return undefined;
  const made = momentOf(run);
  const stop = coinStop(context.options, chain.id, from, owner, true);
  const coin: CoinState = {
    address: from,
    owner,
    amount,
    ...parts,
    made,
    seen: false,
    first: made,
    followed: true,
    kind: stop?.kind ?? 'resting',
    stop,
    seeded: true,
    hops: 0,
    leadHops: 0,
    spentBy: undefined,
    trail: undefined,
  };
  chain.coins.set(from, coin);
  return coin;
}

export function hasActiveSeed(context: ReplayContext, places: readonly number[] | undefined): boolean {
  return places?.some((place) => seedState(context, place).active) === true;
}

export function hasWaitingSeed(context: ReplayContext, places: readonly number[] | undefined): boolean {
  return places?.some((place) => !seedState(context, place).active) === true;
}

function activate(
  context: ReplayContext,
  chain: ChainState,
  owner: Address,
  places: readonly number[],
  place: number,
  moment: Moment,
): void {
  const state = seedState(context, place);
  state.active = true;
  state.met = true;
  for (const coin of heldBy(chain, owner)) {
    const parts = steal(context, chain, coin.amount, coin, [place], false);
    if (hasTaint(parts)) {
      const first = coin.first ?? moment;
      const followed = coin.stop?.kind !== 'burn';
      if (followed && !coin.followed) context.state.followedCoins += 1;
      chain.coins.set(coin.address, { ...coin, ...parts, first, followed, hops: 0, leadHops: 0 });
    } else if (!hasWaitingSeed(context, places)) chain.coins.delete(coin.address);
  }
}

/** What an owner holds, oldest block first; within a block by name, since their order there is free. */
function heldBy(chain: ChainState, owner: Address): readonly CoinState[] {
  const held = [...chain.coins.values()].filter((coin) => coin.owner === owner && isOpenCoin(coin));
  return held.sort((a, b) => a.made.block - b.made.block || (a.address < b.address ? -1 : 1));
}

function seedState(context: ReplayContext, place: number): SeedState {
  return context.state.seeds[place] as SeedState;
}
