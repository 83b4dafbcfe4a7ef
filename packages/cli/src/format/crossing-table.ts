import type { CandidateView, CrossingRowView, CrossingSideView } from '@fundtrail/tracer';
import { formatIn, unitOf } from './amounts.ts';
import { formatTable } from './table.ts';

/** Movements across chains, one arrival per line; what is pending with its age. */
export function formatCrossings(rows: readonly CrossingRowView[], policy: string): string {
  if (rows.length === 0) return 'Nothing matches.\n';
  const table = formatTable(
    [
      { title: 'left (UTC)' },
      { title: 'protocol' },
      { title: 'sent', align: 'right' },
      { title: 'from' },
      { title: 'state' },
      { title: 'arrived', align: 'right' },
      { title: 'to' },
      { title: `tainted (${policy})`, align: 'right' },
      { title: 'proof' },
    ],
    rows.map((row) => [
      new Date(row.left_at * 1000).toISOString().slice(0, 16).replace('T', ' '),
      row.protocol,
      amountText(row.source, row.source.amount),
      row.source.account ?? row.source.chain,
      row.pending_seconds === null ? row.state : `${row.state} ${ageText(row.pending_seconds)}`,
      row.destination === null ? '-' : amountText(row.destination, row.destination.amount),
      row.destination === null ? '-' : (row.destination.account ?? row.destination.chain),
      amountText(row.destination ?? row.source, row.tainted[policy] ?? null),
      row.destination === null ? '-' : `${row.class}, ${row.grade}`,
    ]),
  );
  const remarks = [...new Set(rows.flatMap(remarksOf))];
  return `${[table, ...(remarks.length === 0 ? [] : ['', ...remarks])].join('\n')}\n`;
}

/** Why nothing is known of the other side, what looking for it came to, what else was seen (disagreements, payouts that are none of it), and what it may be. */
function remarksOf({ protocol, source, reason, search, notes, candidates }: CrossingRowView): readonly string[] {
  const about = `- ${protocol} ${source.tx}:`;
  const more = notes.filter((note) => reason?.includes(note) !== true).map((note) => `${about} note: ${note}`);
  const guesses = candidates.map((one) => `${about} maybe: ${guessText(one)}`);
  const why = [reason, search].filter((text) => text !== null).map((text) => `${about} ${text}`);
  return [...why, ...more, ...guesses];
}

function guessText({ chain, tx, account, asset, amount, score, reasons }: CandidateView): string {
  const unit = unitOf(asset);
  const what = `${formatIn(unit, BigInt(amount))} ${unit.symbol} to ${account ?? 'somebody'} by ${tx} on ${chain}`;
  return `${what} (a guess, ${Math.round(score * 100)} of 100: ${reasons.join('; ')})`;
}

export function amountText({ asset }: Pick<CrossingSideView, 'asset'>, amount: string | null): string {
  if (amount === null) return '?';
  if (asset === null) return amount;
  const unit = unitOf(asset);
  return `${formatIn(unit, BigInt(amount))} ${unit.symbol}`;
}

/** Whole minutes, hours or days, whichever says most of it in two digits or more. */
export function ageText(seconds: number): string {
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}
