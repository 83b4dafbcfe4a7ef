import { type AccountId, type KindCoverage, splitAccountId, type TransferKind } from '@fundtrail/core';
import { learnCode, partiesOf } from './code.ts';
import { type AccountOutcome, HUB_ROWS, isCovered, NO_ANSWER, outcomeOf, reachOf } from './coverage.ts';
import { isFinal, type Work } from './work.ts';

const OTHER_KINDS: readonly TransferKind[] = ['internal', 'token'];

/** One account's history: up to a block: asks only for what coverage lacks, and never twice for what the source does not offer. */
export async function acquireAccount(work: Work, account: AccountId, toBlock: number): Promise<AccountOutcome> {
  const { deps, row, source } = work;
  const { chain, address } = splitAccountId(account);
  const known = (await deps.facts.coverageOf(row.space, source.coverageIds, [{ chain, address }])).get(account) ?? [];
  const native = await acquireKinds(work, account, ['native'], toBlock, known);
  if (native.state !== 'covered') return native;
  const open = OTHER_KINDS.filter(
    (kind) => !known.some((entry) => entry.kind === kind && entry.lacks?.status === 'unavailable'),
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
  known: readonly KindCoverage[],
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

/** Where the coverage of a kind goes on. */
function nextBlock(known: readonly KindCoverage[], kind: TransferKind): number {
  return reachOf(known, kind) + 1;
}
