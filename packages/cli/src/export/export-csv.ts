import { isUtxo } from '@fundtrail/core';
import type { CrossingRowView, TraceResult } from '@fundtrail/tracer';
import { csvLine } from './csv.ts';
import { joinCrossings, LEFT_FIELDS } from './join-crossings.ts';

export const CSV_TABLES = ['flows', 'accounts'] as const;
export type CsvTable = (typeof CSV_TABLES)[number];

/**
 * One table of a result as CSV with a header; amounts in base units, one column per policy. Where UTXO chains are among its chains, more
 * columns name outputs: of flows where they come from and go to, of accounts which one it is and what spent it. Where something crossed
 * chains, the last columns of flows say by what, and how it left; `from` is then on another chain than the rest.
 */
export function* exportCsv(
  result: TraceResult,
  table: CsvTable,
  crossings: readonly CrossingRowView[] = [],
): Generator<string> {
  yield* table === 'flows' ? flows(result, crossings) : accounts(result);
}

function* flows(result: TraceResult, crossings: readonly CrossingRowView[]): Generator<string> {
  const { policies } = result.case;
  const coins = isOfCoins(result);
  yield csvLine([
    ...['chain', 'tx', 'block', 'time', 'from', 'to', 'asset', 'amount'],
    ...policies.map((policy) => `tainted_${policy}`),
    ...policies.map((policy) => `origin_${policy}`),
    'legs',
    'low_confidence',
    ...(coins ? ['from_output', 'to_output'] : []),
    ...(crossings.length > 0 ? LEFT_FIELDS : []),
  ]);
  for (const flow of joinCrossings(result, crossings)) {
    yield csvLine([
      ...[flow.chain, flow.tx, flow.block, flow.time, flow.from, flow.to, flow.asset, flow.amount],
      ...policies.map((policy) => flow.tainted[policy] ?? '0'),
      ...policies.map((policy) => flow.origin[policy] ?? '0'),
      flow.legs.join(' '),
      flow.low_confidence,
      ...(coins ? [flow.from_output ?? null, flow.to_output ?? null] : []),
      ...(crossings.length > 0 ? LEFT_FIELDS.map((name) => flow.crossing?.[name] ?? null) : []),
    ]);
  }
}

function* accounts(result: TraceResult): Generator<string> {
  const { policies } = result.case;
  const coins = isOfCoins(result);
  const measures = ['received', 'resting', 'origin_received', 'origin_resting'] as const;
  yield csvLine([
    ...['account', 'asset', 'hops', 'first_block', 'first_time', 'first_tx'],
    ...['terminal_kind', 'terminal_entity', 'terminal_reason'],
    ...measures.flatMap((measure) => policies.map((policy) => `${measure}_${policy}`)),
    ...(coins ? ['output', 'spent_by'] : []),
  ]);
  for (const entry of result.accounts) {
    const { block, time, tx } = entry.first_taint;
    yield csvLine([
      ...[entry.account, entry.asset, entry.hops, block, time, tx],
      ...[entry.terminal?.kind ?? null, entry.terminal?.entity ?? null, entry.terminal?.reason ?? null],
      ...measures.flatMap((measure) => policies.map((policy) => entry[measure][policy] ?? '0')),
      ...(coins ? [entry.output ?? null, entry.spent_by ?? null] : []),
    ]);
  }
}

function isOfCoins({ seeds, flows: all }: TraceResult): boolean {
  return [...seeds, ...all].some(({ chain }) => isUtxo(chain));
}
