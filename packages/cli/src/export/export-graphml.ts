import type { AccountView, CrossingRowView, TraceResult } from '@fundtrail/tracer';
import { joinCrossings, LEFT_FIELDS } from './join-crossings.ts';

const NODE_KEYS = ['hops', 'terminal', 'entity'] as const;
const FLOW_KEYS = ['tx', 'block', 'time', 'asset', 'amount', 'tainted', 'origin', 'from_output', 'to_output'] as const;

/**
 * A result as GraphML for Gephi, Cytoscape or yEd: a node per account, an edge per flow. Amounts are base units as text,
 * because such tools read numbers as floats; `tainted` and `origin` are those of the lead policy. On UTXO chains a node is an
 * address, or the transaction of a CoinJoin, and edges say between which outputs they go. What crosses chains is one edge, with what arrived,
 * how it left and what joins the two; of what has not arrived it ends in a node of its own.
 */
export function* exportGraphml(result: TraceResult, crossings: readonly CrossingRowView[] = []): Generator<string> {
  const lead = result.case.policies[0] ?? 'haircut';
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n';
  for (const name of NODE_KEYS) yield keyLine('node', name);
  for (const name of [...FLOW_KEYS, ...LEFT_FIELDS]) yield keyLine('edge', name);
  yield `<graph id="${escapeXml(result.case.id)}" edgedefault="directed">\n`;
  const flows = joinCrossings(result, crossings);
  const nodes = nodesOf(result.accounts, flows);
  for (const [account, view] of nodes) {
    yield `<node id="${escapeXml(account)}">${data('node', 'hops', view?.hops)}${data('node', 'terminal', view?.terminal?.kind)}${data('node', 'entity', view?.terminal?.entity)}</node>\n`;
  }
  for (const { crossing, ...flow } of flows) {
    const values = { ...flow, tainted: flow.tainted[lead], origin: flow.origin[lead] };
    const body = [
      ...FLOW_KEYS.map((name) => data('edge', name, values[name])),
      ...LEFT_FIELDS.map((name) => data('edge', name, crossing?.[name])),
    ].join('');
    yield `<edge source="${escapeXml(flow.from)}" target="${escapeXml(flow.to)}">${body}</edge>\n`;
  }
  yield '</graph>\n</graphml>\n';
}

/** Every account that a flow names or that received taint; of an account's assets the one fewest hops away speaks for it. */
function nodesOf(
  accounts: readonly AccountView[],
  flows: readonly { readonly from: string; readonly to: string }[],
): ReadonlyMap<string, AccountView | undefined> {
  const nodes = new Map<string, AccountView | undefined>();
  for (const view of accounts) {
    const known = nodes.get(view.account);
    if (known === undefined || view.hops < known.hops) nodes.set(view.account, view);
  }
  for (const flow of flows) {
    for (const account of [flow.from, flow.to]) if (!nodes.has(account)) nodes.set(account, undefined);
  }
  return nodes;
}

function keyLine(target: 'node' | 'edge', name: string): string {
  const type = name === 'hops' || name === 'block' || name === 'time' ? 'long' : 'string';
  return `<key id="${target}_${name}" for="${target}" attr.name="${name}" attr.type="${type}"/>\n`;
}

function data(target: 'node' | 'edge', name: string, value: string | number | null | undefined): string {
  return value === undefined || value === null
    ? ''
    : `<data key="${target}_${name}">${escapeXml(String(value))}</data>`;
}

/** XML 1.0 knows no control characters but these three, not even escaped. */
const ALLOWED_CONTROLS = new Set(['\t', '\n', '\r']);

function escapeXml(text: string): string {
  const legal = [...text].filter((character) => character >= ' ' || ALLOWED_CONTROLS.has(character)).join('');
  return legal.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
