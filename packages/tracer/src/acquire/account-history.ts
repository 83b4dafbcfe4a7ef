import {
  type AccountHistory,
  type AccountId,
  type BlockRange,
  type BlockRanges,
  type Coverage,
  isUtxo,
  joinRanges,
  missingFrom,
  splitAccountId,
  type TransferKind,
  transferKindsOn,
} from '@fundtrail/core';
import { storeFacts } from '../crossings/bridge-services.ts';
import { learnCode, partiesOf } from './code.ts';
import { type AccountOutcome, type Asks, HUB_ROWS, isNotOffered, outcomeOf, planAsks } from './coverage.ts';
import { isFinal, type Work } from './work.ts';

/**
 * Brings one account's history of a range of blocks into the store: asks only for what coverage lacks, never twice for what
 * the source does not offer, and again for what could still have been taken back when it was told.
 */
export async function acquireAccount(work: Work, account: AccountId, range: BlockRange): Promise<AccountOutcome> {
  const { deps, row, source } = work;
  const { chain, address } = splitAccountId(account);
  const known = (await deps.facts.coverageOf(row.space, source.coverageIds, [{ chain, address }])).get(account) ?? [];
  const kinds = transferKindsOn(chain).filter((kind) => kind === 'native' || !isNotOffered(known, kind));
  const asks = planAsks(known, kinds, range);
  // The top level comes first and alone: an account that the source refuses costs one request.
  const native = await ask(work, account, ['native'], asks);
  const rest = native.outcome.state === 'covered' ? await askRest(work, account, asks) : undefined;
  await keep(work, account, asks, [...native.histories, ...(rest?.histories ?? [])]);
  const outcome = rest?.outcome ?? native.outcome;
  if (outcome.state !== 'covered') return outcome;
  if (isUtxo(chain)) return outcome;
  const code = await learnCode(work, new Set([account]));
  return code.get(account) === true ? { state: 'contract', reason: 'the account is code' } : outcome;
}

type Answer = { readonly outcome: AccountOutcome; readonly histories: readonly AccountHistory[] };

/** The other kinds, those that lack the same in one question. */
async function askRest(work: Work, account: AccountId, asks: Asks): Promise<Answer> {
  const kinds = [...asks.byKind.keys()].filter((kind) => kind !== 'native');
  const together = Map.groupBy(kinds, (kind) => JSON.stringify(asks.byKind.get(kind)));
  const answers: Answer[] = [];
  for (const group of together.values()) answers.push(await ask(work, account, group, asks));
  return {
    outcome: answers.find((answer) => answer.outcome.state !== 'covered')?.outcome ?? COVERED,
    histories: answers.flatMap((answer) => answer.histories),
  };
}

const COVERED: AccountOutcome = { state: 'covered', reason: null };

/** Asks for kinds that lack the same ranges. */
async function ask(work: Work, account: AccountId, kinds: readonly TransferKind[], asks: Asks): Promise<Answer> {
  const histories: AccountHistory[] = [];
  const ranges: BlockRanges = kinds[0] === undefined ? [] : (asks.byKind.get(kinds[0]) ?? []);
  for (const { from, to } of ranges) {
    const request = { ...splitAccountId(account), kinds, fromBlock: from, toBlock: to, maxRows: HUB_ROWS };
    try {
      histories.push(await work.source.history({ ...request, signal: work.deps.context.signal }));
    } catch (error) {
      if (!isFinal(error)) throw error;
      histories.push({ transactions: [], contracts: [], coverage: refused(work, request, error.message) });
    }
  }
  return { outcome: outcomeOf(histories.flatMap((history) => history.coverage)), histories };
}

function refused(
  work: Work,
  request: { chain: string; address: string; kinds: readonly TransferKind[]; fromBlock: number; toBlock: number },
  reason: string,
): Coverage[] {
  const { kinds, ...about } = request;
  return kinds.map((kind) => ({
    chain: about.chain,
    address: about.address,
    fromBlock: about.fromBlock,
    toBlock: about.toBlock,
    source: work.source.id,
    kind,
    status: 'unavailable' as const,
    reason,
  }));
}

/** Stores what was told. Coverage comes last: what it promises is stored. */
async function keep(work: Work, account: AccountId, asks: Asks, histories: readonly AccountHistory[]): Promise<void> {
  const { deps, row, source } = work;
  const { chain, address } = splitAccountId(account);
  const transactions = histories.flatMap((history) => history.transactions);
  const coverage = histories.flatMap((history) => history.coverage);
  for (const { from, to } of asks.again) {
    const kinds = transferKindsOn(chain).filter((kind) => tellsAll(coverage, kind, { from, to }));
    if (kinds.length === 0) continue;
    await deps.facts.reconcile(row.space, { chain, address, kinds, fromBlock: from, toBlock: to, told: transactions });
  }
  await storeFacts(deps, row.space, transactions);
  const contracts = new Set(histories.flatMap((history) => history.contracts));
  await deps.facts.writeContracts(
    row.space,
    source.id,
    [...contracts].map((contract) => ({ chain, address: contract, isContract: true, seenIn: address })),
  );
  await learnCode(work, partiesOf(transactions, false));
  await deps.facts.writeCoverage(row.space, coverage);
}

/** Whether the answers tell everything of a kind in a range. */
function tellsAll(coverage: readonly Coverage[], kind: TransferKind, range: BlockRange): boolean {
  const complete = coverage.filter((entry) => entry.kind === kind && entry.status === 'complete');
  const told = complete.map((entry) => ({ from: entry.fromBlock, to: entry.toBlock }));
  return missingFrom(joinRanges(told), range).length === 0;
}
