import {
  type AccountId,
  accountId,
  type ChainId,
  type Coin,
  chainInfo,
  type KindCoverage,
  type Source,
  SourceError,
  splitAccountId,
} from '@fundtrail/core';
import type { Spender } from '@fundtrail/store';
import type { KnowledgeMemory } from '../../load-knowledge.ts';
import { completeOf, NO_ANSWER, OPEN_END } from '../coverage.ts';
import type { Work } from '../work.ts';
import { openTaintAhead } from './open-taint-ahead.ts';
import type { TaintAhead } from './taint-ahead.ts';

/** Transactions found in one look, stored before the next one begins: what a crash may cost. */
const TRANSACTIONS_PER_LOOK = 250;

/** A job goes on so long with what it finds ahead before the replay has its turn, whose tables are what people watch. */
const LOOK_AHEAD_MS = 15_000;

export type CoinLimits = {
  /** The source's counter when the case had sent no request. */
  readonly before: number;
  readonly maxRequests: number | null;
  /** The last block that is of interest. */
  readonly to: number;
};

/** A coin that is asked about, the block from which on, and what the facts tell of its spender. */
type Asked = { readonly coin: Coin; readonly block: number; readonly spender?: Spender };

/**
 * Finds what spends coins, and what spends the coins that come of it as far as they are certain to be followed; stores it, with what was
 * told of each coin. What the facts tell already is not asked for.
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
  let left: readonly Asked[] = open.map(({ account, firstBlock }) => ({
    coin: splitAccountId(account).address,
    block: firstBlock ?? 0,
  }));
  for (;;) {
    left = await setTold(work, chain, left, limits.to);
    if (left.length === 0 || (clock.now() > until && !left.some(({ coin }) => own.has(coin)))) return;
    if (source.spends === undefined)
      return setAll(work, chain, left, 'unavailable', 'the source does not tell what spends an output');
    if (limits.maxRequests !== null && source.requests() - limits.before >= limits.maxRequests)
      return setAll(work, chain, left, 'budget', `the limit of ${limits.maxRequests} requests was reached`);
    if (!(await deps.cases.moves(row.id))) return;
    left = [
      ...left,
      ...(await lookFor(work, source.spends.bind(source), { chain, asked: left, to: limits.to, ahead })),
    ];
  }
}

/**
 * Asks once and stores the answer. Coverage comes last: what it promises is stored.
 * @returns coins that came of it, are certain to be followed, and were not looked at any more
 */
async function lookFor(
  { deps, row, source }: Work,
  spends: NonNullable<Source['spends']>,
  { chain, asked, to, ahead }: { chain: ChainId; asked: readonly Asked[]; to: number; ahead: TaintAhead },
): Promise<readonly Asked[]> {
  const onward: Asked[] = [];
  const { transactions, coverage } = await spends({
    chain,
    coins: asked.map(({ coin, block }) => ({ coin, block })),
    toBlock: to,
    maxTransactions: TRANSACTIONS_PER_LOOK,
    onward: (transaction) => {
      const coins = ahead.onward(transaction);
      onward.push(...coins.map((coin) => ({ coin, block: transaction.block })));
      return coins;
    },
    signal: deps.context.signal,
  });
  if (coverage.length === 0)
    throw new SourceError('malformed', source.id, `told nothing of ${asked.length} outputs that were asked for`);
  const told = new Set(coverage.map(({ address }) => address));
  for (const { coin, block, spender } of asked) {
    // Told before it was final: what is not told again does not hold.
    if (spender === undefined || !told.has(coin)) continue;
    const question = {
      chain,
      address: coin,
      kinds: ['native' as const],
      fromBlock: Math.min(block, spender.block),
      toBlock: to,
    };
    await deps.facts.reconcile(row.space, { ...question, told: transactions });
  }
  await deps.facts.writeTransactions(row.space, transactions);
  await deps.facts.writeCoverage(row.space, coverage);
  return onward.filter(({ coin }) => !told.has(coin));
}

/** Gives coins their states that the facts tell all of. @returns the others */
async function setTold(work: Work, chain: ChainId, asked: readonly Asked[], to: number): Promise<readonly Asked[]> {
  const { deps, row, source } = work;
  if (asked.length === 0) return asked;
  const known = await deps.facts.coverageOf(
    row.space,
    source.coverageIds,
    asked.map(({ coin }) => ({ chain, address: coin })),
  );
  const coverageOf = (coin: Coin): readonly KindCoverage[] => known.get(accountId(chain, coin)) ?? [];
  const covered = asked.filter(({ coin }) => completeOf(coverageOf(coin), 'native').some((range) => range.to >= to));
  const done = new Set(covered);
  const refused = asked.filter(
    (entry) => !done.has(entry) && coverageOf(entry.coin).some(({ lacks }) => lacks?.status === 'unavailable'),
  );
  for (const entry of refused) done.add(entry);
  const rest = asked.filter((entry) => !done.has(entry));
  const spenders = await deps.facts.spendersOf(
    row.space,
    chain,
    rest.map(({ coin }) => coin),
  );
  const final = to === OPEN_END ? OPEN_END : to - chainInfo(chain).reorgWindow;
  const spent = rest.filter(({ coin }) => (spenders.get(coin)?.block ?? Number.POSITIVE_INFINITY) <= final);
  await deps.facts.writeCoverage(
    row.space,
    spent.map(({ coin, block }) => ({
      chain,
      address: coin,
      source: source.id,
      kind: 'native',
      fromBlock: block,
      toBlock: OPEN_END,
      status: 'complete',
    })),
  );
  for (const entry of spent) done.add(entry);
  await setAll(work, chain, [...covered, ...spent], 'covered', null);
  await setAll(work, chain, refused, 'unavailable', NO_ANSWER);
  return rest.flatMap((entry) => {
    if (done.has(entry)) return [];
    const spender = spenders.get(entry.coin) ?? undefined;
    const block = reached(coverageOf(entry.coin), entry.block);
    return [{ coin: entry.coin, block, ...(spender === undefined ? {} : { spender }) }];
  });
}

/** Where looking goes on: after what was told for good. */
function reached(known: readonly KindCoverage[], block: number): number {
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
