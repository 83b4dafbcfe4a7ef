import { type AccountId, type ChainId, FundtrailError, isCoin, SourceError, splitAccountId } from '@fundtrail/core';
import type { AcquireJob } from '@fundtrail/queue';
import { ContradictionError, type TransactionState } from '@fundtrail/store';
import { storeFacts } from '../crossings/bridge-services.ts';
import { noSource } from '../crossings/no-source.ts';
import type { TracerDependencies } from '../dependencies.ts';
import { type ChainItem, chainOfItem, parseItem } from '../jobs.ts';
import { createKnowledgeMemory, type KnowledgeMemory } from '../load-knowledge.ts';
import { sourceFor } from '../source-for.ts';
import { readLimits } from '../stored-case.ts';
import { acquireAccount } from './account-history.ts';
import { acquireLinks } from './acquire-links.ts';
import { learnCode, partiesOf } from './code.ts';
import { acquireCoins } from './coins/acquire-coins.ts';
import { type AccountOutcome, completeOf } from './coverage.ts';
import type { GapMemory } from './gap-memory.ts';
import { followedHead, headOf } from './head.ts';
import { acquireBalance, openingBlock } from './opening.ts';
import { readLearned } from './read-learned.ts';
import { createRequestBudget, type RequestBudget } from './request-budget.ts';
import type { RequestCount } from './request-count.ts';
import { isStoredFirmly } from './stored-firmly.ts';
import { isFinal, type Work } from './work.ts';

/** How many histories one job asks for at the same time. */
const PARALLEL_HISTORIES = 4;

/** Name of the question that a source may not offer, as remembered. */
const WHOLE_TRANSACTIONS = 'transaction';

/** Fetches what a batch of wanted accounts and transactions lacks, stores it, and settles when nothing is waited for any more. */
export function createAcquire(
  deps: TracerDependencies,
  gaps: GapMemory,
  requests: RequestCount,
): (job: AcquireJob) => Promise<void> {
  const knowledge = createKnowledgeMemory(deps);
  return async (job) => {
    const row = await deps.cases.get(job.caseId);
    if (row === undefined || (row.status !== 'running' && row.status !== 'following')) return;
    const budget = createRequestBudget(readLimits(row).maxRequests, row.counts.requests ?? 0);
    try {
      await acquireItems({ deps, row, gaps }, knowledge, budget, job);
    } catch (error) {
      if (row.follow && error instanceof ContradictionError) throw otherBranch(error);
      if (!(error instanceof SourceError)) throw error;
      await deps.cases.transition(row.id, ['running', 'following'], 'paused', pauseReason(error));
      deps.context.logger.error(
        { action: 'acquire', case_id: row.id, source: error.source, err: error },
        'case paused',
      );
      return;
    } finally {
      const fresh = budget.sources().reduce((sum, source) => sum + requests.fresh(source), 0);
      if (fresh > 0) await deps.cases.addRequests(row.id, fresh);
    }
    if (!(await deps.cases.waits(row.id))) await deps.jobs.settle({ caseId: row.id, wave: row.wave });
  };
}

/** Items of all chains of a case lie in one job: each is asked of the source of its chain. */
async function acquireItems(
  about: Omit<Work, 'source'>,
  knowledge: KnowledgeMemory,
  budget: RequestBudget,
  job: AcquireJob,
): Promise<void> {
  const { deps, row } = about;
  const waiting = (await deps.cases.waitingAmong(row.id, job.items)).map(parseItem);
  const items = waiting.flatMap((item) => (item.kind === 'link' ? [] : item));
  const others: (() => Promise<void>)[] = [];
  const opened = new Map<ChainId, Work>();
  const byChain = Map.groupBy(items, chainOfItem);
  for (const chain of byChain.keys()) {
    const source = await sourceFor(deps, row, chain);
    if (source === undefined) continue;
    budget.count(source);
    opened.set(chain, { ...about, source });
  }
  for (const [chain, own] of byChain) {
    const work = opened.get(chain);
    if (work === undefined) await setUnavailable(about, chain, own);
    else others.push(...(await acquireChain(work, knowledge, budget, chain, own)));
  }
  await inParallel(others, PARALLEL_HISTORIES, (ask) => ask());
  await readLearned(about, budget);
  await acquireLinks(
    about,
    budget,
    waiting.flatMap((item) => (item.kind === 'link' ? item : [])),
  );
}

/** Looks for what spends a chain's coins, and gives what is to be asked for besides, item by item. */
async function acquireChain(
  work: Work,
  knowledge: KnowledgeMemory,
  budget: RequestBudget,
  chain: ChainId,
  items: readonly ChainItem[],
): Promise<readonly (() => Promise<void>)[]> {
  const { deps, row, source } = work;
  const seedBlock = await deps.facts.lastSeedBlock(row.space, row.id, chain);
  const lastBlock = async (): Promise<number> => {
    const followed = row.follow ? await followedHead(deps, source, chain) : undefined;
    return followed ?? headOf(deps, source, chain, work.gaps, seedBlock);
  };
  const accounts = items.flatMap((item) => (item.kind === 'account' ? [item.account] : []));
  const coins = accounts.filter((account) => isCoin(splitAccountId(account).address));
  // Coins are looked for together: what spends them often spends several.
  if (coins.length > 0 && (await deps.cases.moves(row.id)))
    await acquireCoins(work, knowledge, chain, coins, { budget, to: await lastBlock() });
  const firstBlocks = new Map(
    (await deps.cases.accounts(row.id, accounts)).map((entry) => [entry.account, entry.firstBlock]),
  );
  const isAskedAlone = (item: ChainItem): boolean => item.kind !== 'account' || !coins.includes(item.account);
  return items.filter(isAskedAlone).map((item) => async () => {
    // What is not asked for any more still waits: it is asked for when the case goes on.
    if (!(await deps.cases.moves(row.id))) return;
    if (item.kind === 'transaction') {
      const outcome = await acquireTransaction(work, item.chain, item.hash);
      await deps.cases.setTransactions(row.id, [{ chain: item.chain, hash: item.hash, ...outcome }]);
      return;
    }
    if (item.kind === 'balance') {
      await deps.cases.setBalance(row.id, item, await acquireBalance(work, item));
      return;
    }
    const spent = budget.left() <= 0 && !(await isKnown(work, item.account));
    const outcome: AccountOutcome = spent
      ? { state: 'budget', reason: `the limit of ${budget.most} requests was reached` }
      : await acquireHistory(work, item.account, firstBlocks.get(item.account) ?? null, await lastBlock());
    await deps.cases.setAccounts(row.id, [{ account: item.account, ...outcome }]);
  });
}

/** What lies on a chain that nobody can be asked about stays visible, and is asked for again when the case is resumed. */
async function setUnavailable(
  { deps, row }: Pick<Work, 'deps' | 'row'>,
  chain: ChainId,
  items: readonly ChainItem[],
): Promise<void> {
  const outcome = { state: 'unavailable', reason: noSource(chain) } as const;
  for (const item of items) {
    if (item.kind === 'transaction') await deps.cases.setTransactions(row.id, [{ chain, hash: item.hash, ...outcome }]);
    if (item.kind === 'balance') await deps.cases.setBalance(row.id, item, outcome);
  }
  const accounts = items.flatMap((item) => (item.kind === 'account' ? [item.account] : []));
  await deps.cases.setAccounts(
    row.id,
    accounts.map((account) => ({ account, ...outcome })),
  );
}

/** Whether an account was read before and only lacks later blocks: it is not given up for them. */
async function isKnown({ deps, row, source }: Work, account: AccountId): Promise<boolean> {
  const known = await deps.facts.coverageOf(row.space, source.coverageIds, [splitAccountId(account)]);
  return completeOf(known.get(account) ?? [], 'native').length > 0;
}

async function acquireHistory(
  work: Work,
  account: AccountId,
  firstBlock: number | null,
  to: number,
): Promise<AccountOutcome> {
  return acquireAccount(work, account, { from: await openingBlock(work, account, firstBlock), to });
}

async function acquireTransaction(
  work: Work,
  chain: string,
  hash: string,
): Promise<{ state: TransactionState; reason: string | null }> {
  const { deps, row, source, gaps } = work;
  if (await isStoredFirmly(deps, row.space, source, chain, hash)) return { state: 'covered', reason: null };
  const question = `${WHOLE_TRANSACTIONS}:${hash}`;
  const known = (await gaps.reasonOf(source, WHOLE_TRANSACTIONS)) ?? (await gaps.reasonOf(source, question));
  if (known !== undefined) return { state: 'unavailable', reason: known };
  try {
    const transaction = await source.transaction(chain, hash, deps.context.signal);
    await storeFacts(deps, row.space, [transaction]);
    await learnCode(work, partiesOf([transaction], true));
    return { state: 'covered', reason: null };
  } catch (error) {
    if (!isFinal(error)) throw error;
    await gaps.note(source, error.failure === 'unsupported' ? WHOLE_TRANSACTIONS : question, error.message);
    return { state: 'unavailable', reason: error.message };
  }
}

/** A source may tell a reorganisation before following has seen it: nothing was stored, and the job is tried again after that. */
function otherBranch(cause: ContradictionError): FundtrailError {
  return new FundtrailError(
    'other_branch',
    `the source may be on another branch than what was followed: ${cause.message}`,
    {
      cause,
      retryable: true,
    },
  );
}

function pauseReason(error: SourceError): string {
  return `${error.message}. ${error.remedy ?? 'Check the source, then resume the case.'}`;
}

/** After a failure nothing more is begun, and what was under way has ended when this rejects: nobody writes after that. */
async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const lanes = Array.from({ length: Math.min(width, queue.length) }, async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      await work(item).catch((error: unknown) => {
        queue.length = 0;
        throw error;
      });
    }
  });
  const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
