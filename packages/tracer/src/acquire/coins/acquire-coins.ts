import {
  type AccountId,
  accountId,
  type ChainId,
  type Coin,
  type KindCoverage,
  type Source,
  SourceError,
  splitAccountId,
} from '@fundtrail/core';
import type { Spender } from '@fundtrail/store';
import { storeFacts } from '../../crossings/bridge-services.ts';
import type { KnowledgeMemory } from '../../load-knowledge.ts';
import { completeOf, NO_ANSWER, OPEN_END } from '../coverage.ts';
import type { RequestBudget } from '../request-budget.ts';
import type { Work } from '../work.ts';
import { openTaintAhead } from './open-taint-ahead.ts';
import { spentCoverage } from './spent-coverage.ts';
import type { TaintAhead } from './taint-ahead.ts';
import { takeBackUntold } from './take-back-untold.ts';

/** Transactions found in one look, stored before the next one begins: what a crash may cost. */
const TRANSACTIONS_PER_LOOK = 250;

/** What tells of one: the outputs of the transaction before, and itself. */
const REQUESTS_PER_TRANSACTION = 2;

/** A job goes on so long with what it finds ahead before the replay has its turn, whose tables are what people watch. */
const LOOK_AHEAD_MS = 15_000;

export type CoinLimits = {
  readonly budget: Pick<RequestBudget, 'left' | 'most'>;
  /** The last block that is of interest. */
  readonly to: number;
};

/** A coin that is asked about, the block from which on, and what the facts tell of its spender. */
type Asked = { readonly coin: Coin; readonly block: number; readonly spender?: Spender };

/** What came of asking in one job. */
type Progress = {
  /** The last block told of each coin. */
  readonly reached: Map<Coin, number>;
  /** Coins of which the source has no more to tell. */
  readonly ended: Set<Coin>;
  readonly unknown: Set<Coin>;
};

/**
 * Finds what spends coins, and what spends the coins that come of it as far as they are certain to be followed; stores it, with what was
 * told of each coin. What the facts tell for good is not asked for.
 */
export async function acquireCoins(
  work: Work,
  knowledge: KnowledgeMemory,
  chain: ChainId,
  accounts: readonly AccountId[],
  limits: CoinLimits,
): Promise<void> {
  const { deps, row, source } = work;
  const open = await deps.cases.accounts(row.id, accounts);
  const ahead = await openTaintAhead(deps, knowledge, row, chain, accounts);
  const own = new Set(open.map(({ account }) => splitAccountId(account).address));
  const { clock } = deps.context;
  const until = clock.now() + LOOK_AHEAD_MS;
  const progress: Progress = { reached: new Map(), ended: new Set(), unknown: new Set() };
  let left: readonly Asked[] = open.map(({ account, firstBlock }) => ({
    coin: splitAccountId(account).address,
    block: firstBlock ?? 0,
  }));
  for (;;) {
    left = await setTold(work, chain, left, limits.to, progress);
    if (left.length === 0 || (clock.now() > until && !left.some(({ coin }) => own.has(coin)))) return;
    if (source.spends === undefined)
      return setAll(work, chain, left, 'unavailable', 'the source does not tell what spends an output');
    const requests = limits.budget.left();
    if (requests <= 0) return giveUp(work, chain, left, limits.budget.most);
    if (!(await deps.cases.moves(row.id))) return;
    const most = Math.min(TRANSACTIONS_PER_LOOK, Math.ceil(requests / REQUESTS_PER_TRANSACTION));
    const look = { chain, asked: left, to: limits.to, ahead, most, progress };
    left = [...left, ...(await lookFor(work, source.spends.bind(source), look))];
  }
}

/** Where nothing more may be asked: what is known to be spent is followed as far as that goes. */
async function giveUp(work: Work, chain: ChainId, left: readonly Asked[], maxRequests: number | null): Promise<void> {
  const isKnown = ({ spender }: Asked): boolean => spender !== undefined;
  const others = left.filter((asked) => !isKnown(asked));
  await setAll(work, chain, left.filter(isKnown), 'covered', null);
  await setAll(work, chain, others, 'budget', `the limit of ${maxRequests} requests was reached`);
}

type Look = {
  readonly chain: ChainId;
  readonly asked: readonly Asked[];
  readonly to: number;
  readonly ahead: TaintAhead;
  /** Transactions to find. */
  readonly most: number;
  readonly progress: Progress;
};

/**
 * Asks once and stores the answer. Coverage comes last: what it promises is stored.
 * @returns coins that came of it, are certain to be followed, and were not looked at to the end
 */
async function lookFor(
  { deps, row, source }: Work,
  spends: NonNullable<Source['spends']>,
  { chain, asked, to, ahead, most, progress }: Look,
): Promise<readonly Asked[]> {
  const onward: Asked[] = [];
  const { transactions, coverage } = await spends({
    chain,
    coins: asked.map(({ coin, block }) => ({ coin, block })),
    toBlock: to,
    maxTransactions: most,
    onward: (transaction) => {
      const coins = ahead.onward(transaction);
      onward.push(...coins.map((coin) => ({ coin, block: transaction.block })));
      return coins;
    },
    signal: deps.context.signal,
  });
  if (coverage.length === 0)
    throw new SourceError('malformed', source.id, `told nothing of ${asked.length} outputs that were asked for`);
  await takeBackUntold(deps.facts, row.space, chain, { transactions, coverage });
  await storeFacts(deps, row.space, transactions);
  await deps.facts.writeCoverage(row.space, coverage);
  const told = new Set<Coin>();
  for (const { address, status, toBlock } of coverage) {
    if (status === 'unavailable' || toBlock >= to) told.add(address);
    if (status === 'unavailable') progress.unknown.add(address);
    else if (toBlock > (progress.reached.get(address) ?? -1)) progress.reached.set(address, toBlock);
    else progress.ended.add(address);
  }
  return onward.filter(({ coin }) => !told.has(coin));
}

/** Gives coins their states of which the facts tell all, or the source all that it has. @returns the others */
async function setTold(
  work: Work,
  chain: ChainId,
  asked: readonly Asked[],
  to: number,
  progress: Progress,
): Promise<readonly Asked[]> {
  const { ended, unknown } = progress;
  const { deps, row, source } = work;
  if (asked.length === 0) return asked;
  const known = await deps.facts.coverageOf(
    row.space,
    source.coverageIds,
    asked.map(({ coin }) => ({ chain, address: coin })),
  );
  const coverageOf = (coin: Coin): readonly KindCoverage[] => known.get(accountId(chain, coin)) ?? [];
  // A range that begins later is of no use: what lies before it may have been missed.
  const isCovered = ({ coin, block }: Asked): boolean =>
    ended.has(coin) || completeOf(coverageOf(coin), 'native').some((range) => range.from <= block && range.to >= to);
  const states = Map.groupBy(asked, (entry) => {
    if (isCovered(entry)) return 'covered';
    // What a source did not know once it may know now: only this job's own question counts.
    if (!unknown.has(entry.coin)) return 'asked';
    return entry.spender === undefined ? 'unavailable' : 'covered';
  });
  const rest = states.get('asked') ?? [];
  const coins = rest.map(({ coin }) => coin);
  const spenders = await deps.facts.spendersOf(row.space, chain, coins);
  const forGood = await deps.facts.spentForGood(row.space, chain, coins);
  const isSpent = ({ coin }: Asked): boolean => forGood.has(coin) && (spenders.get(coin)?.block ?? OPEN_END) <= to;
  const spent = rest.filter(isSpent);
  await deps.facts.writeCoverage(
    row.space,
    spent.map(({ coin, block }) => spentCoverage(chain, source, coin, block)),
  );
  await setAll(work, chain, [...(states.get('covered') ?? []), ...spent], 'covered', null);
  await setAll(work, chain, states.get('unavailable') ?? [], 'unavailable', NO_ANSWER);
  return rest.flatMap((entry) => {
    if (isSpent(entry)) return [];
    const spender = spenders.get(entry.coin) ?? undefined;
    const block = nextBlock(coverageOf(entry.coin), entry, progress);
    return [{ coin: entry.coin, block, ...(spender === undefined ? {} : { spender }) }];
  });
}

/** Where looking goes on: after what was told for good, or in this job. */
function nextBlock(known: readonly KindCoverage[], { coin, block }: Asked, { reached }: Progress): number {
  const told = reached.get(coin);
  if (told !== undefined) return Math.max(block, told + 1);
  const part = completeOf(known, 'native').find((range) => range.from <= block && range.to >= block);
  const firm = known.reduce(
    (least, entry) => Math.min(least, entry.provisionalFrom ?? Number.POSITIVE_INFINITY),
    Number.POSITIVE_INFINITY,
  );
  return part === undefined ? block : Math.max(block, Math.min(part.to + 1, firm));
}

async function setAll(
  { deps, row }: Work,
  chain: ChainId,
  coins: readonly Asked[],
  state: 'covered' | 'unavailable' | 'budget',
  reason: string | null,
): Promise<void> {
  await deps.cases.setAccounts(
    row.id,
    coins.map(({ coin }) => ({ account: accountId(chain, coin), state, reason })),
  );
}
