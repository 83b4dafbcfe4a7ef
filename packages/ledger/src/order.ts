import type { TxFlow, TxNode } from './graph.ts';

/**
 * The order in which converters are processed: one waits for the flows that other converters of the set send it; among those
 * ready, and to break a loop, the one whose first flow is oldest goes first.
 */
export function orderConverters(converters: readonly TxNode[], flows: readonly TxFlow[]): readonly TxNode[] {
  const oldest = new Map<TxNode, number>();
  flows.forEach((flow, place) => {
    if (!oldest.has(flow.sender)) oldest.set(flow.sender, place);
    if (!oldest.has(flow.receiver)) oldest.set(flow.receiver, place);
  });
  const age = (node: TxNode): number => oldest.get(node) ?? 0;
  const waiting = [...converters].sort((a, b) => age(a) - age(b));
  const order: TxNode[] = [];
  while (waiting.length > 0) {
    const left = new Set(waiting);
    const ready = waiting.findIndex((node) => node.ins.every((flow) => flow.sender === node || !left.has(flow.sender)));
    order.push(...waiting.splice(Math.max(ready, 0), 1));
  }
  return order;
}
