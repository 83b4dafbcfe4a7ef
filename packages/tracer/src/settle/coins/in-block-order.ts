import { type Coin, type Hash, PLACE_UNKNOWN, type TransactionFact } from '@fundtrail/core';

/**
 * Transactions of one block of a UTXO chain so that each comes after those whose coins it spends: by their places where all are
 * told, else by what spends what, among equals by place and hash.
 */
export function inBlockOrder(facts: readonly TransactionFact[]): readonly TransactionFact[] {
  if (facts.length < 2) return facts;
  const sorted = facts.toSorted((a, b) => a.index - b.index || (a.hash < b.hash ? -1 : 1));
  if (sorted.every(({ index }) => index !== PLACE_UNKNOWN)) return sorted;
  const makers = new Map<Coin, TransactionFact>();
  for (const fact of sorted) for (const leg of fact.legs) if (leg.kind === 'output') makers.set(leg.to, fact);
  const done = new Set<Hash>();
  const order: TransactionFact[] = [];
  for (const fact of sorted) visit(fact);
  return order;

  /** Parents first. With a stack of its own: chains within a block may be longer than calls can nest. */
  function visit(start: TransactionFact): void {
    const stack = [start];
    for (let fact = stack.at(-1); fact !== undefined; fact = stack.at(-1)) {
      const parent = done.has(fact.hash) ? undefined : parentOf(fact);
      if (parent !== undefined) {
        stack.push(parent);
        continue;
      }
      stack.pop();
      if (done.has(fact.hash)) continue;
      done.add(fact.hash);
      order.push(fact);
    }
  }

  function parentOf(fact: TransactionFact): TransactionFact | undefined {
    for (const leg of fact.legs) {
      if (leg.kind !== 'input') return undefined;
      const maker = makers.get(leg.from);
      if (maker !== undefined && !done.has(maker.hash)) return maker;
    }
    return undefined;
  }
}
