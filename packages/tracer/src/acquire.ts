import {
  type AccountId,
  accountId,
  type Coverage,
  type Source,
  SourceError,
  splitAccountId,
  type TransactionFact,
  type TransferKind,
} from '@fundtrail/core';
import type { AcquireJob } from '@fundtrail/queue';
import type { CaseRow, TransactionState } from '@fundtrail/store';
import { type AccountOutcome, HUB_ROWS, isCovered, NO_ANSWER, outcomeOf, reachOf } from './coverage.ts';
import type { TracerDependencies } from './dependencies.ts';
import { createGapMemory, type GapMemory } from './gap-memory.ts';
import { headOf } from './head.ts';
import { parseItem } from './jobs.ts';
import { accountsOf, partiesToKnow } from './replay-case.ts';
import { readLimits, readSource } from './stored-case.ts';

/** How many histories one job asks for at the same time. */
const PARALLEL_HISTORIES = 4;

/** Names of questions that a source may not offer, as remembered. */
const WHOLE_TRANSACTIONS = 'transaction';
const CODE = 'code';

const OTHER_KINDS: readonly TransferKind[] = ['internal', 'token'];

/** What a job works with. */
export type Work = {
  readonly deps: TracerDependencies;
  readonly row: CaseRow;
  readonly source: Source;
  readonly gaps: GapMemory;
};

/** Fetches what a batch of wanted accounts and transactions lacks, stores it, and settles when nothing is waited for any more. */
export function createAcquire(deps: TracerDependencies): (job: AcquireJob) => Promise<void> {
  const gaps = createGapMemory(deps.facts);
  /** Requests of a source that stand in some case's counts already: jobs that run side by side share the source's counter. */
  const counted = new WeakMap<Source, number>();

  return async (job) => {
    const row = await deps.cases.get(job.caseId);
    if (row === undefined || (row.status !== 'running' && row.status !== 'following')) return;
    const source = await deps.openSource(readSource(row, deps.sealer));
    try {
      await acquireItems({ deps, row, source, gaps }, job);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      await deps.cases.transition(row.id, ['running', 'following'], 'paused', pauseReason(error));
      deps.context.logger.error({ action: 'acquire', case_id: row.id, source: source.id, err: error }, 'case paused');
      return;
    } finally {
      const sent = source.requests();
      const fresh = sent - (counted.get(source) ?? 0);
      counted.set(source, sent);
      if (fresh > 0) await deps.cases.addRequests(row.id, fresh);
    }
    if ((await deps.cases.waiting(row.id)) === 0) await deps.jobs.settle({ caseId: row.id, wave: row.wave });
  };
}

async function acquireItems(work: Work, job: AcquireJob): Promise<void> {
  const { deps, row, source } = work;
  const { maxRequests } = readLimits(row);
  const before = source.requests() - (row.counts.requests ?? 0);
  const waiting = await deps.cases.waitingAmong(row.id, job.items);
  const seedBlock = await deps.facts.lastSeedBlock(row.space, row.id);
  const lastBlock = (account: AccountId): Promise<number> =>
    headOf(deps, source, splitAccountId(account).chain, work.gaps, seedBlock);
  await inParallel(waiting.map(parseItem), PARALLEL_HISTORIES, async (item) => {
    if (item.kind === 'transaction') {
      const outcome = await acquireTransaction(work, item.chain, item.hash);
      await deps.cases.setTransactions(row.id, [{ chain: item.chain, hash: item.hash, ...outcome }]);
      return;
    }
    const spent = maxRequests !== null && source.requests() - before >= maxRequests;
    const outcome: AccountOutcome = spent
      ? { state: 'budget', reason: `the limit of ${maxRequests} requests was reached` }
      : await acquireAccount(work, item.account, await lastBlock(item.account));
    await deps.cases.setAccounts(row.id, [{ account: item.account, ...outcome }]);
  });
}

/** One account's history: asks only for what coverage lacks, and never twice for what the source does not offer. */
export async function acquireAccount(work: Work, account: AccountId, toBlock: number): Promise<AccountOutcome> {
  const { deps, row, source } = work;
  const { chain, address } = splitAccountId(account);
  const known = (await deps.facts.coverageOf(row.space, source.id, [{ chain, address }])).get(account) ?? [];
  const native = await acquireKinds(work, account, ['native'], toBlock, known);
  if (native.state !== 'covered') return native;
  const open = OTHER_KINDS.filter(
    (kind) => !known.some((entry) => entry.kind === kind && entry.status === 'unavailable'),
  );
  const rest = open.length === 0 ? native : await acquireKinds(work, account, open, toBlock, known);
  if (rest.state !== 'covered') return rest;
  const code = await learnCode(work, new Set([account]));
  return code.get(account) === true ? { state: 'contract', reason: 'the account is code' } : rest;
}

async function acquireKinds(
  work: Work,
  account: AccountId,
  kinds: readonly TransferKind[],
  toBlock: number,
  known: readonly Coverage[],
): Promise<AccountOutcome> {
  const { deps, row, source } = work;
  const lacking = kinds.filter((kind) => !isCovered(known, kind, toBlock));
  if (lacking.length === 0) return { state: 'covered', reason: null };
  const { chain, address } = splitAccountId(account);
  const fromBlock = Math.min(...lacking.map((kind) => nextBlock(known, kind)));
  const request = {
    chain,
    address,
    kinds: lacking,
    fromBlock,
    toBlock,
    maxRows: HUB_ROWS,
    signal: deps.context.signal,
  };
  try {
    const history = await source.history(request);
    await deps.facts.writeTransactions(row.space, history.transactions);
    await deps.facts.writeContracts(
      row.space,
      source.id,
      history.contracts.map((contract) => ({ chain, address: contract, isContract: true, seenIn: address })),
    );
    await learnCode(work, partiesOf(history.transactions, false));
    // Coverage comes last: what it promises is stored.
    await deps.facts.writeCoverage(row.space, history.coverage);
    return outcomeOf(history.coverage);
  } catch (error) {
    if (!isFinal(error)) throw error;
    const coverage = {
      chain,
      address,
      source: source.id,
      fromBlock,
      toBlock,
      status: 'unavailable',
      reason: error.message,
    } as const;
    await deps.facts.writeCoverage(
      row.space,
      lacking.map((kind) => ({ ...coverage, kind })),
    );
    return lacking.includes('native')
      ? { state: 'unavailable', reason: NO_ANSWER }
      : { state: 'covered', reason: null };
  }
}

async function acquireTransaction(
  work: Work,
  chain: string,
  hash: string,
): Promise<{ state: TransactionState; reason: string | null }> {
  const { deps, row, source, gaps } = work;
  const question = `${WHOLE_TRANSACTIONS}:${hash}`;
  const known = (await gaps.reasonOf(source, WHOLE_TRANSACTIONS)) ?? (await gaps.reasonOf(source, question));
  if (known !== undefined) return { state: 'unavailable', reason: known };
  try {
    const transaction = await source.transaction(chain, hash, deps.context.signal);
    await deps.facts.writeTransactions(row.space, [transaction]);
    await learnCode(work, partiesOf([transaction], true));
    return { state: 'covered', reason: null };
  } catch (error) {
    if (!isFinal(error)) throw error;
    await gaps.note(source, error.failure === 'unsupported' ? WHOLE_TRANSACTIONS : question, error.message);
    return { state: 'unavailable', reason: error.message };
  }
}

export function partiesOf(transactions: readonly TransactionFact[], receivers: boolean): ReadonlySet<AccountId> {
  return new Set(transactions.flatMap((transaction) => accountsOf(partiesToKnow(transaction, receivers))));
}

/** Finds out which accounts are code, each asked about once; what the source cannot say is absent. */
export async function learnCode(
  work: Work,
  accounts: ReadonlySet<AccountId>,
): Promise<ReadonlyMap<AccountId, boolean>> {
  const { deps, row, source, gaps } = work;
  if (accounts.size === 0 || (await gaps.reasonOf(source, CODE)) !== undefined) return new Map();
  const known = new Map(await deps.facts.contractsAmong(row.space, [...accounts].map(splitAccountId)));
  for (const account of accounts) {
    if (known.has(account)) continue;
    const { chain, address } = splitAccountId(account);
    try {
      const isContract = await source.isContract(chain, address);
      if (isContract === undefined) continue;
      known.set(accountId(chain, address), isContract);
      await deps.facts.writeContracts(row.space, source.id, [{ chain, address, isContract, seenIn: address }]);
    } catch (error) {
      if (!isFinal(error)) throw error;
      await gaps.note(source, CODE, error.message);
      break;
    }
  }
  return known;
}

/** Whether asking again is pointless: the source answered that it will not, or cannot. */
function isFinal(error: unknown): error is SourceError {
  return error instanceof SourceError && (error.failure === 'refused' || error.failure === 'unsupported');
}

/** Where the coverage of a kind goes on. */
function nextBlock(known: readonly Coverage[], kind: TransferKind): number {
  return reachOf(known, kind) + 1;
}

function pauseReason(error: SourceError): string {
  return `${error.message}. ${error.remedy ?? 'Check the source, then resume the case.'}`;
}

async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const lanes = Array.from({ length: Math.min(width, queue.length) }, async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  });
  await Promise.all(lanes);
}
