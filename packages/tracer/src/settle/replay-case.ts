import {
  type AccountId,
  type AssetId,
  accountId,
  assetId,
  type BalanceFact,
  type ChainId,
  ConflictError,
  isUtxo,
  splitAccountId,
  type TransactionFact,
} from '@fundtrail/core';
import {
  createReplay,
  type Flow,
  type LedgerResult,
  type LedgerSeed,
  type Replay,
  type ReplayOptions,
  type ReplaySnapshot,
  resumeReplay,
  type Wanted,
} from '@fundtrail/ledger';
import type { CaseRow, FactStore } from '@fundtrail/store';
import type { CrossingBook, PlacedTransaction, TransactionName } from '../crossings/crossing-book.ts';
import { balancesAt, createCheckpoints } from './checkpoints.ts';
import { coinFeed } from './coins/coin-feed.ts';
import { createOpenedByChain } from './coins/opened-by-chain.ts';
import { type ChainLane, mergeChains, type WaitFor } from './merge-chains.ts';

/** One replay of a case. */
export type CaseReplay = {
  readonly result: LedgerResult;
  readonly flows: readonly Flow[];
  readonly wanted: readonly Wanted[];
  readonly wantedWhole: readonly { readonly chain: string; readonly hash: string }[];
  readonly seedsMet: ReadonlySet<number>;
  readonly transactions: number;
  readonly legs: number;
  /** Highest block replayed of each chain; none of a chain of which nothing was. */
  readonly heads: ReadonlyMap<ChainId, number>;
  /** Time of the first transaction in which something was stolen; 0 when nothing was. */
  readonly theftTime: number;
  /** Assets of which a tainted account held something else than its transfers say. */
  readonly shifted: ReadonlySet<AssetId>;
  /** Where a later replay may go on from, when this one passed such a place. */
  readonly base: ReplayBase | undefined;
};

/**
 * Where a replay is cut: before the first transaction of a later block than its chain's of these, or (Unix seconds) whose place in the order
 * of all chains is not before a time. Chains that are not named are cut wherever the others are.
 */
export type ReplayCut = { readonly blocks: ReadonlyMap<ChainId, number>; readonly time: number | undefined };

/** A replay as it stood at a cut before which nothing changes. */
export type ReplayBase = {
  readonly cut: ReplayCut;
  /** Last block applied of each chain, whole, and the chain's clock then. */
  readonly blocks: ReadonlyMap<ChainId, number>;
  readonly clocks: ReadonlyMap<ChainId, number>;
  readonly snapshot: ReplaySnapshot;
  readonly flows: readonly Flow[];
  /** Accounts whose transactions it has read. */
  readonly accounts: ReadonlySet<AccountId>;
  readonly counts: Counts;
  readonly shifted: ReadonlySet<AssetId>;
  /** Balances of its accounts that it was given. */
  readonly balances: number;
  /** Transactions that cross chains, applied so far, and what was known of them. */
  readonly crossings: { readonly transactions: readonly TransactionName[]; readonly digest: string };
  /** Transactions that were not there, of which others were that bring what they sent: with them it would have come otherwise. */
  readonly unmet: ReadonlySet<string>;
};

type Counts = { readonly transactions: number; readonly legs: number };

export type CaseReplayInput = {
  readonly row: CaseRow;
  readonly facts: FactStore;
  readonly accounts: ReadonlySet<AccountId>;
  readonly options: Omit<ReplayOptions, 'onFlow'>;
  readonly until: number | null;
  /** Later blocks of a chain are left out. */
  upTo(chain: ChainId): number;
  /** Transactions that are read whether or not they touch an account or spend what is followed, besides those of the seeds. */
  readonly transactions?: readonly PlacedTransaction[];
  /** What is known of movements across chains; without it there are none. */
  readonly book?: CrossingBook | undefined;
  /** Told of a transaction that is applied before what it waits for; see `mergeChains`. */
  onUnmet?: ((fact: TransactionFact, unmet: readonly WaitFor[]) => void) | undefined;
  /** What accounts of the case were seen to hold. */
  readonly balances: readonly BalanceFact[];
  readonly signal: AbortSignal;
  /** Goes on from here instead of from the start. @throws ConflictError where what has changed since matters before it */
  readonly from?: ReplayBase | undefined;
  /** Keeps a base here, unless a chain is held back there. */
  readonly keep?: ReplayCut | undefined;
};

/**
 * Replays a case over the stored facts of the accounts given (and of its seed transactions), in the order of all its chains; from the start,
 * or on from a base, which gives the same answer. Pure but for reading: the same facts and options give the same answer.
 */
export async function replayCase(input: CaseReplayInput): Promise<CaseReplay> {
  const { from, keep, book } = input;
  if (from !== undefined) await checkCrossings(input, from);
  const flows: Flow[] = from === undefined ? [] : [...from.flows];
  const crossed: TransactionName[] = from === undefined ? [] : [...from.crossings.transactions];
  const options: ReplayOptions = {
    ...input.options,
    onFlow: (flow) => flows.push(flow),
    ...(book === undefined ? {} : { crossingsOf: book.crossingsOf }),
  };
  const earlier = from === undefined ? [] : await earlierFacts(input, from);
  await book?.prepare(earlier);
  const replay = from === undefined ? createReplay(options) : resumeReplay(options, from.snapshot, earlier);
  const shifted = new Set(from?.shifted);
  const see = (fact: BalanceFact): void => {
    const asset = assetId(fact.chain, fact.asset);
    if (replay.checkpoint(accountId(fact.chain, fact.address), asset, fact.amount) === 'shifted') shifted.add(asset);
  };
  const balances = input.balances.filter((fact) => from === undefined || fact.block > blockOf(from, fact.chain));
  if (from !== undefined) lateBalances(input, from, earlier).forEach(see);
  const checkpoints = createCheckpoints(balances);
  const counts = { transactions: 0, legs: 0, ...from?.counts };
  const heads = new Map(from?.blocks);
  const clocks = new Map(from?.clocks);
  let base: ReplayBase | undefined;
  let cutAt: Place | undefined;
  const keepBase = (cut: ReplayCut): void => {
    // From the start is as good.
    if (heads.size === 0) return;
    for (const [chain, block] of heads) checkpoints.before(chain, block + 1).forEach(see);
    base = {
      cut,
      blocks: new Map(heads),
      clocks: new Map(clocks),
      snapshot: replay.snapshot(),
      flows: [...flows],
      accounts: new Set(input.accounts),
      counts: { ...counts },
      shifted: new Set(shifted),
      balances: balancesUpTo(input, input.accounts, heads),
      crossings: { transactions: [...crossed], digest: book?.digest(crossed) ?? '' },
      unmet: new Set(unmet),
    };
  };
  const unmet = new Set(from?.unmet);
  const noteUnmet: CaseReplayInput['onUnmet'] = (fact, waits) => {
    for (const wait of waits) unmet.add(nameOf(wait));
    input.onUnmet?.(fact, waits);
  };
  for await (const batch of feedOf({ ...input, onUnmet: noteUnmet }, replay)) {
    input.signal.throwIfAborted();
    for (const transaction of batch) {
      const { chain, block } = transaction;
      if (from?.unmet.has(nameOf(transaction)) === true)
        throw new ConflictError('what a base lacked is there now', { remedy: 'Replay from the start.' });
      const place = { chain, clock: Math.max(clocks.get(chain) ?? transaction.time, transaction.time) };
      if (keep !== undefined && cutAt === undefined && isBeyond(keep, transaction, place)) {
        cutAt = place;
        keepBase(keep);
      } else if (cutAt !== undefined && isBefore(place, cutAt)) {
        // It was held back at the cut: going on from there, it would not be.
        base = undefined;
      }
      checkpoints.before(chain, block).forEach(see);
      replay.apply(transaction);
      if (book?.crosses(transaction) === true) crossed.push({ chain, hash: transaction.hash });
      counts.transactions += 1;
      counts.legs += transaction.legs.length;
      heads.set(chain, Math.max(heads.get(chain) ?? 0, block));
      clocks.set(chain, place.clock);
    }
  }
  if (keep !== undefined && cutAt === undefined && reaches(input, keep)) keepBase(keep);
  for (const chain of checkpoints.chains()) checkpoints.rest(chain, input.upTo(chain)).forEach(see);
  const result = replay.result();
  return {
    result,
    flows,
    wanted: replay.wanted(),
    wantedWhole: replay.wantedWhole(),
    seedsMet: replay.seedsMet(),
    ...counts,
    heads,
    theftTime: Math.min(
      ...result.accounts.filter((row) => row.hops === 0).map((row) => row.firstTaint.time),
      Number.MAX_SAFE_INTEGER,
    ),
    shifted,
    base,
  };
}

function nameOf({ chain, hash }: TransactionName): string {
  return `${chain}:${hash}`;
}

/** A transaction's place in the order of chains. */
type Place = { readonly chain: ChainId; readonly clock: number };

function isBefore(one: Place, other: Place): boolean {
  return one.clock < other.clock || (one.clock === other.clock && one.chain < other.chain);
}

function isBeyond({ blocks, time }: ReplayCut, { chain, block }: TransactionFact, { clock }: Place): boolean {
  return block > (blocks.get(chain) ?? Number.POSITIVE_INFINITY) || (time !== undefined && clock >= time);
}

/** Whether everything before a cut was there to be applied. */
function reaches({ upTo }: CaseReplayInput, { blocks }: ReplayCut): boolean {
  return [...blocks].every(([chain, block]) => upTo(chain) >= block);
}

/** The last block of a chain that a base has applied. */
function blockOf({ blocks }: Pick<ReplayBase, 'blocks'>, chain: ChainId): number {
  return blocks.get(chain) ?? -1;
}

/**
 * The transactions of a replay, in the order of all chains: of accounts those that touch the open set, of coins those that spend what the
 * replay follows.
 */
function feedOf(input: CaseReplayInput, replay: Replay): AsyncIterable<readonly TransactionFact[]> {
  const { from, facts, row, options } = input;
  const { seeds } = options;
  const accounts = [...input.accounts].filter((account) => !isUtxo(account)).map(splitAccountId);
  const named = [...seedTransactions(seeds), ...(input.transactions ?? [])];
  const ofAccounts = named.filter(({ chain }) => !isUtxo(chain));
  const coinChains = new Set([...chainsOf(input), ...(from?.blocks.keys() ?? [])].filter(isUtxo));
  const opened = createOpenedByChain(replay);
  const lanes: ChainLane<TransactionFact>[] = [...coinChains].map((chain) => ({
    chain,
    batches: coinFeed({
      facts,
      space: row.space,
      chain,
      seeds,
      transactions: named.flatMap((entry) => (entry.chain === chain ? [entry.hash] : [])),
      replay: {
        takeOpened: () => opened.take(chain),
        unspent: () => replay.unspent().filter(({ account }) => splitAccountId(account).chain === chain),
      },
      upTo: input.upTo(chain),
      after: from?.blocks.get(chain),
    }),
  }));
  if (accounts.length > 0 || ofAccounts.length > 0) {
    const chains = new Set([...accounts, ...ofAccounts].map(({ chain }) => chain));
    const [only] = chains;
    const after = [...(from?.blocks ?? [])].map(([chain, block]) => [chain, endOf(block)] as const);
    lanes.push({
      chain: chains.size === 1 ? only : undefined,
      batches: facts.readTransactions({
        space: row.space,
        accounts,
        transactions: ofAccounts,
        ...(from === undefined ? {} : { after: new Map(after.filter(([chain]) => !isUtxo(chain))) }),
      }),
    });
  }
  return mergeChains({
    lanes: lanes.map(({ chain, batches }) => ({ chain, batches: withoutLeftOut(input, batches) })),
    waitsFor: input.book?.waitsFor,
    onUnmet: input.onUnmet,
    start: from,
  });
}

async function* withoutLeftOut(
  input: CaseReplayInput,
  batches: AsyncIterable<readonly TransactionFact[]>,
): AsyncGenerator<readonly TransactionFact[], void, undefined> {
  for await (const batch of batches) {
    const given = batch.filter((transaction) => !isLeftOut(input, transaction));
    await input.book?.prepare(given);
    yield given;
  }
}

/** The chains that a replay reads whatever it finds: of its seeds, of the accounts given, and of transactions that are named. */
function chainsOf({ options, accounts, transactions = [] }: CaseReplayInput): readonly ChainId[] {
  return [
    ...seedChains(options.seeds),
    ...[...accounts].map((account) => splitAccountId(account).chain),
    ...transactions.map(({ chain }) => chain),
  ];
}

/** The chains on which seeds are. */
export function seedChains(seeds: readonly LedgerSeed[]): readonly ChainId[] {
  return [
    ...new Set(seeds.map((seed) => (seed.kind === 'transaction' ? seed.chain : splitAccountId(seed.account).chain))),
  ];
}

/** Accounts that seeds name; those of a theft transaction are known once it is read. */
export function seedAccounts(seeds: readonly LedgerSeed[]): Set<AccountId> {
  return new Set(seeds.flatMap((seed) => (seed.account === undefined ? [] : [seed.account])));
}

export function seedTransactions(seeds: readonly LedgerSeed[]): { chain: string; hash: string }[] {
  return seeds.flatMap((seed) => (seed.kind === 'transaction' ? [{ chain: seed.chain, hash: seed.hash }] : []));
}

/** @throws ConflictError where what is known of movements across chains before a base is not what was known when it was made */
async function checkCrossings({ book, transactions = [] }: CaseReplayInput, from: ReplayBase): Promise<void> {
  const { transactions: known, digest } = from.crossings;
  await book?.prepare(known);
  const names = new Set(known.map(nameOf));
  const isNew = transactions.some(
    (transaction) => transaction.block <= blockOf(from, transaction.chain) && !names.has(nameOf(transaction)),
  );
  if (!isNew && (book?.digest(known) ?? '') === digest) return;
  throw new ConflictError('what is known of a crossing before the base has changed', {
    remedy: 'Replay from the start.',
  });
}

/** What accounts that the base did not know did before it. */
async function earlierFacts(input: CaseReplayInput, from: ReplayBase): Promise<readonly TransactionFact[]> {
  const added = [...input.accounts].filter((account) => !from.accounts.has(account)).map(splitAccountId);
  // Coins are followed from their making on, whoever opened them: there is nothing before it.
  const accounts = added.filter(({ chain }) => !isUtxo(chain));
  const earlier: TransactionFact[] = [];
  if (accounts.length === 0) return earlier;
  for await (const batch of input.facts.readTransactions({ space: input.row.space, accounts })) {
    for (const fact of batch)
      if (fact.block <= blockOf(from, fact.chain) && !isLeftOut(input, fact)) earlier.push(fact);
  }
  return earlier;
}

/** What accounts that the base did not know held after it. @throws ConflictError where a balance it should have seen is new */
function lateBalances(
  input: CaseReplayInput,
  from: ReplayBase,
  earlier: readonly TransactionFact[],
): readonly BalanceFact[] {
  if (balancesUpTo(input, from.accounts, from.blocks) !== from.balances)
    throw new ConflictError('a balance before the base became known', { remedy: 'Replay from the start.' });
  const late = input.balances.filter((fact) => !from.accounts.has(accountId(fact.chain, fact.address)));
  return balancesAt(late, earlier, from.blocks);
}

function balancesUpTo(
  input: CaseReplayInput,
  accounts: ReadonlySet<AccountId>,
  blocks: ReadonlyMap<ChainId, number>,
): number {
  return input.balances.filter(
    (fact) => fact.block <= blockOf({ blocks }, fact.chain) && accounts.has(accountId(fact.chain, fact.address)),
  ).length;
}

function isLeftOut({ upTo, until }: CaseReplayInput, transaction: TransactionFact): boolean {
  return transaction.block > upTo(transaction.chain) || (until !== null && transaction.time > until);
}

/** After every transaction of a block. */
function endOf(block: number): { readonly block: number; readonly index: number } {
  return { block, index: 2 ** 31 - 1 };
}
