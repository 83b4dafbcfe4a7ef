import { type Address, type BlockFacts, isUtxo, type TransactionFact } from '@fundtrail/core';
import type { ContractFact, FollowKey, FollowStore } from '@fundtrail/store';
import { type AddressSet, createAddressSet } from './address-set.ts';
import { createCoinSet } from './coins/coin-set.ts';
import { matchCoins } from './coins/match-coins.ts';

/** Watches read from the database at a time. */
const WATCHES_PER_READ = 20_000;

/** What in a block is to be kept, and whom it concerns. */
export type Matched = {
  readonly transactions: readonly TransactionFact[];
  /** Watched accounts that these transactions touch. */
  readonly addresses: ReadonlySet<Address>;
  /** Accounts that the block shows to be code, where a watched account meets them. */
  readonly contracts: readonly ContractFact[];
};

/** The watched accounts of a key in memory, for as long as one host leads. */
export type WatchSet = {
  readonly addresses: AddressSet;
  /**
   * Takes up what came to be watched, and says that it is matched from block `from` on; call it before that block is
   * written. Returns the accounts that were taken up, but for those that were taken up before this set was made.
   */
  takeUp(fence: number, from: number): Promise<readonly Address[]>;
  /** The last watch that was taken up. */
  seen(): number;
  /** Has everything placed again at the next `takeUp`. */
  placeAgain(): void;
  match(block: BlockFacts): Matched;
};

/** @param known the last watch that a set before this one took up; without it all that are there already are known */
export function createWatchSet(follow: FollowStore, key: FollowKey, known = Number.POSITIVE_INFINITY): WatchSet {
  const addresses = isUtxo(key.chain) ? createCoinSet() : createAddressSet();
  let seen = -1;
  let placed = -1;
  let old = known;
  let fresh: Address[] = [];
  return {
    addresses,
    takeUp: async (fence, from) => {
      for (;;) {
        const watches = await follow.watchesAfter(key, seen, WATCHES_PER_READ);
        for (const { seq, address } of watches) {
          addresses.add(address);
          if (seq > old) fresh.push(address);
          seen = seq;
        }
        if (watches.length < WATCHES_PER_READ) break;
      }
      if (seen > placed) await follow.placeWatches(key, fence, seen, from);
      placed = seen;
      old = -1;
      const taken = fresh;
      fresh = [];
      return taken;
    },
    seen: () => seen,
    placeAgain: () => {
      placed = -1;
    },
    match: (block) => (isUtxo(block.chain) ? matchCoins(addresses, block) : matchBlock(addresses, block)),
  };
}

/** Every leg's two sides count, and who sent a transaction: a failed one moves nothing and still tells that the account is alive. */
export function matchBlock(watched: Pick<AddressSet, 'has'>, block: BlockFacts): Matched {
  const transactions: TransactionFact[] = [];
  const addresses = new Set<Address>();
  const code = new Set(block.contracts);
  const contracts: ContractFact[] = [];
  for (const transaction of block.transactions) {
    const parties = partiesOf(transaction);
    const hits = parties.filter((party) => watched.has(party));
    if (hits.length === 0) continue;
    transactions.push(transaction);
    const met = new Set(parties.filter((party) => code.has(party)));
    for (const hit of new Set(hits)) {
      addresses.add(hit);
      for (const address of met) contracts.push({ chain: block.chain, address, isContract: true, seenIn: hit });
    }
  }
  return { transactions, addresses, contracts };
}

function partiesOf({ sender, legs }: TransactionFact): Address[] {
  const parties = legs.flatMap(({ from, to }) => [from, to]);
  if (sender !== undefined) parties.push(sender);
  return parties;
}
