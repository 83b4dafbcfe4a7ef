import { isUtxo } from '@fundtrail/core';
import type { AccountView } from '@fundtrail/tracer';
import { formatIn, unitOf } from './amounts.ts';
import { bareAddress, shortOutput } from './short-names.ts';
import { type Column, formatTable } from './table.ts';

type Shown = Column & { readonly of: (entry: AccountView) => string };

/** Accounts and assets, or on UTXO chains outputs, that received taint, under one policy. */
export function formatTainted(items: readonly AccountView[], policy: string): string {
  if (items.length === 0) return 'Nothing matches.\n';
  const amount = ({ asset }: AccountView, base: string | undefined): string =>
    formatIn(unitOf(asset), BigInt(base ?? '0'));
  const columns: readonly Shown[] = [
    ...(items.every(({ account }) => isUtxo(account)) ? OUTPUT_COLUMNS : ACCOUNT_COLUMNS),
    { title: 'asset', of: ({ asset }) => unitOf(asset).symbol },
    { title: `received (${policy})`, align: 'right', of: (entry) => amount(entry, entry.received[policy]) },
    { title: 'resting', align: 'right', of: (entry) => amount(entry, entry.resting[policy]) },
    { title: 'hops', align: 'right', of: ({ hops }) => String(hops) },
    { title: 'terminal', of: ({ terminal }) => terminal?.kind ?? '-' },
    { title: 'entity', of: ({ terminal }) => terminal?.entity ?? '-' },
    {
      title: 'first taint (UTC)',
      of: ({ first_taint }) => new Date(first_taint.time * 1000).toISOString().slice(0, 16).replace('T', ' '),
    },
  ];
  const rows = items.map((entry) => columns.map(({ of }) => of(entry)));
  return `${formatTable(columns, rows)}\n`;
}

const ACCOUNT_COLUMNS: readonly Shown[] = [{ title: 'account', of: ({ account }) => account }];

const OUTPUT_COLUMNS: readonly Shown[] = [
  { title: 'address', of: ({ account, output }) => (output === undefined ? 'CoinJoin' : bareAddress(account)) },
  { title: 'output', of: ({ account, output }) => shortOutput(output ?? bareAddress(account)) },
  {
    title: 'state',
    of: ({ output, spent_by }) => (output === undefined ? '-' : spent_by === null ? 'unspent' : 'spent'),
  },
];
