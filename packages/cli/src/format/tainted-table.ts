import type { AccountView } from '@fundtrail/tracer';
import { formatAmount, unitOf } from './amounts.ts';
import { formatTable } from './table.ts';

/** Accounts and assets that received taint, under one policy. */
export function formatTainted(items: readonly AccountView[], policy: string): string {
  if (items.length === 0) return 'Nothing matches.\n';
  const rows = items.map((entry) => {
    const unit = unitOf(entry.asset);
    return [
      entry.account,
      unit.symbol,
      formatAmount(BigInt(entry.received[policy] ?? '0'), unit.decimals),
      formatAmount(BigInt(entry.resting[policy] ?? '0'), unit.decimals),
      String(entry.hops),
      entry.terminal?.kind ?? '-',
      entry.terminal?.entity ?? '-',
      new Date(entry.first_taint.time * 1000).toISOString().slice(0, 16).replace('T', ' '),
    ];
  });
  const columns = [
    { title: 'account' },
    { title: 'asset' },
    { title: `received (${policy})`, align: 'right' as const },
    { title: 'resting', align: 'right' as const },
    { title: 'hops', align: 'right' as const },
    { title: 'terminal' },
    { title: 'entity' },
    { title: 'first taint (UTC)' },
  ];
  return `${formatTable(columns, rows)}\n`;
}
