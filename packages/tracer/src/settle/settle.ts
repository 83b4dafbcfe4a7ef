import type { SettleJob } from '@fundtrail/queue';
import { clearDerived, writeDerived } from '@fundtrail/store';
import { deriveCrossings } from '../crossings/derive-crossings.ts';
import type { RunCrossings } from '../crossings/run-crossings.ts';
import type { TracerDependencies } from '../dependencies.ts';
import { createWantBehind, type WantBehind } from '../follow/behind.ts';
import { watchOpened } from '../follow/watch-opened.ts';
import { createKnowledgeMemory } from '../load-knowledge.ts';
import { type CaseBase, createCaseBase } from './bases.ts';
import { type CaseReach, createCaseReach } from './case-reach.ts';
import { announceDeposits } from './deposits.ts';
import { createWritten, deriveFlow, deriveRows, diffRows, type Written } from './derive.ts';
import { enqueueWaiting } from './enqueue-waiting.ts';
import { type Run, startRun } from './run.ts';
import { replayWaves } from './waves.ts';

/** Cases whose last settle is remembered for the next one; the one that waited longest is forgotten first. */
const MOST_SESSIONS = 64;

/** What a settle leaves to the next one of the same case, as long as nobody else settled in between. */
type Session = {
  readonly fence: number;
  readonly written: Written;
  readonly base: CaseBase;
  readonly reach: CaseReach;
  readonly arrivals: RunCrossings['arrivals'];
};

/**
 * Replays a case wave by wave as far as stored facts reach, then, in one database transaction, writes what changed, the
 * alerts and the next open accounts. Only the latest claimant of a case commits; an earlier one changes nothing.
 */
export function createSettle(deps: TracerDependencies): (job: SettleJob) => Promise<void> {
  const sessions = new Map<string, Session>();
  const knowledge = createKnowledgeMemory(deps);
  const wantBehind = createWantBehind(deps);

  return async (job) => {
    const fence = await deps.cases.claim(job.caseId);
    const row = await deps.cases.get(job.caseId);
    if (row === undefined || (row.status !== 'running' && row.status !== 'following')) return;
    if (await deps.cases.waits(row.id)) {
      // Waiting for facts is no settle of anybody else's: what is remembered still holds.
      keepSession(sessions, row.id, fence);
      return enqueueWaiting(deps, row.id);
    }

    const before = sessions.get(row.id);
    const known = before?.fence === fence - 1 ? before : undefined;
    const reach = known?.reach ?? createCaseReach(deps.facts);
    const arrivals = known?.arrivals ?? new Map();
    const run = await startRun(deps, { knowledge, reach, arrivals }, row);
    if ((await wantAllBehind(wantBehind, run)) > 0) {
      keepSession(sessions, row.id, fence);
      return enqueueWaiting(deps, row.id);
    }
    const missing = missingSeed(deps, run);
    if (missing !== undefined) {
      await deps.cases.transition(row.id, ['running', 'following'], 'paused', missing);
      return;
    }
    sessions.delete(row.id);
    const base = known?.base ?? createCaseBase(deps);
    const written = known?.written ?? createWritten();

    const outcome = await replayWaves(deps, base, run);
    const units = outcome.replay.result.units.length;
    const flows = outcome.replay.flows.map((flow) => deriveFlow(flow, units));
    const rows = deriveRows(outcome.replay.result, outcome.replay.heads);
    const crossings = deriveCrossings(outcome.replay.flows, run.crossings.book);
    const changes = diffRows(written, rows, flows, crossings);
    const committed = await deps.database.db.transaction().execute(async (trx) => {
      if (!(await deps.cases.holds(trx, row.id, fence))) return false;
      if (known === undefined) await clearDerived(trx, row.id);
      await writeDerived(trx, row.id, changes);
      await deps.cases.open(trx, row.id, outcome.opened);
      await deps.cases.wantTransactions(trx, row.id, outcome.wave, outcome.wantedWhole);
      await deps.cases.wantBalances(trx, row.id, outcome.wave, outcome.wantedBalances);
      await deps.cases.wantLinks(trx, row.id, outcome.wave, outcome.wantedLinks.fresh);
      await deps.cases.wantLinksAgain(trx, row.id, outcome.wantedLinks.again);
      await deps.cases.openEarlier(trx, row.id, outcome.earlier);
      await deps.cases.update(trx, row.id, {
        wave: outcome.wave,
        floors: Object.fromEntries([...run.floors].map(([asset, floor]) => [asset, floor.toString()])),
        openingUnknown: new Set(rows.accounts.filter((entry) => entry.gap !== null).map((entry) => entry.account)).size,
        counts: {
          transactions: outcome.replay.transactions,
          legs: outcome.replay.legs,
          waves: outcome.wave,
          accounts_opened: run.open.size,
          // Of which the floors are.
          seeds: run.seeds.length,
        },
      });
      await watchOpened(deps, trx, row, outcome.opened);
      // Last: an alert says what the case could not see as it now is.
      await announceDeposits(deps, trx, { ...run, replay: outcome.replay });
      return true;
    });
    if (!committed) return;
    sessions.set(row.id, { fence, written, base, reach, arrivals });
    const oldest = sessions.keys().next().value;
    if (sessions.size > MOST_SESSIONS && oldest !== undefined) sessions.delete(oldest);
    await deps.jobs.deliver();
    if (await deps.cases.waits(row.id)) return enqueueWaiting(deps, row.id);
    const finished = await deps.cases.finish(row.id, fence, row.follow ? 'following' : 'done');
    if (finished && !row.follow) sessions.delete(row.id);
  };
}

async function wantAllBehind(wantBehind: WantBehind, { row, chains }: Run): Promise<number> {
  let wanted = 0;
  for (const { chain, source, behind } of chains.all())
    if (behind && source !== undefined) wanted += await wantBehind(row, chain, source);
  return wanted;
}

function keepSession(sessions: Map<string, Session>, caseId: string, fence: number): void {
  const session = sessions.get(caseId);
  if (session?.fence === fence - 1) sessions.set(caseId, { ...session, fence });
}

function missingSeed(deps: TracerDependencies, run: Run): string | undefined {
  for (const seed of run.seeds) {
    if (seed.kind !== 'transaction') {
      const entry = run.open.get(seed.account);
      if (entry?.state === 'unavailable') {
        return `seed ${seed.account} cannot be read: ${entry.reason}. Give the case another source, or another seed.`;
      }
      continue;
    }
    const entry = run.whole.get(`${seed.chain}:${seed.hash}`);
    if (entry?.state === 'unavailable') {
      if (run.chains.of(seed.chain).source === undefined)
        return `seed transaction ${seed.chain}:${seed.hash} cannot be read: ${entry.reason}.`;
      return `seed transaction ${seed.chain}:${seed.hash} cannot be read: ${entry.reason}. Seed the receiving account instead, with --from-block.`;
    }
  }
  deps.context.signal.throwIfAborted();
  return undefined;
}
