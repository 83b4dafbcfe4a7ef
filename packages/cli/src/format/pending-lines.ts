import type { CaseView, CrossingRowView } from '@fundtrail/tracer';
import { ageText, amountText } from './crossing-table.ts';

const SHOWN_PENDING = 10;

/** What left for another chain and has not arrived as far as is known: since when, and what is done about it. The oldest first. */
export function pendingLines(
  pending: readonly CrossingRowView[],
  { id, status }: Pick<CaseView, 'id' | 'status'>,
): readonly string[] {
  const moves = status === 'running' || status === 'following';
  const more = pending.length - SHOWN_PENDING;
  return [
    ...pending.slice(0, SHOWN_PENDING).map((crossing) => lineOf(crossing, moves)),
    ...(more > 0 ? [`  … and ${more} more: fundtrail crossings ${id} --state pending`] : []),
    ...(moves || pending.length === 0 ? [] : [`  looked for again after fundtrail case resume ${id}`]),
  ];
}

/** Searches have a time, which only cases that move keep. */
function lineOf(crossing: CrossingRowView, moves: boolean): string {
  const { protocol, source, pending_seconds: age, reason, search, next_search_at: next } = crossing;
  const sent = `${amountText(source, source.amount)} by ${protocol}`;
  const since = age === null ? '' : `, left ${ageText(age)} ago`;
  const why = [reason, search].filter((text) => text !== null).join('; ') || 'nothing has arrived yet';
  const again = moves && next !== null ? `; looked for again ${next.slice(0, 19).replace('T', ' ')} UTC` : '';
  return `pending    ${sent}${since}, from ${source.account ?? source.chain}: ${why}${again}`;
}
