import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Label, Leg, LegKind, TransactionFact } from '@fundtrail/core';

/**
 * Transactions of a well-formed transfers CSV (plain or .gz), in chain order. For known test data only: fields hold no
 * quotes, nothing is checked.
 */
export function readTransfers(path: string): readonly TransactionFact[] {
  const legs = new Map<string, { readonly leg: Leg; readonly index: number }[]>();
  const facts = new Map<string, Omit<TransactionFact, 'legs'>>();
  readRows(path).forEach((row, place) => {
    const hash = field(row, 'tx_hash').toLowerCase();
    const leg: Leg = {
      id: row.leg_index || `${place}`,
      kind: field(row, 'kind') as LegKind,
      from: field(row, 'from').toLowerCase(),
      to: field(row, 'to').toLowerCase(),
      asset: field(row, 'asset').toLowerCase(),
      amount: BigInt(field(row, 'amount')),
    };
    const chain = field(row, 'chain');
    const key = `${chain} ${hash}`;
    const others = legs.get(key) ?? [];
    legs.set(key, [...others, { leg, index: Number(row.leg_index || place) }]);
    if (others.length > 0) return;
    facts.set(key, {
      chain,
      hash,
      block: Number(field(row, 'block')),
      index: Number(row.tx_index || place),
      time: Number(field(row, 'timestamp')),
      ...(row.tx_from ? { sender: row.tx_from.toLowerCase() } : {}),
      success: row.success !== 'false',
      whole: ['native', 'internal', 'token'],
    });
  });
  return [...facts]
    .map(([key, fact]) => ({
      ...fact,
      legs: (legs.get(key) ?? []).toSorted((a, b) => a.index - b.index).map(({ leg }) => leg),
    }))
    .toSorted((a, b) => a.block - b.block || a.index - b.index);
}

/** Labels of a well-formed label CSV. */
export function readLabels(path: string): readonly Label[] {
  return readRows(path).map((row) => ({
    chain: field(row, 'chain'),
    address: field(row, 'address').toLowerCase(),
    entity: field(row, 'entity'),
    category: field(row, 'category'),
    confidence: Number(field(row, 'confidence')),
    source: field(row, 'source'),
  }));
}

/** Rows of a CSV without quotes, by column name. */
export function readRows(path: string): readonly Readonly<Record<string, string | undefined>>[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [header = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const columns = header.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(columns.map((column, place) => [column, values[place]]));
  });
}

function field(row: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = row[name];
  if (value === undefined) throw new Error(`a row lacks ${name}`);
  return value;
}
