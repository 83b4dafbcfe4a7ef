import type { CrossingRowView, TraceResult } from '@fundtrail/tracer';

/**
 * A result as one JSON object per line, each with its `type`: case, totals, seed, account, flow or crossing. Flows are the ledger's: what
 * crosses chains goes into a transit and comes out of an arrival of the same name.
 */
export function* exportNdjson(result: TraceResult, crossings: readonly CrossingRowView[] = []): Generator<string> {
  yield line('case', result.case);
  for (const [policy, totals] of Object.entries(result.totals)) yield line('totals', { policy, ...totals });
  for (const seed of result.seeds) yield line('seed', seed);
  for (const account of result.accounts) yield line('account', account);
  for (const flow of result.flows) yield line('flow', flow);
  for (const crossing of crossings) yield line('crossing', crossing);
}

function line(type: string, body: object): string {
  return `${JSON.stringify({ type, ...body })}\n`;
}
