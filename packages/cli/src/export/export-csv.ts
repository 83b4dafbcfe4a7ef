import type { TraceResult } from '@fundtrail/tracer';
import { csvLine } from './csv.ts';

export const CSV_TABLES = ['flows', 'accounts'] as const;
export type CsvTable = (typeof CSV_TABLES)[number];

/** One table of a result as CSV with a header; amounts in base units, one column per policy. */
export function* exportCsv(result: TraceResult, table: CsvTable): Generator<string> {
  yield* table === 'flows' ? flows(result) : accounts(result);
}

function* flows(result: TraceResult): Generator<string> {
  const { policies } = result.case;
  yield csvLine([
    ...['chain', 'tx', 'block', 'time', 'from', 'to', 'asset', 'amount'],
    ...policies.map((policy) => `tainted_${policy}`),
    ...policies.map((policy) => `origin_${policy}`),
    'legs',
    'low_confidence',
  ]);
  for (const flow of result.flows) {
    yield csvLine([
      ...[flow.chain, flow.tx, flow.block, flow.time, flow.from, flow.to, flow.asset, flow.amount],
      ...policies.map((policy) => flow.tainted[policy] ?? '0'),
      ...policies.map((policy) => flow.origin[policy] ?? '0'),
      flow.legs.join(' '),
      flow.low_confidence,
    ]);
  }
}

function* accounts(result: TraceResult): Generator<string> {
  const { policies } = result.case;
  const measures = ['received', 'resting', 'origin_received', 'origin_resting'] as const;
  yield csvLine([
    ...['account', 'asset', 'hops', 'first_block', 'first_time', 'first_tx'],
    ...['terminal_kind', 'terminal_entity', 'terminal_reason'],
    ...measures.flatMap((measure) => policies.map((policy) => `${measure}_${policy}`)),
  ]);
  for (const entry of result.accounts) {
    const { block, time, tx } = entry.first_taint;
    yield csvLine([
      ...[entry.account, entry.asset, entry.hops, block, time, tx],
      ...[entry.terminal?.kind ?? null, entry.terminal?.entity ?? null, entry.terminal?.reason ?? null],
      ...measures.flatMap((measure) => policies.map((policy) => entry[measure][policy] ?? '0')),
    ]);
  }
}
