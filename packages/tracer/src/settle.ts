import type { Attribution } from '@fundtrail/attribution';
import type { AccountId, AssetId, Source } from '@fundtrail/core';
import { splitAccountId } from '@fundtrail/core';
import type { LedgerSeed, Wanted } from '@fundtrail/ledger';
import type { SettleJob } from '@fundtrail/queue';
import type { CaseRow, OpenAccount, WholeTransaction } from '@fundtrail/store';
import { clearDerived, writeDerived } from '@fundtrail/store';
import { NO_ANSWER, OPEN_END, outcomeOf } from './coverage.ts';
import type { TracerDependencies } from './dependencies.ts';
import { announceDeposits } from './deposits.ts';
import { createWritten, deriveFlow, deriveRows, diffRows, type Written } from './derive.ts';
import { floorsOf } from './floors.ts';
import { transactionItem } from './jobs.ts';
import { createKnowledge, type Knowledge } from './knowledge.ts';
import { loadKnowledge } from './load-knowledge.ts';
import type { PriceBook } from './price-book.ts';
import { type CaseReplay, replayCase, seedAccounts } from './replay-case.ts';
import { ledgerSeed, readLimits, readPolicies, readSource } from './stored-case.ts';

/** Accounts per acquire job. */
const ITEMS_PER_JOB = 25;

/**
 * Replays a case wave by wave as far as stored facts reach, then, in one database transaction, writes what changed, the
 * alerts and the next open accounts. Only the latest claimant of a case commits; an earlier one changes nothing.
 */
export function createSettle(deps: TracerDependencies): (job: SettleJob) => Promise<void> {
  const sessions = new Map<string, { fence: number; written: Written }>();

  return async (job) => {
    const fence = await deps.cases.claim(job.caseId);
    const row = await deps.cases.get(job.caseId);
    if (row === undefined || (row.status !== 'running' && row.status !== 'following')) return;
    if ((await deps.cases.waiting(row.id)) > 0) return enqueueWaiting(deps, row.id);

    const run = await startRun(deps, row);
    const missing = await missingSeed(deps, run);
    if (missing !== undefined) {
      await deps.cases.transition(row.id, ['running', 'following'], 'paused', missing);
      return;
    }
    const outcome = await replayWaves(deps, run);
    const rows = deriveRows(outcome.replay.result, outcome.replay.head);
    const flows = outcome.replay.flows.map(deriveFlow);

    const session = sessions.get(row.id);
    const fresh = session === undefined || session.fence !== fence - 1;
    const written = fresh ? createWritten() : session.written;
    sessions.delete(row.id);
    const changes = diffRows(written, rows, flows);
    const committed = await deps.database.db.transaction().execute(async (trx) => {
      if (!(await deps.cases.holds(trx, row.id, fence))) return false;
      if (fresh) await clearDerived(trx, row.id);
      await writeDerived(trx, row.id, changes);
      await announceDeposits(deps, trx, row, run.attribution, outcome.replay);
      await deps.cases.open(trx, row.id, outcome.opened);
      await deps.cases.wantTransactions(trx, row.id, outcome.wave, outcome.wantedWhole);
      await deps.cases.update(trx, row.id, {
        wave: outcome.wave,
        floors: Object.fromEntries([...run.floors].map(([asset, floor]) => [asset, floor.toString()])),
        openingUnknown: new Set(rows.accounts.filter((entry) => entry.gap !== null).map((entry) => entry.account)).size,
        counts: {
          transactions: outcome.replay.transactions,
          legs: outcome.replay.legs,
          waves: outcome.wave,
          accounts_opened: run.open.size,
        },
      });
      return true;
    });
    if (!committed) return;
    sessions.set(row.id, { fence, written });
    await deps.jobs.deliver();
    if ((await deps.cases.waiting(row.id)) > 0) return enqueueWaiting(deps, row.id);
    await finish(deps, row, fence, sessions);
  };
}

/** What one settle works on; `open` grows as waves pass. */
type Run = {
  readonly row: CaseRow;
  readonly seeds: readonly LedgerSeed[];
  readonly open: Map<AccountId, OpenAccount>;
  readonly whole: ReadonlyMap<string, WholeTransaction>;
  readonly prices: PriceBook;
  readonly source: Source;
  readonly floors: ReadonlyMap<AssetId, bigint>;
  readonly attribution: Attribution;
  /** While a case is followed its accounts are read to different blocks for moments: only what all of them tell is replayed. */
  readonly upTo: number;
  knowledge: Knowledge;
  /** Takes in what the open set has become. */
  refresh(): Promise<void>;
};

async function startRun(deps: TracerDependencies, row: CaseRow): Promise<Run> {
  const seeds = (await deps.cases.seeds(row.id)).map(ledgerSeed);
  const open = new Map((await deps.cases.accounts(row.id)).map((entry) => [entry.account, entry]));
  const whole = await deps.cases.transactions(row.id);
  const { attribution, prices } = await loadKnowledge(deps, row);
  const source = await deps.openSource(readSource(row, deps.sealer));
  const know = async (): Promise<Knowledge> => {
    const contracts = await deps.facts.contractsSeenIn(row.space, [...open.keys()].map(splitAccountId));
    return createKnowledge({ attribution, contracts, accounts: open.values(), seeds: seedAccounts(seeds) });
  };
  const run: Run = {
    row,
    seeds,
    open,
    whole: new Map(whole.map((entry) => [`${entry.chain}:${entry.hash}`, entry])),
    prices,
    attribution,
    source,
    upTo: row.follow ? ((await deps.facts.reachOfCase(row.space, source.id, row.id)) ?? OPEN_END) : OPEN_END,
    floors: new Map(),
    knowledge: await know(),
    refresh: async () => {
      run.knowledge = await know();
    },
  };
  const floors = row.floors === null ? await firstFloors(deps, run) : readFloors(row.floors);
  return Object.assign(run, { floors });
}

/** The floor is a share of what the seeds' own rows show as stolen, under the lead policy, and stays with the case. */
async function firstFloors(deps: TracerDependencies, run: Run): Promise<ReadonlyMap<AssetId, bigint>> {
  const replay = await replayOpen(deps, run, new Set(), undefined);
  const lead = replay.result.totals[0];
  if (lead === undefined) return new Map();
  return floorsOf(readLimits(run.row), replay.result.units, lead, run.prices, replay.theftTime);
}

async function replayOpen(
  deps: TracerDependencies,
  run: Run,
  open: ReadonlySet<AccountId>,
  floors: ReadonlyMap<AssetId, bigint> | undefined,
): Promise<CaseReplay> {
  const limits = readLimits(run.row);
  return replayCase({
    row: run.row,
    facts: deps.facts,
    accounts: new Set([...open, ...seedAccounts(run.seeds)]),
    options: {
      policies: readPolicies(run.row),
      seeds: run.seeds,
      open,
      stopOf: run.knowledge.stopOf,
      isCode: run.knowledge.isCode,
      floors,
      maxHops: limits.maxHops,
      priceOf: run.prices.priceOf,
    },
    until: limits.until,
    upTo: run.upTo,
    signal: deps.context.signal,
  });
}

type Waves = {
  readonly replay: CaseReplay;
  readonly wave: number;
  /** Accounts that entered the open set in these waves. */
  readonly opened: readonly OpenAccount[];
  readonly wantedWhole: readonly { readonly chain: string; readonly hash: string }[];
};

/** Whole waves, until one opens nothing or opens what must be fetched first. */
async function replayWaves(deps: TracerDependencies, run: Run): Promise<Waves> {
  const opened: OpenAccount[] = [];
  for (let wave = run.row.wave; ; wave += 1) {
    const followed = new Set(
      [...run.open.values()].filter((entry) => entry.state === 'covered').map((entry) => entry.account),
    );
    const replay = await replayOpen(deps, run, followed, run.floors);
    const wantedWhole = run.source.fullHistory
      ? []
      : replay.wantedWhole.filter((entry) => !run.whole.has(`${entry.chain}:${entry.hash}`));
    const wanted = replay.wanted.filter((entry) => !run.open.has(entry.account));
    if (wanted.length === 0) return { replay, wave, opened, wantedWhole };
    const next = await openNext(deps, run, wanted, wave + 1);
    for (const entry of next) run.open.set(entry.account, entry);
    opened.push(...next);
    await run.refresh();
    const waits = next.some((entry) => entry.state === 'wanted') || wantedWhole.length > 0;
    if (waits) return { replay, wave: wave + 1, opened, wantedWhole };
  }
}

/** States of newly wanted accounts: known already, to be fetched, not to be had, or beyond the limits. */
async function openNext(
  deps: TracerDependencies,
  run: Run,
  wanted: readonly Wanted[],
  wave: number,
): Promise<OpenAccount[]> {
  const limits = readLimits(run.row);
  const accounts = wanted.map((entry) => splitAccountId(entry.account));
  const known = await deps.facts.contractsAmong(run.row.space, accounts);
  const stored = await run.source.stored?.(accounts);
  if (stored !== undefined) await deps.facts.writeCoverage(run.row.space, [...stored.values()].flat());
  let room = limits.maxAccounts === null ? Number.POSITIVE_INFINITY : limits.maxAccounts - followedCount(run);
  return wanted.map(({ account }) => {
    if (known.get(account) === true) return { account, wave, state: 'contract', reason: 'the account is code' };
    if (room <= 0)
      return { account, wave, state: 'budget', reason: `the limit of ${limits.maxAccounts} accounts was reached` };
    room -= 1;
    if (stored === undefined) return { account, wave, state: 'wanted', reason: null };
    const coverage = stored.get(account);
    if (coverage === undefined) return { account, wave, state: 'unavailable', reason: NO_ANSWER };
    return { account, wave, ...outcomeOf(coverage) };
  });
}

function followedCount(run: Run): number {
  return [...run.open.values()].filter((entry) => entry.state !== 'budget' && entry.state !== 'contract').length;
}

async function missingSeed(deps: TracerDependencies, run: Run): Promise<string | undefined> {
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
      return `seed transaction ${seed.chain}:${seed.hash} cannot be read: ${entry.reason}. Seed the receiving account instead, with --from-block.`;
    }
  }
  deps.context.signal.throwIfAborted();
  return undefined;
}

/**
 * Jobs for what a case waits for, in parts that are the same however much of them is there already: a part that is put
 * back while it runs does not run beside itself.
 */
async function enqueueWaiting(deps: TracerDependencies, caseId: string): Promise<void> {
  const transactions = (await deps.cases.transactions(caseId)).map(({ chain, hash, wave, state }) => ({
    item: transactionItem(chain, hash),
    wave,
    waits: state === 'wanted',
  }));
  const accounts = (await deps.cases.accounts(caseId)).map(({ account, wave, state }) => ({
    item: account,
    wave,
    waits: state === 'wanted',
  }));
  for (const [wave, entries] of Map.groupBy([...transactions, ...accounts], (entry) => entry.wave)) {
    for (let batch = 0; batch * ITEMS_PER_JOB < entries.length; batch += 1) {
      const part = entries.slice(batch * ITEMS_PER_JOB, (batch + 1) * ITEMS_PER_JOB);
      const items = part.flatMap((entry) => (entry.waits ? [entry.item] : []));
      if (items.length > 0) await deps.jobs.acquire({ caseId, wave, batch, items });
    }
  }
}

async function finish(
  deps: TracerDependencies,
  row: CaseRow,
  fence: number,
  sessions: Map<string, unknown>,
): Promise<void> {
  const finished = await deps.cases.finish(row.id, fence, row.follow ? 'following' : 'done');
  if (finished && !row.follow) sessions.delete(row.id);
}

function readFloors(stored: Readonly<Record<string, string>>): ReadonlyMap<AssetId, bigint> {
  return new Map(Object.entries(stored).map(([asset, floor]) => [asset, BigInt(floor)]));
}
