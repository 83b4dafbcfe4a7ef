import { clonePolicyState, type Moved } from './policy.ts';
import { type AccountState, type ChainState, type Holding, holdingsOf, type ReplayState, type Sums } from './state.ts';
import type { ReplayOptions, ReplaySnapshot } from './types.ts';

/** What a snapshot really holds: a copy of the whole state and what it depends on. Plain data: `node:v8` can store it. */
export type SnapshotContent = ReplaySnapshot & {
  readonly state: ReplayState;
  /** The options that must be the same when going on, as text. */
  readonly premises: string;
  /** The open set of then. */
  readonly open: ReadonlySet<string>;
};

/** A copy that shares nothing that changes. */
export function cloneState(state: ReplayState): ReplayState {
  return {
    transactions: state.transactions,
    chains: new Map([...state.chains].map(([id, chain]) => [id, cloneChain(chain)])),
    seeds: state.seeds.map((seed) => ({ ...seed, left: seed.left?.slice() })),
    units: state.units.slice(),
    stolen: state.stolen.slice(),
    followedCoins: state.followedCoins,
    crossings: new Map(state.crossings),
    partial: new Map(state.partial),
  };
}

function cloneChain(chain: ChainState): ChainState {
  const accounts = new Map<string, AccountState>();
  for (const [address, account] of chain.accounts) accounts.set(address, cloneAccount(account));
  return {
    id: chain.id,
    utxo: chain.utxo,
    accounts,
    // Coins are replaced, never changed.
    coins: new Map(chain.coins),
    fees: cloneSums(chain.fees),
    dispersedEarlier: cloneSums(chain.dispersedEarlier),
  };
}

function cloneSums(sums: ReadonlyMap<string, Sums>): Map<string, Sums> {
  return new Map([...sums].map(([asset, sum]) => [asset, cloneMoved(sum)]));
}

export function cloneMoved(moved: Moved): Moved {
  return { tainted: moved.tainted.slice(), origin: moved.origin.slice() };
}

function cloneAccount(account: AccountState): AccountState {
  const copy: AccountState = {
    ...account,
    guard: account.guard === undefined ? undefined : { ...account.guard },
    native: undefined,
    tokens: account.tokens === undefined ? undefined : new Map(),
  };
  for (const holding of holdingsOf(account)) {
    if (holding.asset === 'native') copy.native = cloneHolding(holding);
    else copy.tokens?.set(holding.asset, cloneHolding(holding));
  }
  return copy;
}

function cloneHolding(holding: Holding): Holding {
  return { ...holding, states: holding.states?.map(clonePolicyState) };
}

/** A copy of a replay's state that a later replay can go on from. */
export function takeSnapshot(options: ReplayOptions, state: ReplayState): ReplaySnapshot {
  const content: SnapshotContent = {
    transactions: state.transactions,
    state: cloneState(state),
    premises: premisesOf(options),
    open: new Set(options.open),
  };
  return content;
}

/** The options on which what has been computed depends, and which can be compared. */
export function premisesOf(options: ReplayOptions): string {
  const floors = options.floors === undefined ? null : [...options.floors].sort(([a], [b]) => (a < b ? -1 : 1));
  const { policies, seeds, maxHops, maxCoins } = options;
  const premises = { policies, seeds, floors, maxHops, maxCoins };
  return JSON.stringify(premises, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
