import { SourceError, splitAccountId, type TransactionFact } from '@fundtrail/core';
import type { FollowJob } from '@fundtrail/queue';
import type { CaseRow } from '@fundtrail/store';
import type { TracerDependencies } from './dependencies.ts';
import { readSource } from './stored-case.ts';

/** Blocks read in one go, so that a long absence is caught up in steps that each end with a settle. */
const BLOCKS_PER_STEP = 500;

/**
 * Reads the blocks that are new since a chain was last looked at, keeps what touches an open account of a following case,
 * and settles the cases that were touched. A first form: it polls, and trusts the head it sees.
 */
export function createFollow(deps: TracerDependencies): (job: FollowJob) => Promise<void> {
  return async (job) => {
    const cases = (await deps.cases.list(['following'])).filter(
      (row) => (row.source as { chain?: string }).chain === job.chain,
    );
    const bySource = Map.groupBy(cases, (row) => (row.source as { id: string }).id);
    for (const rows of bySource.values()) await followSource(deps, job.chain, rows);
  };
}

async function followSource(deps: TracerDependencies, chain: string, cases: readonly CaseRow[]): Promise<void> {
  const first = cases[0];
  if (first === undefined) return;
  const source = await deps.openSource(readSource(first, deps.sealer));
  if (source.readBlock === undefined) {
    throw new SourceError('unsupported', source.id, 'cannot be followed block by block', {
      remedy: 'Follow with --rpc.',
    });
  }
  const before = source.requests();
  const head = await source.head(chain);
  const stored = await deps.facts.headOf(source.space, source.id, chain);
  const from = (stored?.block ?? head.block) + 1;
  const to = Math.min(head.block, from + BLOCKS_PER_STEP - 1);
  if (from > to) return;
  const watched = await watchedAddresses(deps, cases, chain);
  const touched = new Set<string>();
  const found: TransactionFact[] = [];
  for (let block = from; block <= to; block += 1) {
    for (const transaction of await source.readBlock(chain, block)) {
      const owners = ownersOf(transaction, watched);
      if (owners.size === 0) continue;
      found.push(transaction);
      for (const owner of owners) touched.add(owner);
    }
  }
  await deps.facts.writeTransactions(source.space, found);
  await deps.facts.extendCoverage(source.space, source.id, chain, from, to, [...watched.keys()]);
  await deps.facts.writeHead(source.space, source.id, chain, { block: to, time: head.time });
  for (const row of cases) {
    await deps.cases.addRequests(row.id, touched.has(row.id) ? source.requests() - before : 0);
    if (touched.has(row.id)) await deps.jobs.settle({ caseId: row.id, wave: row.wave });
  }
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
