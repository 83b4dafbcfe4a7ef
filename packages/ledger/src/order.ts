import type { TxFlow, TxNode } from './graph.ts';

/**
 * The order in which converters are processed: one waits for the flows that other converters of the set send it; among those
 * ready the one whose first flow is oldest goes first, and so among those of a loop, to break it.
 */
export function orderConverters(converters: readonly TxNode[], flows: readonly TxFlow[]): readonly TxNode[] {
  const left = new Set(oldestFirst(converters, flows));
  const order: TxNode[] = [];
  while (left.size > 0) {
    const next = first(left, (node) => !paidBy(node, left)) ?? first(left, (node) => isInLoop(node, left));
    if (next === undefined) return order;
    left.delete(next);
    order.push(next);
  }
  return order;
}

/** Nodes by their first flow; the sender of a flow is older than its receiver. */
export function oldestFirst(nodes: readonly TxNode[], flows: readonly TxFlow[]): readonly TxNode[] {
  if (nodes.length < 2) return nodes;
  const ages = new Map<TxNode, number>();
  for (const { sender, receiver } of flows) {
    for (const node of [sender, receiver]) if (!ages.has(node)) ages.set(node, ages.size);
  }
  const age = (node: TxNode): number => ages.get(node) ?? ages.size;
  return [...nodes].sort((a, b) => age(a) - age(b));
}

function paidBy(node: TxNode, left: ReadonlySet<TxNode>): boolean {
  return node.ins.some(({ sender }) => left.has(sender));
}

/** Whether what a converter pays comes back to it through converters that wait as well. */
function isInLoop(start: TxNode, left: ReadonlySet<TxNode>): boolean {
  const seen = new Set([start]);
  for (const node of seen) {
    for (const { receiver } of node.outs) {
      if (receiver === start) return true;
      if (left.has(receiver)) seen.add(receiver);
    }
  }
  return false;
}

function first<T>(items: Iterable<T>, accepts: (item: T) => boolean): T | undefined {
  for (const item of items) if (accepts(item)) return item;
  return undefined;
}
