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
import { balancesAt, createCheckpoints } from './checkpoints.ts';
import { coinFeed } from './coins/coin-feed.ts';

/** One replay of a case. */
export type CaseReplay = {
  readonly result: LedgerResult;
  readonly flows: readonly Flow[];
  readonly wanted: readonly Wanted[];
  readonly wantedWhole: readonly { readonly chain: string; readonly hash: string }[];
  readonly seedsMet: ReadonlySet<number>;
  readonly transactions: number;
  readonly legs: number;
  /** Highest block replayed; 0 when there was none. */
  readonly head: number;
  /** Time of the first transaction in which something was stolen; 0 when nothing was. */
  readonly theftTime: number;
  /** Assets of which a tainted account held something else than its transfers say. */
  readonly shifted: ReadonlySet<AssetId>;
  /** Where a later replay may go on from, when this one passed such a place. */
  readonly base: ReplayBase | undefined;
};

/** A replay as it stood after a block that nothing can take back. */
export type ReplayBase = {
  readonly chain: ChainId;
  readonly block: number;
  readonly snapshot: ReplaySnapshot;
  readonly flows: readonly Flow[];
  /** Accounts whose transactions it has read. */
  readonly accounts: ReadonlySet<AccountId>;
  readonly counts: Counts;
  readonly shifted: ReadonlySet<AssetId>;
  /** Balances of its accounts that it was given. */
  readonly balances: number;
};

type Counts = { readonly transactions: number; readonly legs: number; readonly head: number };

export type CaseReplayInput = {
  readonly row: CaseRow;
  readonly facts: FactStore;
  readonly accounts: ReadonlySet<AccountId>;
  readonly options: Omit<ReplayOptions, 'onFlow'>;
  readonly until: number | null;
  /** Later blocks are left out. */
  readonly upTo: number;
  /** What accounts of the case were seen to hold. */
  readonly balances: readonly BalanceFact[];
  readonly signal: AbortSignal;
  /** Goes on from here instead of from the start. @throws ConflictError where what has changed since matters before it */
  readonly from?: ReplayBase | undefined;
  /** Keeps a base after this block. */
  readonly keep?: { readonly chain: ChainId; readonly block: number } | undefined;
};

/**
 * Replays a case over the stored facts of the accounts given (and of its seed transactions), in chain order; from the start,
 * or on from a base, which gives the same answer. Pure but for reading: the same facts and options give the same answer.
 */
export async function replayCase(input: CaseReplayInput): Promise<CaseReplay> {
  const { from, keep } = input;
  const flows: Flow[] = from === undefined ? [] : [...from.flows];
  const options: ReplayOptions = { ...input.options, onFlow: (flow) => flows.push(flow) };
  const earlier = from === undefined ? [] : await earlierFacts(input, from);
  const replay = from === undefined ? createReplay(options) : resumeReplay(options, from.snapshot, earlier);
  const shifted = new Set(from?.shifted);
  const see = (fact: BalanceFact): void => {
    const asset = assetId(fact.chain, fact.asset);
    if (replay.checkpoint(accountId(fact.chain, fact.address), asset, fact.amount) === 'shifted') shifted.add(asset);
  };
  const balances = input.balances.filter((fact) => from === undefined || fact.block > from.block);
  if (from !== undefined) lateBalances(input, from, earlier).forEach(see);
  const checkpoints = createCheckpoints(balances);
  const counts = { transactions: 0, legs: 0, head: 0, ...from?.counts };
  let base: ReplayBase | undefined;
  const keepBase = (): void => {
    if (keep === undefined || base !== undefined) return;
    base = baseOf(replay, flows, counts, shifted, input, keep);
  };
  for await (const batch of feedOf(input, replay)) {
    input.signal.throwIfAborted();
    for (const transaction of batch) {
      if (isLeftOut(input, transaction)) continue;
      if (keep !== undefined && transaction.block > keep.block) {
        checkpoints.before(keep.chain, keep.block + 1).forEach(see);
        keepBase();
      }
      checkpoints.before(transaction.chain, transaction.block).forEach(see);
      replay.apply(transaction);
      counts.transactions += 1;
      counts.legs += transaction.legs.length;
      if (transaction.block > counts.head) counts.head = transaction.block;
    }
  }
  if (keep !== undefined && input.upTo >= keep.block) {
    checkpoints.before(keep.chain, keep.block + 1).forEach(see);
    keepBase();
  }
  checkpoints.rest(input.upTo).forEach(see);
  const result = replay.result();
  return {
    result,
    flows,
    wanted: replay.wanted(),
    wantedWhole: replay.wantedWhole(),
    seedsMet: replay.seedsMet(),
    ...counts,
    theftTime: Math.min(
      ...result.accounts.filter((row) => row.hops === 0).map((row) => row.firstTaint.time),
      Number.MAX_SAFE_INTEGER,
    ),
    shifted,
    base,
  };
}

/** The transactions of a replay: of accounts those that touch the open set, of coins those that spend what the replay follows. */
function feedOf(input: CaseReplayInput, replay: Replay): AsyncIterable<readonly TransactionFact[]> {
  const { from, facts, row, options, upTo } = input;
  const chain = coinChain(options.seeds);
  if (chain !== undefined)
    return coinFeed({ facts, space: row.space, chain, seeds: options.seeds, replay, upTo, after: from?.block });
  return facts.readTransactions({
    space: row.space,
    accounts: [...input.accounts].map(splitAccountId),
    transactions: seedTransactions(options.seeds),
    ...(from === undefined ? {} : { after: new Map([[from.chain, endOf(from.block)]]) }),
  });
}

/** The UTXO chain that a case is on; undefined for a case on account chains. A case is on one chain. */
export function coinChain(seeds: readonly LedgerSeed[]): ChainId | undefined {
  return seeds
    .map((seed) => (seed.kind === 'transaction' ? seed.chain : splitAccountId(seed.account).chain))
    .find(isUtxo);
}

/** Accounts that seeds name; those of a theft transaction are known once it is read. */
export function seedAccounts(seeds: readonly LedgerSeed[]): Set<AccountId> {
  return new Set(seeds.flatMap((seed) => (seed.account === undefined ? [] : [seed.account])));
}

export function seedTransactions(seeds: readonly LedgerSeed[]): { chain: string; hash: string }[] {
  return seeds.flatMap((seed) => (seed.kind === 'transaction' ? [{ chain: seed.chain, hash: seed.hash }] : []));
}

/** What accounts that the base did not know did before it. */
async function earlierFacts(input: CaseReplayInput, from: ReplayBase): Promise<readonly TransactionFact[]> {
  const added = [...input.accounts].filter((account) => !from.accounts.has(account)).map(splitAccountId);
  const earlier: TransactionFact[] = [];
  // Coins are followed from their making on, whoever opened them: there is nothing before it.
  if (added.length === 0 || coinChain(input.options.seeds) !== undefined) return earlier;
  for await (const batch of input.facts.readTransactions({ space: input.row.space, accounts: added })) {
    for (const fact of batch) if (fact.block <= from.block && !isLeftOut(input, fact)) earlier.push(fact);
  }
  return earlier;
}

function baseOf(
  replay: Replay,
  flows: readonly Flow[],
  counts: Counts,
  shifted: ReadonlySet<AssetId>,
  input: CaseReplayInput,
  { chain, block }: { readonly chain: ChainId; readonly block: number },
): ReplayBase {
  return {
    chain,
    block,
    snapshot: replay.snapshot(),
    flows: [...flows],
    accounts: new Set(input.accounts),
    counts: { ...counts },
    shifted: new Set(shifted),
    balances: balancesUpTo(input, input.accounts, block),
  };
}

/** What accounts that the base did not know held after it. @throws ConflictError where a balance it should have seen is new */
function lateBalances(
  input: CaseReplayInput,
  from: ReplayBase,
  earlier: readonly TransactionFact[],
): readonly BalanceFact[] {
  if (balancesUpTo(input, from.accounts, from.block) !== from.balances)
    throw new ConflictError('a balance before the base became known', { remedy: 'Replay from the start.' });
  const late = input.balances.filter((fact) => !from.accounts.has(accountId(fact.chain, fact.address)));
  return balancesAt(late, earlier, from.block);
}

function balancesUpTo(input: CaseReplayInput, accounts: ReadonlySet<AccountId>, block: number): number {
  return input.balances.filter((fact) => fact.block <= block && accounts.has(accountId(fact.chain, fact.address)))
    .length;
}

function isLeftOut(input: CaseReplayInput, transaction: TransactionFact): boolean {
  return transaction.block > input.upTo || (input.until !== null && transaction.time > input.until);
}

/** After every transaction of a block. */
function endOf(block: number): { readonly block: number; readonly index: number } {
  return { block, index: 2 ** 31 - 1 };
}
