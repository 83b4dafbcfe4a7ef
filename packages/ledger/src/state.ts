import {
  type AccountId,
  type Address,
  type AssetId,
  type AssetRef,
  accountId,
  type ChainId,
  type Hash,
  isUtxo,
  type LinkId,
} from '@fundtrail/core';
import { addOrigin, type Origin } from './origin.ts';
import { type Moved, type MovedParts, newPolicyState, type PolicyState } from './policy.ts';
import type { Stop } from './types.ts';
import type { CoinState } from './utxo/coin-state.ts';

/** Where something happened; `order` counts the transactions applied, over all chains. */
export type Moment = {
  readonly order: number;
  readonly block: number;
  readonly index: number;
  readonly time: number;
  readonly tx: Hash;
};

/** One (account, asset). The balance is one for all policies; `states` exist from the first taint under any policy on. */
export type Holding = {
  readonly asset: AssetRef;
  balance: bigint;
  gap: bigint;
  states: PolicyState[] | undefined;
  first: Moment | undefined;
};

/** How far the breadth guard is with the outflow of one account: origin under the lead policy. */
export type GuardSums = { out: Origin; cut: Origin };

/**
 * An account that is followed, or that received taint. Accounts that are neither are not kept at all.
 * A followed account is in the open set (or named by a seed), and not a service and not code (unless a seed names it):
 * only followed accounts have balances, hold taint and send it on.
 */
export type AccountState = {
  readonly id: AccountId;
  readonly address: Address;
  /** Known under the very string that the facts use, see `findAccount`. */
  adopted: boolean;
  followed: boolean;
  /** Named in the open set, or by an account seed or the account of a transaction seed. */
  readonly named: boolean;
  readonly stop: Stop | undefined;
  /** Known to be code; grows when a transaction shows it. */
  code: boolean;
  /** Fewest flows from a seed under any policy, and under the lead policy; Infinity when there was none. */
  hops: number;
  leadHops: number;
  /** First taint under any policy. */
  first: Moment | undefined;
  /** Ever received taint under the lead policy. */
  leadTainted: boolean;
  /** Of an account that is not followed: origin received under the lead policy. */
  leadReceived: Origin;
  letThrough: boolean;
  guard: GuardSums | undefined;
  native: Holding | undefined;
  tokens: Map<AssetRef, Holding> | undefined;
  /** Places of the account seeds on this account. */
  seeds: readonly number[] | undefined;
};

/** Sums per policy of one asset. */
export type Sums = { readonly tainted: bigint[]; readonly origin: Origin[] };

export type ChainState = {
  readonly id: ChainId;
  /** Value is in coins, not in accounts: then there are no accounts, else no coins. */
  readonly utxo: boolean;
  readonly accounts: Map<Address, AccountState>;
  readonly coins: Map<Address, CoinState>;
  /** By asset. */
  readonly fees: Map<AssetRef, Sums>;
  /** What accounts received as dispersed before a seed transaction made them followed, by asset. */
  readonly dispersedEarlier: Map<AssetRef, Sums>;
};

/** What went into a cross-chain movement. The tainted and origin parts that came are with its transit, on the chain where it left. Replaced, never changed. */
export type CrossingState = {
  readonly chain: ChainId;
  readonly asset: AssetRef;
  /** Base units that went in, tainted or not. */
  readonly amount: bigint;
  /** What the protocol says it keeps of them. */
  readonly fee: bigint;
  /** What has come out on the other side, or was kept, in terms of what went in. */
  readonly gone: MovedParts;
  readonly feeKept: boolean;
  /** Whether the last of it has come out. */
  readonly done: boolean;
};

export type SeedState = {
  met: boolean;
  /** Account seeds: what was held has been turned to taint. */
  active: boolean;
  /** Per policy: how much may still be made tainted; undefined without a cap. */
  left: bigint[] | undefined;
  /** The last transaction that touched the account, whatever its block. */
  last: Moment | undefined;
};

/** Everything a replay has learnt. Plain data, so that it can be copied and stored. */
export type ReplayState = {
  transactions: number;
  readonly chains: Map<ChainId, ChainState>;
  readonly seeds: SeedState[];
  readonly units: AssetId[];
  /** Per policy. */
  readonly stolen: Origin[];
  /** Coins that came to be followed. */
  followedCoins: number;
  /** Cross-chain movements that something went into. */
  readonly crossings: Map<LinkId, CrossingState>;
  /** Hashes of transactions that must be read whole, and their chains. */
  readonly partial: Map<Hash, ChainId>;
};

export function newSums(policies: number): Sums {
  return { tainted: Array.from({ length: policies }, () => 0n), origin: Array.from({ length: policies }, () => 0n) };
}

export function addSums(sums: Map<AssetRef, Sums>, asset: AssetRef, moved: Moved): void {
  let sum = sums.get(asset);
  if (sum === undefined) {
    sum = newSums(moved.tainted.length);
    sums.set(asset, sum);
  }
  for (let p = 0; p < moved.tainted.length; p += 1) {
    sum.tainted[p] = (sum.tainted[p] as bigint) + (moved.tainted[p] as bigint);
    sum.origin[p] = addOrigin(sum.origin[p] as Origin, moved.origin[p] as Origin);
  }
}

export function chainOf(state: ReplayState, id: ChainId): ChainState {
  let chain = state.chains.get(id);
  if (chain === undefined) {
    chain = {
      id,
      utxo: isUtxo(id),
      accounts: new Map(),
      coins: new Map(),
      fees: new Map(),
      dispersedEarlier: new Map(),
    };
    state.chains.set(id, chain);
  }
  return chain;
}

/**
 * The account of an address. Facts mostly share one string per address, and a map finds the identical string several times
 * faster than an equal one: so the map takes over the facts' own string at the first meeting.
 */
export function findAccount(chain: ChainState, address: Address): AccountState | undefined {
  const account = chain.accounts.get(address);
  if (account !== undefined && !account.adopted) {
    account.adopted = true;
    chain.accounts.delete(address);
    chain.accounts.set(address, account);
  }
  return account;
}

export function newAccount(
  chain: ChainState,
  address: Address,
  known: Pick<AccountState, 'followed' | 'named' | 'stop' | 'code' | 'seeds'>,
): AccountState {
  const account: AccountState = {
    id: accountId(chain.id, address),
    address,
    adopted: false,
    followed: known.followed,
    named: known.named,
    stop: known.stop,
    code: known.code,
    hops: Number.POSITIVE_INFINITY,
    leadHops: Number.POSITIVE_INFINITY,
    first: undefined,
    leadTainted: false,
    leadReceived: 0n,
    letThrough: false,
    guard: undefined,
    native: undefined,
    tokens: undefined,
    seeds: known.seeds,
  };
  chain.accounts.set(address, account);
  return account;
}

export function findHolding(account: AccountState, asset: AssetRef): Holding | undefined {
  return asset === 'native' ? account.native : account.tokens?.get(asset);
}

export function addHolding(account: AccountState, asset: AssetRef, balance: bigint): Holding {
  const holding: Holding = { asset, balance, gap: 0n, states: undefined, first: undefined };
  if (asset === 'native') account.native = holding;
  else {
    account.tokens ??= new Map();
    account.tokens.set(asset, holding);
  }
  return holding;
}

export function* holdingsOf(account: AccountState): Generator<Holding> {
  if (account.native !== undefined) yield account.native;
  if (account.tokens !== undefined) yield* account.tokens.values();
}

export function statesOf(holding: Holding, policies: number): PolicyState[] {
  holding.states ??= Array.from({ length: policies }, newPolicyState);
  return holding.states;
}
