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
import { type AccountOutcome, HUB_ROWS, isCovered, NO_ANSWER, outcomeOf } from './coverage.ts';
import type { TracerDependencies } from './dependencies.ts';
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

/** Fetches what a batch of wanted accounts and transactions lacks, stores it, and settles when nothing is waited for any more. */
export function createAcquire(deps: TracerDependencies): (job: AcquireJob) => Promise<void> {
  return async (job) => {
    const row = await deps.cases.get(job.caseId);
    if (row === undefined || (row.status !== 'running' && row.status !== 'following')) return;
    const source = await deps.openSource(readSource(row, deps.sealer));
    const before = source.requests();
    try {
      await acquireItems(deps, row, source, job);
    } catch (error) {
      if (error instanceof SourceError) {
        await deps.cases.transition(row.id, ['running', 'following'], 'paused', pauseReason(error));
        deps.context.logger.error({ action: 'acquire', case_id: row.id, source: source.id, err: error }, 'case paused');
        return;
      }
      throw error;
    } finally {
      await deps.cases.addRequests(row.id, source.requests() - before);
    }
    if ((await deps.cases.waiting(row.id)) === 0) await deps.jobs.settle({ caseId: row.id, wave: row.wave });
  };
}

async function acquireItems(deps: TracerDependencies, row: CaseRow, source: Source, job: AcquireJob): Promise<void> {
  const items = job.items.map(parseItem);
  const waiting = new Set(
    (await deps.cases.accounts(row.id)).filter((entry) => entry.state === 'wanted').map((entry) => entry.account),
  );
  const accounts = items.flatMap((item) =>
    item.kind === 'account' && waiting.has(item.account) ? [item.account] : [],
  );
  await inParallel(accounts, PARALLEL_HISTORIES, async (account) => {
    const limits = readLimits(row);
    const used = (await deps.cases.get(row.id))?.counts.requests ?? 0;
    const outcome =
      limits.maxRequests !== null && used >= limits.maxRequests
        ? { state: 'budget' as const, reason: `the limit of ${limits.maxRequests} requests was reached` }
        : await acquireAccount(deps, row, source, account);
    await deps.cases.setAccounts(row.id, [{ account, ...outcome }]);
  });
  for (const item of items) {
    if (item.kind !== 'transaction') continue;
    const outcome = await acquireTransaction(deps, row, source, item.chain, item.hash);
    await deps.cases.setTransactions(row.id, [{ chain: item.chain, hash: item.hash, ...outcome }]);
  }
}

/** One account's history: asks only for what coverage lacks, and never twice for what the source does not offer. */
async function acquireAccount(
  deps: TracerDependencies,
  row: CaseRow,
  source: Source,
  account: AccountId,
): Promise<AccountOutcome> {
  const { chain, address } = splitAccountId(account);
  const toBlock = await headOf(deps, source, chain);
  const known = (await deps.facts.coverageOf(row.space, source.id, [{ chain, address }])).get(account) ?? [];
  const native = await acquireKinds(deps, row, source, account, ['native'], toBlock, known);
  if (native.state !== 'covered') return native;
  const open = OTHER_KINDS.filter(
    (kind) => !known.some((entry) => entry.kind === kind && entry.status === 'unavailable'),
  );
  const rest = open.length === 0 ? native : await acquireKinds(deps, row, source, account, open, toBlock, known);
  if (rest.state !== 'covered') return rest;
  const isContract = await codeOf(deps, row, source, account);
  return isContract === true ? { state: 'contract', reason: 'the account is code' } : rest;
}

async function acquireKinds(
  deps: TracerDependencies,
  row: CaseRow,
  source: Source,
  account: AccountId,
  kinds: readonly TransferKind[],
  toBlock: number,
  known: readonly Coverage[],
): Promise<AccountOutcome> {
  const lacking = kinds.filter((kind) => !isCovered(known, kind, toBlock));
  if (lacking.length === 0) return { state: 'covered', reason: null };
  const { chain, address } = splitAccountId(account);
  const fromBlock = Math.min(...lacking.map((kind) => nextBlock(known, kind)));
  try {
    const history = await source.history({
      chain,
      address,
      kinds: lacking,
      fromBlock,
      toBlock,
      maxRows: HUB_ROWS,
      signal: deps.context.signal,
    });
    await deps.facts.writeTransactions(row.space, history.transactions);
    await deps.facts.writeContracts(
      row.space,
      source.id,
      history.contracts.map((contract) => ({ chain, address: contract, isContract: true, seenIn: address })),
    );
    await learnCode(deps, row, source, history.transactions, false);
    await deps.facts.writeCoverage(row.space, history.coverage);
    return outcomeOf(history.coverage);
  } catch (error) {
    if (!(error instanceof SourceError) || (error.failure !== 'refused' && error.failure !== 'unsupported'))
      throw error;
    const reason = error.message;
    await deps.facts.writeCoverage(
      row.space,
      lacking.map((kind) => ({
        chain,
        address,
        source: source.id,
        kind,
        fromBlock,
        toBlock,
        status: 'unavailable' as const,
        reason,
      })),
    );
    return lacking.includes('native')
      ? { state: 'unavailable', reason: NO_ANSWER }
      : { state: 'covered', reason: null };
  }
}

async function acquireTransaction(
  deps: TracerDependencies,
  row: CaseRow,
  source: Source,
  chain: string,
  hash: string,
): Promise<{ state: TransactionState; reason: string | null }> {
  const question = `transaction:${hash}`;
  const gaps = await deps.facts.sourceGaps(row.space, source.id);
  const known = gaps.get(question) ?? gaps.get(WHOLE_TRANSACTIONS);
  if (known !== undefined) return { state: 'unavailable', reason: known };
  try {
    const transaction = await source.transaction(chain, hash, deps.context.signal);
    await deps.facts.writeTransactions(row.space, [transaction]);
    await learnCode(deps, row, source, [transaction], true);
    return { state: 'covered', reason: null };
  } catch (error) {
    if (!(error instanceof SourceError) || (error.failure !== 'refused' && error.failure !== 'unsupported'))
      throw error;
    await deps.facts.writeSourceGap(row.space, {
      source: source.id,
      question: error.failure === 'unsupported' ? WHOLE_TRANSACTIONS : question,
      reason: error.message,
    });
    return { state: 'unavailable', reason: error.message };
  }
}

/** Finds out which parties to conversions are code, once per account. */
async function learnCode(
  deps: TracerDependencies,
  row: CaseRow,
  source: Source,
  transactions: readonly TransactionFact[],
  receivers: boolean,
): Promise<void> {
  const parties = new Set(transactions.flatMap((transaction) => accountsOf(partiesToKnow(transaction, receivers))));
  for (const account of parties) await codeOf(deps, row, source, account);
}

async function codeOf(
  deps: TracerDependencies,
  row: CaseRow,
  source: Source,
  account: AccountId,
): Promise<boolean | undefined> {
  const { chain, address } = splitAccountId(account);
  const known = await deps.facts.contractsAmong(row.space, [{ chain, address }]);
  const answer = known.get(accountId(chain, address));
  if (answer !== undefined) return answer;
  const gaps = await deps.facts.sourceGaps(row.space, source.id);
  if (gaps.has(CODE)) return undefined;
  try {
    const isContract = await source.isContract(chain, address);
    if (isContract !== undefined)
      await deps.facts.writeContracts(row.space, source.id, [{ chain, address, isContract, seenIn: address }]);
    return isContract;
  } catch (error) {
    if (!(error instanceof SourceError) || (error.failure !== 'refused' && error.failure !== 'unsupported'))
      throw error;
    await deps.facts.writeSourceGap(row.space, { source: source.id, question: CODE, reason: error.message });
    return undefined;
  }
}

function nextBlock(known: readonly Coverage[], kind: TransferKind): number {
  const complete = known.filter((entry) => entry.kind === kind && entry.status === 'complete' && entry.fromBlock === 0);
  return complete.length === 0 ? 0 : Math.max(...complete.map((entry) => entry.toBlock)) + 1;
}

function pauseReason(error: SourceError): string {
  const remedy = error.remedy ?? 'Check the source, then resume the case.';
  return `${error.message}. ${remedy}`;
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
