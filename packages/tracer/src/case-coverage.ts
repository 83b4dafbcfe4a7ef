import { TRANSFER_KINDS, type TransferKind } from '@fundtrail/core';
import {
  type CaseRow,
  type CaseUnseen,
  createDisputes,
  type Database,
  type Executor,
  type KindStanding,
  type RecordedDispute,
  readCaseCoverage,
  readCaseUnseen,
} from '@fundtrail/store';
import { OPEN_END } from './acquire/coverage.ts';
import type { CaseCoverage, CoverageGap, CoverageView, DisputeView, KindCoverageView, Unseen } from './types.ts';
import { unseenSentences } from './unseen-sentences.ts';

/** Reasons that are told apart of one thing; the rest is counted together. */
const REASONS_MAX = 10;
const DISPUTES_SHOWN = 5;

/** Where no source said why. */
const UNSAID: Readonly<Record<CoverageGap['status'], string>> = {
  disputed: 'sources tell its history differently, and none was taken',
  truncated: 'not read as far as the other kinds of transfer',
  unavailable: 'no source told it',
};

/** All that a case shows of what it could see. A few statements, whatever its size. */
export async function viewCoverage(database: Database, row: CaseRow): Promise<CoverageView> {
  const disputes = createDisputes(database);
  const coverage = await readCoverage(database.db, row);
  const count = await disputes.countOfCase(row.id);
  const latest = count === 0 ? [] : await disputes.disputesOfCase(row.id, DISPUTES_SHOWN);
  return {
    ...coverage,
    disputes: { count, latest: latest.map(viewDispute) },
    not_seen: unseenSentences(coverage, count),
  };
}

/** What a case could not see, in plain sentences, as a settling transaction has it. */
export async function sentencesOf(database: Database, trx: Executor, row: CaseRow): Promise<readonly string[]> {
  return unseenSentences(await readCoverage(trx, row), await createDisputes(database).countOfCase(row.id));
}

async function readCoverage(db: Executor, row: CaseRow): Promise<CaseCoverage> {
  const standings = await readCaseCoverage(db, row.id);
  const unseen = await readCaseUnseen(db, row.id);
  const of = (what: CaseUnseen['what']): readonly CaseUnseen[] => unseen.filter((entry) => entry.what === what);
  const kinds = kindsOf(standings);
  return {
    complete: Object.fromEntries(
      TRANSFER_KINDS.flatMap((kind) => (kinds[kind].complete > 0 ? [[kind, kinds[kind].complete]] : [])),
    ),
    kinds,
    gaps: gapsOf(standings, (row.source as { readonly id: string }).id),
    not_followed: fewReasons(of('account').map(unseenOf)),
    opening_balance_unknown: total(of('opening_unknown')),
    balances_not_told: fewReasons(of('balance').map(unseenOf)),
    transactions_not_told: fewReasons(of('transaction').map(unseenOf)),
    taken_back: total(of('taken_back')),
  };
}

function kindsOf(standings: readonly KindStanding[]): Readonly<Record<TransferKind, KindCoverageView>> {
  const view = (kind: TransferKind): KindCoverageView => {
    const own = standings.filter((entry) => entry.kind === kind);
    const counted = (status: KindStanding['status']): number =>
      own.reduce((sum, entry) => sum + (entry.status === status ? entry.accounts : 0), 0);
    const complete = own.find((entry) => entry.status === 'complete');
    const reached = complete?.reached ?? null;
    return {
      complete: counted('complete'),
      provisional: complete?.provisional ?? 0,
      // A source that cannot say where its head is gave all it had.
      reached_block: reached === null || reached >= OPEN_END ? null : reached,
      truncated: counted('truncated'),
      unavailable: counted('unavailable'),
      disputed: counted('disputed'),
    };
  };
  return { native: view('native'), internal: view('internal'), token: view('token') };
}

function gapsOf(standings: readonly KindStanding[], caseSource: string): readonly CoverageGap[] {
  const gaps = standings.flatMap(({ kind, status, source, reason, accounts }): CoverageGap[] =>
    status === 'complete'
      ? []
      : [{ source: source ?? caseSource, kind, status, accounts, reason: reason ?? UNSAID[status] }],
  );
  const alike = Map.groupBy(gaps, (gap) => `${gap.kind} ${gap.status} ${gap.source}`);
  return [...alike.values()].flatMap((group) => foldReasons(group, 'accounts'));
}

function fewReasons(entries: readonly Unseen[]): readonly Unseen[] {
  const alike = Map.groupBy(entries, (entry) => entry.state);
  return [...alike.values()].flatMap((group) => foldReasons(group, 'count'));
}

/** Entries alike but for reason and count, most first. */
function foldReasons<K extends string, T extends { readonly reason: string } & Readonly<Record<K, number>>>(
  entries: readonly T[],
  counted: K,
): readonly T[] {
  const shown = entries.slice(0, REASONS_MAX);
  const rest = entries.slice(REASONS_MAX);
  const [first] = rest;
  if (first === undefined) return shown;
  const sum = rest.reduce((all, entry) => all + entry[counted], 0);
  return [...shown, { ...first, reason: `${rest.length} other reasons`, [counted]: sum }];
}

function unseenOf({ state, reason, count }: CaseUnseen): Unseen {
  return { state, reason: reason ?? state, count };
}

function total(entries: readonly CaseUnseen[]): number {
  return entries.reduce((sum, entry) => sum + entry.count, 0);
}

function viewDispute({ chain, subject, answers, taken, times, lastAt }: RecordedDispute): DisputeView {
  return { chain, subject, answers, taken: taken ?? null, times, last_at: lastAt.toISOString() };
}
