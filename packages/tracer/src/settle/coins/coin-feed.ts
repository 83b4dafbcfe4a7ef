import {
  type AccountId,
  type ChainId,
  type Coin,
  ConflictError,
  type FactSpace,
  FundtrailError,
  type Hash,
  splitAccountId,
  type TransactionFact,
} from '@fundtrail/core';
import type { LedgerSeed, Replay } from '@fundtrail/ledger';
import type { FactStore, Spender } from '@fundtrail/store';
import { createBlockQueue } from './block-queue.ts';
import { inBlockOrder } from './in-block-order.ts';

export type CoinFeedInput = {
  readonly facts: Pick<FactStore, 'spendersOf' | 'transactionsOfOwners' | 'readTransactions'>;
  readonly space: FactSpace;
  readonly chain: ChainId;
  readonly seeds: readonly LedgerSeed[];
  /** Transactions of the chain that are given whatever they spend. */
  readonly transactions?: readonly Hash[];
  readonly replay: Pick<Replay, 'takeOpened' | 'unspent'>;
  /** Last block that is of interest. */
  readonly upTo: number;
  /** Goes on after this block, with a replay that stands there; from the start when left out. */
  readonly after?: number | undefined;
};

/** Coins asked about in one statement, and transactions read in one. */
const COINS_PER_READ = 5_000;
const TRANSACTIONS_PER_READ = 1_000;
/** Transactions that come next in all likelihood, read together with one that is needed. */
const READ_AHEAD = 500;
/** Read and not yet applied; beyond it what was read ahead is forgotten, and read again if it is needed. */
const MOST_KEPT = 20_000;

/**
 * Gives the stored transactions that a replay needs of a UTXO chain, one block after the other: those of the seeds, and those that
 * spend the coins which the replay came to follow. What is given must be applied before the next is asked for: only then is it
 * known which coins are followed. Statements grow with the transactions given, not with what is stored.
 * @throws ConflictError when a transaction turned up before `after`: the replay must start anew
 */
export async function* coinFeed(input: CoinFeedInput): AsyncGenerator<readonly TransactionFact[], void, undefined> {
  const { facts, space, chain, replay, upTo, after } = input;
  const queue = createBlockQueue<Hash>();
  const spenders = new Map<Coin, Spender | null>();
  const read = createReader(input);

  const learn = async (coins: readonly Coin[]): Promise<void> => {
    const unknown = coins.filter((coin) => !spenders.has(coin));
    for (let start = 0; start < unknown.length; start += COINS_PER_READ) {
      const asked = unknown.slice(start, start + COINS_PER_READ).filter((coin) => !spenders.has(coin));
      for (const [coin, spender] of await facts.spendersOf(space, chain, asked)) {
        spenders.set(coin, spender);
        if (spender !== null && spender.block <= upTo) read.expect(spender.hash);
      }
    }
  };
  /** The last block that was given, with all that spends its own coins. */
  let given = Number.NEGATIVE_INFINITY;
  /** Queues what spends these coins. */
  const follow = async (opened: readonly { readonly account: AccountId }[]): Promise<void> => {
    const coins = opened.map(({ account }) => splitAccountId(account).address);
    await learn(coins);
    for (const coin of coins) {
      const spender = spenders.get(coin);
      // A coin is spent once: nobody asks for it again.
      spenders.delete(coin);
      if (spender === undefined || spender === null || spender.block > upTo) continue;
      if (after !== undefined && spender.block <= after)
        throw new ConflictError('a transaction before the base became known', { remedy: 'Replay from the start.' });
      if (spender.block > given) queue.add(spender.block, spender.hash);
    }
  };

  for (const fact of await seedFacts(input, read)) {
    if (fact.block <= upTo && fact.block > (after ?? Number.NEGATIVE_INFINITY)) queue.add(fact.block, fact.hash);
  }
  if (after !== undefined) await follow(replay.unspent());
  for (let next = queue.take(); next !== undefined; next = queue.take()) {
    given = next.block;
    yield inBlockOrder(await wholeBlock(next.block, await read.all([...next.items])));
    await follow(replay.takeOpened());
  }

  /** Adds what spends coins of these transactions in the same block: it may have to come between them. */
  async function wholeBlock(block: number, first: readonly TransactionFact[]): Promise<readonly TransactionFact[]> {
    const found = new Map(first.map((fact) => [fact.hash, fact]));
    for (let fresh = first; fresh.length > 0; ) {
      const coins = fresh.flatMap(({ legs }) => legs.flatMap((leg) => (leg.kind === 'output' ? [leg.to] : [])));
      await learn(coins);
      const hashes = new Set<Hash>();
      for (const coin of coins) {
        const spender = spenders.get(coin);
        if (spender?.block === block && !found.has(spender.hash)) hashes.add(spender.hash);
      }
      fresh = await read.all([...hashes]);
      for (const fact of fresh) found.set(fact.hash, fact);
    }
    return [...found.values()];
  }
}

/** Transactions of the seeds and those that are named, and all that pay or spend from an address whose coins are stolen. */
async function seedFacts(input: CoinFeedInput, read: Reader): Promise<readonly TransactionFact[]> {
  const own = input.seeds.filter(
    (seed) => (seed.kind === 'transaction' ? seed.chain : splitAccountId(seed.account).chain) === input.chain,
  );
  const hashes = own.flatMap((seed) => (seed.kind === 'transaction' ? [seed.hash] : []));
  const owners = own.flatMap((seed) => (seed.kind === 'account' ? [splitAccountId(seed.account).address] : []));
  const ofOwners = await input.facts.transactionsOfOwners(input.space, input.chain, owners);
  return read.some([...new Set([...hashes, ...ofOwners, ...(input.transactions ?? [])])]);
}

/** Reads transactions in parts, those that are expected next along with those that are needed. */
type Reader = {
  /** Says that a transaction will be needed in all likelihood. */
  expect(hash: Hash): void;
  /** @throws FundtrailError `facts_changed`, retryable, when one is not stored any more */
  all(hashes: readonly Hash[]): Promise<readonly TransactionFact[]>;
  /** Those that are stored. */
  some(hashes: readonly Hash[]): Promise<readonly TransactionFact[]>;
};

function createReader({ facts, space, chain }: CoinFeedInput): Reader {
  let kept = new Map<Hash, TransactionFact>();
  let expected = new Set<Hash>();
  const load = async (hashes: readonly Hash[]): Promise<void> => {
    for (let start = 0; start < hashes.length; start += TRANSACTIONS_PER_READ) {
      const transactions = hashes.slice(start, start + TRANSACTIONS_PER_READ).map((hash) => ({ chain, hash }));
      for await (const batch of facts.readTransactions({ space, accounts: [], transactions }))
        for (const fact of batch) kept.set(fact.hash, fact);
    }
  };
  const take = async (hashes: readonly Hash[]): Promise<readonly (TransactionFact | undefined)[]> => {
    const missing = hashes.filter((hash) => !kept.has(hash));
    if (missing.length > 0) {
      if (kept.size > MOST_KEPT) {
        kept = new Map(hashes.flatMap((hash) => [kept.get(hash) ?? []].flat().map((fact) => [hash, fact])));
        expected = new Set();
      }
      const ahead: Hash[] = [];
      for (const hash of expected) {
        if (ahead.length === READ_AHEAD) break;
        expected.delete(hash);
        if (!kept.has(hash)) ahead.push(hash);
      }
      await load([...new Set([...missing, ...ahead])]);
    }
    return hashes.map((hash) => {
      const fact = kept.get(hash);
      kept.delete(hash);
      expected.delete(hash);
      return fact;
    });
  };
  return {
    expect: (hash) => void expected.add(hash),
    some: async (hashes) => (await take(hashes)).filter((fact) => fact !== undefined),
    all: async (hashes) =>
      (await take(hashes)).map((fact, place) => {
        if (fact === undefined) throw takenBack(hashes[place] ?? '');
        return fact;
      }),
  };
}

function takenBack(hash: Hash): FundtrailError {
  return new FundtrailError('facts_changed', `transaction ${hash} was taken back while it was read`, {
    retryable: true,
  });
}
