import { type ChainId, isUtxo } from '@fundtrail/core';
import type { CaseView, CrossingRowView } from '@fundtrail/tracer';
import type { Colors } from './colors.ts';
import { coverageLines, readLines } from './coverage.ts';
import { pendingLines } from './pending-lines.ts';
import { formatTable } from './table.ts';

const NAME_WIDTH = 48;

export function formatCaseList(cases: readonly CaseView[]): string {
  if (cases.length === 0) return 'No cases yet. Start one with: fundtrail trace --seed …\n';
  const rows = cases.map((view) => [
    view.id,
    view.status,
    String(view.counts.accounts_opened),
    view.created_at.slice(0, 16).replace('T', ' '),
    view.name.length > NAME_WIDTH ? `${view.name.slice(0, NAME_WIDTH - 1)}…` : view.name,
  ]);
  const columns = [
    { title: 'case' },
    { title: 'status' },
    { title: 'accounts', align: 'right' as const },
    { title: 'created (UTC)' },
    { title: 'name' },
  ];
  return `${formatTable(columns, rows)}\n`;
}

/** Where a case is on several chains, a line for each. */
function chainLines({ chains }: CaseView): string[] {
  if (chains.length < 2) return [];
  return chains.map(
    ({ chain, name, accounts_covered: read, accounts_waiting: waiting, accounts_unavailable: unavailable }) =>
      `chain      ${name === chain ? chain : `${name} (${chain})`}: ${read} read, ${waiting} waiting, ${unavailable} unavailable`,
  );
}

function followingLines({ following }: Pick<CaseView, 'following'>): string[] {
  if (following === null) return [];
  const { chain, followed_block: block, head, lag, finalized, halted, internal, pending } = following;
  return [
    `following  ${chain} to block ${block}, ${lag} behind the head ${head}, final to ${finalized ?? 'none'}` +
      `${internal ? '' : ', without value inside contracts'}`,
    ...(halted === null ? [] : [`HALTED     ${halted}`]),
    ...pending.map(({ output, tx }) => `  waits    ${output} to be spent by ${tx}: not mined yet, counts for nothing`),
  ];
}

/**
 * @param chain on which the case is; undefined where that is not known
 * @param pending what left for another chain and has not arrived
 */
export function formatCase(
  view: CaseView,
  chain: ChainId | undefined,
  pending: readonly CrossingRowView[],
  colors: Colors,
): string {
  const { limits, counts, progress } = view;
  const lines = [
    colors.bold(`Case ${view.id}  ${view.name}`),
    ...(view.reference === null ? [] : [`reference  ${view.reference}`]),
    `status     ${view.status}${view.status_reason === null ? '' : `: ${view.status_reason}`}`,
    `source     ${view.source.kind}, ${view.source.id}`,
    `policies   ${view.policies.join(', ')} (the first leads)`,
    `limits     floor ${limits.floor}${limits.floor_usd === null ? '' : ` or ${limits.floor_usd} USD`}, ${limits.max_hops} hops, ` +
      `accounts ${limits.max_accounts ?? 'none'}, requests ${limits.max_requests ?? 'none'}, until ${limits.until ?? 'now'}`,
    `accounts   ${progress.accounts_covered} read, ${progress.accounts_waiting} waiting, ${progress.accounts_unavailable} unavailable`,
    `work       ${counts.waves} waves, ${counts.requests} requests, ${counts.transactions} transactions, ${counts.legs} legs`,
    ...readLines(view, chain !== undefined && isUtxo(chain) ? 'outputs' : 'accounts'),
    ...chainLines(view),
    ...view.chains.flatMap(followingLines),
    ...pendingLines(pending, view),
    `created    ${view.created_at}`,
    ...(view.started_at === null ? [] : [`started    ${view.started_at}`]),
    ...(view.finished_at === null ? [] : [`finished   ${view.finished_at}`]),
  ];
  const coverage = coverageLines(view);
  return `${lines.join('\n')}${coverage === '' ? '' : `\n\n${coverage}`}\n`;
}
