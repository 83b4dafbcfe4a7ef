import { type AccountId, FundtrailError, isCoin, isUtxo, SourceError, splitAccountId } from '@fundtrail/core';
import type { AcquireJob } from '@fundtrail/queue';
import { ContradictionError, type TransactionState } from '@fundtrail/store';
import type { TracerDependencies } from '../dependencies.ts';
import { parseItem } from '../jobs.ts';
import { createKnowledgeMemory, type KnowledgeMemory } from '../load-knowledge.ts';
import { readLimits, readSource } from '../stored-case.ts';
import { acquireAccount } from './account-history.ts';
import { learnCode, partiesOf } from './code.ts';
import { acquireCoins, type CoinLimits } from './coins/acquire-coins.ts';
import { storeTold } from './coins/store-told.ts';
import { type AccountOutcome, completeOf } from './coverage.ts';
import type { GapMemory } from './gap-memory.ts';
import { followedHead, headOf } from './head.ts';
import { acquireBalance, openingBlock } from './opening.ts';
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
    const source = await deps.openSource(readSource(row, deps.sealer));
    try {
      await acquireItems({ deps, row, source, gaps }, knowledge, job);
    } catch (error) {
      if (row.follow && error instanceof ContradictionError) throw otherBranch(error);
      if (!(error instanceof SourceError)) throw error;
      await deps.cases.transition(row.id, ['running', 'following'], 'paused', pauseReason(error));
      deps.context.logger.error({ action: 'acquire', case_id: row.id, source: source.id, err: error }, 'case paused');
      return;
    } finally {
      const fresh = requests.fresh(source);
      if (fresh > 0) await deps.cases.addRequests(row.id, fresh);
    }
    if (!(await deps.cases.waits(row.id))) await deps.jobs.settle({ caseId: row.id, wave: row.wave });
  };
}

async function acquireItems(work: Work, knowledge: KnowledgeMemory, job: AcquireJob): Promise<void> {
  const { deps, row, source } = work;
  const { maxRequests } = readLimits(row);
  const before = source.requests() - (row.counts.requests ?? 0);
  const waiting = await deps.cases.waitingAmong(row.id, job.items);
  const seedBlock = await deps.facts.lastSeedBlock(row.space, row.id);
  const lastBlock = async (account: AccountId): Promise<number> => {
    const { chain } = splitAccountId(account);
    const followed = row.follow ? await followedHead(deps, source, chain) : undefined;
    return followed ?? headOf(deps, source, chain, work.gaps, seedBlock);
  };
  const items = waiting.map(parseItem);
  const accounts = items.flatMap((item) => (item.kind === 'account' ? [item.account] : []));
  const firstBlocks = new Map(
    (await deps.cases.accounts(row.id, accounts)).map((entry) => [entry.account, entry.firstBlock]),
  );
  const [coins, others] = partition(
    items,
    (item) => item.kind === 'account' && isCoin(splitAccountId(item.account).address),
  );
  await acquireAllCoins(
    work,
    knowledge,
    coins.flatMap((item) => (item.kind === 'account' ? [item.account] : [])),
    {
      before,
      maxRequests,
      lastBlock,
    },
  );
  await inParallel(others, PARALLEL_HISTORIES, async (item) => {
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
    const spent =
      maxRequests !== null && source.requests() - before >= maxRequests && !(await isKnown(work, item.account));
    const outcome: AccountOutcome = spent
      ? { state: 'budget', reason: `the limit of ${maxRequests} requests was reached` }
      : await acquireHistory(work, item.account, firstBlocks.get(item.account) ?? null, await lastBlock(item.account));
    await deps.cases.setAccounts(row.id, [{ account: item.account, ...outcome }]);
  });
}

/** Coins of one chain are looked for together: what spends them often spends several. */
async function acquireAllCoins(
  work: Work,
  knowledge: KnowledgeMemory,
  coins: readonly AccountId[],
  limits: Omit<CoinLimits, 'to'> & { lastBlock(account: AccountId): Promise<number> },
): Promise<void> {
  const { lastBlock, ...rest } = limits;
  for (const [chain, own] of Map.groupBy(coins, (account) => splitAccountId(account).chain)) {
    const [first] = own;
    if (first === undefined || !(await work.deps.cases.moves(work.row.id))) return;
    await acquireCoins(work, knowledge, chain, own, { ...rest, to: await lastBlock(first) });
  }
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
    if (isUtxo(chain)) await storeTold(deps.facts, row.space, [transaction]);
    else await deps.facts.writeTransactions(row.space, [transaction]);
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

function partition<Item>(items: readonly Item[], belongs: (item: Item) => boolean): [Item[], Item[]] {
  const parts: [Item[], Item[]] = [[], []];
  for (const item of items) parts[belongs(item) ? 0 : 1].push(item);
  return parts;
}
