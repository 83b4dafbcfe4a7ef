import {
  type AccountId,
  type Address,
  type AssetId,
  accountId,
  type ChainId,
  type Hash,
  InputError,
  isTransit,
  isUtxo,
  type Policy,
  splitAccountId,
  splitAssetId,
  ZERO_ADDRESS,
} from '@fundtrail/core';
import { type AccountState, type ChainState, chainOf, newAccount, type ReplayState } from './state.ts';
import type { LedgerSeed, OpenCoin, ReplayOptions, Stop } from './types.ts';
import { checkOwnerSeed, checkPolicies, seedOwners } from './utxo/seed-owners.ts';

export type AccountSeed = Extract<LedgerSeed, { kind: 'account' }>;
export type TransactionSeed = Extract<LedgerSeed, { kind: 'transaction' }>;

/** What every step of a replay is given: the options in the form the steps need, and the state they change. */
export type ReplayContext = {
  readonly options: ReplayOptions;
  readonly policies: readonly Policy[];
  readonly state: ReplayState;
  /** Places of the transaction seeds that have not been met yet, by chain and hash. */
  readonly transactionSeeds: Map<ChainId, Map<Hash, number[]>>;
  /** Whether any floor is above zero, so that something can be under it. */
  readonly floorsCut: boolean;
  /** Places of the account seeds by the owner of coins that each names, by UTXO chain. */
  readonly seedOwners: ReadonlyMap<ChainId, ReadonlyMap<Address, readonly number[]>>;
  /** Coins not told of yet, see `Replay.takeOpened`; no part of the state. */
  readonly opened: OpenCoin[];
};

const DEAD_ADDRESS: Address = '0x000000000000000000000000000000000000dead';
const BURN_STOP: Stop = { kind: 'burn', entity: null, reason: 'sent to an address that nobody can send from' };
const IN_TRANSIT: Stop = { kind: 'bridge_pending', entity: null, reason: 'sent to another chain' };
/** Stops that say what became of the asking, not what the account is: a seed is followed all the same, as far as facts go. */
const STOPS_OF_SEEDS: ReadonlySet<string> = new Set(['unavailable', 'budget']);
const BARRIER_KINDS: ReadonlySet<string> = new Set(['exchange', 'mixer', 'bridge_pending', 'hub']);

/** @throws InputError for seeds and policies that have no meaning. */
export function createContext(options: ReplayOptions, state: ReplayState): ReplayContext {
  if (options.policies.length === 0) throw new InputError('no policy given', { field: 'policies' });
  if (options.policies[0] === 'poison')
    throw new InputError('poison cannot lead: it opens nothing', { field: 'policies' });
  checkPolicies(options);
  const transactionSeeds = new Map<ChainId, Map<Hash, number[]>>();
  options.seeds.forEach((seed, place) => {
    if (seed.kind === 'account') {
      checkAccountSeed(seed);
      return;
    }
    if (state.seeds[place]?.met === true) return;
    const byHash = transactionSeeds.get(seed.chain) ?? new Map<Hash, number[]>();
    transactionSeeds.set(seed.chain, byHash);
    byHash.set(seed.hash, [...(byHash.get(seed.hash) ?? []), place]);
  });
  const floorsCut = options.floors !== undefined && [...options.floors.values()].some((floor) => floor > 0n);
  return {
    options,
    policies: options.policies,
    state,
    transactionSeeds,
    floorsCut,
    seedOwners: seedOwners(options),
    opened: [],
  };
}

/** A state in which nothing has happened yet, and the accounts to follow are known. */
export function initialState(options: ReplayOptions): ReplayState {
  const policies = options.policies.length;
  const state: ReplayState = {
    transactions: 0,
    chains: new Map(),
    seeds: options.seeds.map((seed) => ({
      met: false,
      active: false,
      left:
        seed.kind === 'account' && seed.amount !== undefined
          ? Array.from({ length: policies }, () => seed.amount as bigint)
          : undefined,
      last: undefined,
    })),
    units: [],
    stolen: Array.from({ length: policies }, () => 0n),
    followedCoins: 0,
    crossings: new Map(),
    partial: new Map(),
  };
  for (const id of [...seedAccounts(options), ...options.open]) if (!isUtxo(id)) followNamed(options, state, id);
  return state;
}

/** Makes an account of the open set known; one that is a service or code is only known as such. */
export function followNamed(options: ReplayOptions, state: ReplayState, id: AccountId): AccountState {
  const { chain: chainId, address } = splitAccountId(id);
  const chain = chainOf(state, chainId);
  const known = chain.accounts.get(address);
  if (known !== undefined) return known;
  const bySeed = seedAccounts(options).has(id);
  const stop = bySeed ? seedStop(options.stopOf(id)) : stopOf(options, chainId, address);
  const code = !bySeed && options.isCode(id);
  const places = options.seeds.flatMap((seed, place) =>
    seed.kind === 'account' && seed.account === id ? [place] : [],
  );
  return newAccount(chain, address, {
    followed: bySeed || (stop === undefined && !code),
    named: true,
    stop,
    code,
    seeds: places.length === 0 ? undefined : places,
  });
}

/** Accounts that seeds name. */
export function seedAccounts(options: ReplayOptions): ReadonlySet<AccountId> {
  const ids = new Set<AccountId>();
  for (const seed of options.seeds) if (seed.account !== undefined) ids.add(seed.account);
  return ids;
}

/** What is kept of an account that is not followed, made at its first taint. */
export function recordOf(context: ReplayContext, chain: ChainState, address: Address): AccountState {
  const known = chain.accounts.get(address);
  if (known !== undefined) return known;
  return newAccount(chain, address, {
    followed: false,
    named: false,
    stop: stopOf(context.options, chain.id, address),
    code: context.options.isCode(accountId(chain.id, address)),
    seeds: undefined,
  });
}

/** The stop of an account that no seed names; burn addresses and transits are stops by themselves. */
export function stopOf(options: ReplayOptions, chain: ChainId, address: Address): Stop | undefined {
  if (isTransit(address)) return IN_TRANSIT;
  const stop = options.stopOf(accountId(chain, address));
  if (stop !== undefined) return stop;
  return address === ZERO_ADDRESS || address === DEAD_ADDRESS ? BURN_STOP : undefined;
}

export function seedStop(stop: Stop | undefined): Stop | undefined {
  return stop !== undefined && STOPS_OF_SEEDS.has(stop.kind) ? stop : undefined;
}

export function isBarrierStop(stop: Stop | undefined): boolean {
  return stop !== undefined && BARRIER_KINDS.has(stop.kind);
}

/** The place of a stolen asset among the units, which grow in the order of the thefts. */
export function unitOf(state: ReplayState, asset: AssetId): number {
  const known = state.units.indexOf(asset);
  if (known >= 0) return known;
  state.units.push(asset);
  return state.units.length - 1;
}

function checkAccountSeed(seed: AccountSeed): void {
  if (seed.amount !== undefined && seed.asset === undefined) {
    throw new InputError(
      `the seed ${seed.account} has an amount without an asset`,
      { field: 'amount' },
      { remedy: 'Name the asset that the amount is counted in.' },
    );
  }
  if (isUtxo(seed.account)) checkOwnerSeed(seed);
  if (seed.asset !== undefined && splitAssetId(seed.asset).chain !== splitAccountId(seed.account).chain) {
    throw new InputError(`${seed.asset} is not an asset of the chain of ${seed.account}`, { field: 'asset' });
  }
}

/** The seeds that a transaction is, each told once: a transaction comes once. */
export function takeTransactionSeeds(
  context: ReplayContext,
  chain: ChainId,
  hash: Hash,
): readonly number[] | undefined {
  const byHash = context.transactionSeeds.get(chain);
  const places = byHash?.get(hash);
  if (byHash === undefined || places === undefined) return undefined;
  byHash.delete(hash);
  if (byHash.size === 0) context.transactionSeeds.delete(chain);
  return places;
}
