import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData } from '../shared-data.ts';
import { readRows } from './transfers-csv.ts';

const USD_MICROS_DIGITS = 6;
const DECIMAL = /^([0-9]+)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/;

/** One published illicit flow. */
type Edge = { readonly block: number; readonly tx: string; readonly from: string; readonly to: string };

/** Addresses of a plain list, one a line. */
export function readAddressList(path: string): readonly string[] {
  return readFileSync(path, 'utf8').split(/\s+/).filter(Boolean);
}

/**
 * Which of `terminals` a walk along the flows, forward in time, can reach from `sources`: blocks in order, transactions
 * of a block in the file's order, a transaction's own flows in any order.
 */
export function reachableTerminals(
  flowsCsv: string,
  sources: Iterable<string>,
  terminals: Iterable<string>,
): ReadonlySet<string> {
  const reached = new Set(sources);
  const edges = readEdges(flowsCsv).toSorted((a, b) => a.block - b.block);
  for (const transaction of Map.groupBy(edges, (edge) => edge.tx).values()) {
    let before: number;
    do {
      before = reached.size;
      for (const { from, to } of transaction) if (reached.has(from)) reached.add(to);
    } while (reached.size > before);
  }
  return new Set([...terminals].filter((terminal) => reached.has(terminal)));
}

/**
 * The flows as a transfers CSV: one native asset, US dollars in millionths, on chain eip155:1, rows in the file's order.
 * A row that repeats an earlier one in every field (the published file lists a transfer once for each path it lies on)
 * is left out.
 */
export function launderNetTransfersCsv(flowsCsv: string): string {
  const seen = new Set<string>();
  const lines = ['chain,tx_hash,block,timestamp,from,to,asset,amount,kind,success'];
  for (const row of readRows(flowsCsv)) {
    const whole = JSON.stringify(row);
    if (seen.has(whole)) continue;
    seen.add(whole);
    const time = Date.parse(`${(row.Timestamp ?? '').replace(' ', 'T')}Z`) / 1000;
    const amount = usdMicros(row.Value_in_USD ?? '');
    lines.push(`eip155:1,${row.Tx_hash},${row.Block},${time},${row.From},${row.To},native,${amount},native,true`);
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Writes the flows of the Harmony bridge theft as a transfers CSV into `folder`.
 * @returns its path; undefined where the shared data are missing
 */
export function harmonyTransfersCsv(folder: string): string | undefined {
  const flows = sharedData('launder-net/harmony/flows.csv');
  if (flows === undefined) return undefined;
  const path = join(folder, 'harmony-transfers.csv');
  writeFileSync(path, launderNetTransfersCsv(flows));
  return path;
}

/** A decimal number of dollars, also with an exponent, in millionths, exactly. */
export function usdMicros(text: string): bigint {
  const match = DECIMAL.exec(text);
  if (match === null) throw new Error(`${JSON.stringify(text)} is not a number of dollars`);
  const [whole = '', fraction = '', exponent = '0'] = match.slice(1);
  const digits = BigInt(`${whole}${fraction}`);
  const shift = USD_MICROS_DIGITS - fraction.length + Number(exponent);
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  if (digits % divisor !== 0n) throw new Error(`${text} has more than ${USD_MICROS_DIGITS} decimals`);
  return digits / divisor;
}

function readEdges(flowsCsv: string): readonly Edge[] {
  return readRows(flowsCsv).map((row) => ({
    block: Number(row.Block),
    tx: row.Tx_hash ?? '',
    from: row.From ?? '',
    to: row.To ?? '',
  }));
}
