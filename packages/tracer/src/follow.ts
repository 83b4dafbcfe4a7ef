import { type Source, SourceError, splitAccountId, type TransactionFact } from '@fundtrail/core';
import type { FollowJob } from '@fundtrail/queue';
import type { CaseRow } from '@fundtrail/store';
import { acquireAccount } from './account-history.ts';
import { learnCode, partiesOf } from './code.ts';
import type { TracerDependencies } from './dependencies.ts';
import type { GapMemory } from './gap-memory.ts';
import type { RequestCount } from './request-count.ts';
import { readSource } from './stored-case.ts';
import type { Work } from './work.ts';

/** Blocks read in one go, so that a long absence is caught up in steps that each end with a settle. */
const BLOCKS_PER_STEP = 500;
/** Blocks asked for at the same time. */
const PARALLEL_BLOCKS = 4;

/**
 * Reads the blocks that are new since a chain was last looked at, keeps what touches a followed account of a following case,
 * and settles the cases that were touched. A first form: it polls, and trusts the head it sees.
 *
 * What an account is covered to decides what it lacks, not where following stands: an account that was opened while blocks
 * were read, or whose case rested meanwhile, is read up to the same block at the end of the step. So no block is ever lost.
 */
export function createFollow(
  deps: TracerDependencies,
  gaps: GapMemory,
  requests: RequestCount,
): (job: FollowJob) => Promise<void> {
  return async (job) => {
    const cases = (await deps.cases.list(['following'])).filter(
      (row) => (row.source as { chain?: string }).chain === job.chain,
    );
    const bySource = Map.groupBy(cases, (row) => (row.source as { id: string }).id);
    for (const rows of bySource.values()) await followSource({ deps, gaps, requests }, job.chain, rows);
  };
}

type Follow = { readonly deps: TracerDependencies; readonly gaps: GapMemory; readonly requests: RequestCount };

async function followSource(follow: Follow, chain: string, cases: readonly CaseRow[]): Promise<void> {
  const { deps, gaps } = follow;
  const first = cases[0];
  if (first === undefined) return;
  const source = await deps.openSource(readSource(first, deps.sealer));
  const head = await source.head(chain);
  const stored = await deps.facts.headOf(source.space, source.id, chain);
  const from = (stored?.block ?? head.block) + 1;
  const to = Math.max(Math.min(head.block, from + BLOCKS_PER_STEP - 1), from - 1);
  const watched = await watchedAddresses(deps, cases, chain);
  const found = (await readBlocks(source, chain, from, to)).filter(
    (transaction) => ownersOf(transaction, watched).size > 0,
  );
  await deps.facts.writeTransactions(source.space, found);
  await learnCode({ deps, row: first, source, gaps }, partiesOf(found, true));
  if (to >= from) await coverBlocks(deps, source, chain, from, to, [...watched.keys()]);

  const touched = new Set(found.flatMap((transaction) => [...ownersOf(transaction, watched)]));
  for (const row of cases) if (await catchUp({ deps, row, source, gaps }, to)) touched.add(row.id);
  for (const row of cases) {
    if (touched.has(row.id)) await deps.jobs.settle({ caseId: row.id, wave: row.wave });
  }
  // Looking at the head costs the same however many cases follow it: the first one's count shows it.
  await deps.cases.addRequests(first.id, follow.requests.fresh(source));
  // Last, so that a step that was cut off is done again.
  if (to >= from) await deps.facts.writeHead(source.space, source.id, chain, { block: to, time: head.time });
}

/** Every transaction of some blocks, in chain order. */
async function readBlocks(
  source: Source,
  chain: string,
  from: number,
  to: number,
): Promise<readonly TransactionFact[]> {
  const { block: readBlock } = source;
  if (readBlock === undefined) {
    throw new SourceError('unsupported', source.id, 'cannot be followed block by block', {
      remedy: 'Follow with --rpc.',
    });
  }
  const transactions: TransactionFact[] = [];
  for (let start = from; start <= to; start += PARALLEL_BLOCKS) {
    const width = Math.min(PARALLEL_BLOCKS, to - start + 1);
    const blocks = await Promise.all(Array.from({ length: width }, (_, offset) => readBlock(chain, start + offset)));
    for (const block of blocks) transactions.push(...block.transactions);
  }
  return transactions;
}

/** Notes blocks that were read as covered, in the kinds of transfer that the source has told of each account before. */
async function coverBlocks(
  deps: TracerDependencies,
  source: Source,
  chain: string,
  from: number,
  to: number,
  addresses: readonly string[],
): Promise<void> {
  const accounts = addresses.map((address) => ({ chain, address }));
  const known = await deps.facts.coverageOf(source.space, source.coverageIds, accounts);
  const told = [...known.values()].flat().filter((entry) => entry.complete.length > 0);
  await deps.facts.writeCoverage(
    source.space,
    told.map(({ address, source: id, kind }) => ({
      chain,
      address,
      source: id,
      kind,
      fromBlock: from,
      toBlock: to,
      status: 'complete',
    })),
  );
}

/** Reads the followed accounts of a case that are behind up to `block`; whether there were any. */
async function catchUp(work: Work, block: number): Promise<boolean> {
  const { deps, row, source } = work;
  const behind = await deps.facts.accountsBehind(source.space, source.coverageIds, row.id, block);
  for (const account of behind) {
    const outcome = await acquireAccount(work, account, block);
    if (outcome.state !== 'covered') await deps.cases.setAccounts(row.id, [{ account, ...outcome }]);
  }
  return behind.length > 0;
}

/** Addresses that some case follows, with the cases that do. */
async function watchedAddresses(
  deps: TracerDependencies,
  cases: readonly CaseRow[],
  chain: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const watched = new Map<string, string[]>();
  for (const row of cases) {
    for (const entry of await deps.cases.accounts(row.id)) {
      const account = splitAccountId(entry.account);
      if (account.chain !== chain || entry.state !== 'covered') continue;
      const owners = watched.get(account.address);
      if (owners === undefined) watched.set(account.address, [row.id]);
      else owners.push(row.id);
    }
  }
  return watched;
}

function ownersOf(transaction: TransactionFact, watched: ReadonlyMap<string, readonly string[]>): Set<string> {
  const owners = new Set<string>();
  for (const leg of transaction.legs) {
    for (const owner of watched.get(leg.from) ?? []) owners.add(owner);
    for (const owner of watched.get(leg.to) ?? []) owners.add(owner);
  }
  return owners;
}
