import {
  type AccountId,
  type AssetId,
  accountId,
  assetId,
  type Leg,
  type TransactionFact,
  ZERO_ADDRESS,
} from '@fundtrail/core';
import { smaller } from './origin.ts';
import type { Roles } from './roles.ts';

/** What one account paid another in a transaction once everything that only passed through is taken out. */
export type NetFlow = {
  readonly from: AccountId;
  readonly to: AccountId;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly legs: readonly string[];
  /** The last leg of its path destroyed the units. */
  readonly burns: boolean;
};

type Edge = { readonly from: string; readonly to: string; readonly leg: Leg; left: bigint };

/** Net flows of a transaction: assets in the order of their first leg, flows of an asset in the order they are found. */
export function netFlows(transaction: TransactionFact, roles: Roles): readonly NetFlow[] {
  if (!transaction.success) return [];
  const edgesByAsset = new Map<AssetId, Edge[]>();
  for (const leg of transaction.legs) {
    if (leg.kind === 'fee' || leg.amount === 0n || leg.from === leg.to) continue;
    const asset = assetId(transaction.chain, leg.asset);
    const from = accountId(transaction.chain, mintedBy(leg));
    const to = accountId(transaction.chain, isBurn(leg) ? leg.asset : leg.to);
    if (from === to) continue;
    const edges = edgesByAsset.get(asset) ?? [];
    edgesByAsset.set(asset, edges);
    // A service is never passed through: what it receives and what it sends are two different nodes.
    edges.push({
      from: roles.serviceOf(from) === undefined ? from : `${from}#sends`,
      to: roles.serviceOf(to) === undefined ? to : `${to}#receives`,
      leg,
      left: leg.amount,
    });
  }
  return [...edgesByAsset].flatMap(([asset, edges]) => decompose(asset, edges));
}

function decompose(asset: AssetId, edges: readonly Edge[]): NetFlow[] {
  const net = new Map<string, bigint>();
  for (const { from, to, left } of edges) {
    net.set(from, (net.get(from) ?? 0n) - left);
    net.set(to, (net.get(to) ?? 0n) + left);
  }
  const flows: NetFlow[] = [];
  for (;;) {
    const path = shortestPath(edges, net);
    const [first, last] = [path.at(0), path.at(-1)];
    if (first === undefined || last === undefined) return flows;
    const sent = -(net.get(first.from) ?? 0n);
    const received = net.get(last.to) ?? 0n;
    const amount = [sent, received, ...path.map((edge) => edge.left)].reduce(smaller);
    for (const edge of path) edge.left -= amount;
    net.set(first.from, amount - sent);
    net.set(last.to, received - amount);
    flows.push({
      from: bare(first.from),
      to: bare(last.to),
      asset,
      amount,
      legs: path.map((edge) => edge.leg.id),
      burns: isBurn(last.leg),
    });
  }
}

/** From the net senders, in leg order, breadth first to the first account that is still owed something. */
function shortestPath(edges: readonly Edge[], net: ReadonlyMap<string, bigint>): Edge[] {
  const cameBy = new Map<string, Edge | undefined>();
  for (const { from } of edges) if ((net.get(from) ?? 0n) < 0n) cameBy.set(from, undefined);
  for (const node of cameBy.keys()) {
    if ((net.get(node) ?? 0n) > 0n) return pathTo(node, cameBy);
    for (const edge of edges) {
      if (edge.from === node && edge.left > 0n && !cameBy.has(edge.to)) cameBy.set(edge.to, edge);
    }
  }
  return [];
}

function pathTo(node: string, cameBy: ReadonlyMap<string, Edge | undefined>): Edge[] {
  const edge = cameBy.get(node);
  return edge === undefined ? [] : [...pathTo(edge.from, cameBy), edge];
}

function mintedBy(leg: Leg): string {
  return leg.asset !== 'native' && (leg.kind === 'mint' || leg.from === ZERO_ADDRESS) ? leg.asset : leg.from;
}

function isBurn(leg: Leg): boolean {
  return leg.asset !== 'native' && (leg.kind === 'burn' || leg.to === ZERO_ADDRESS);
}

function bare(node: string): AccountId {
  return node.replace(/#(?:sends|receives)$/, '');
}
