import type { Edge } from './netting.ts';

/** One path's worth of net movement. `legs` are the places of the legs that carried it, in path order. */
export type Push = {
  readonly from: number;
  readonly to: number;
  readonly amount: bigint;
  readonly legs: readonly number[];
  /** The last leg destroyed the units. */
  readonly burn: boolean;
};

/** The unused legs out of one node, in log order; `next` skips those used up. */
type Outlet = { readonly edges: number[]; next: number };

/**
 * Splits the legs of one asset in one transaction into net movements: while a net sender can reach a net receiver over
 * unused leg capacity, the bottleneck is pushed along the shortest such path. Breadth-first from all net senders at once,
 * senders in the order of their first payment, legs in log order. What remains are cycles and pass-through.
 * A barrier both sends and receives in full, and is never passed through; what it would pay itself moves nothing.
 * Every push uses up a leg, a sender or a receiver, so the work is bounded by their number times the legs.
 */
export function decompose(
  edges: readonly Edge[],
  nodes: number,
  isBarrier: (node: number) => boolean,
): readonly Push[] {
  if (edges.length === 1) {
    const { from, to, amount, leg, burn } = edges[0] as Edge;
    return [{ from, to, amount, legs: [leg], burn }];
  }
  const { supply, demand, barriers } = netAmounts(edges, nodes, isBarrier);
  const outlets = new Map<number, Outlet>();
  edges.forEach((edge, at) => {
    const outlet = outlets.get(edge.from);
    if (outlet === undefined) outlets.set(edge.from, { edges: [at], next: 0 });
    else outlet.edges.push(at);
  });
  const unused = edges.map((edge) => edge.amount);
  const senders = [...outlets.keys()].filter((node) => (supply[node] as bigint) > 0n);
  const reachedBy = new Int32Array(nodes);
  const seenIn = new Int32Array(nodes).fill(-1);
  const pushes: Push[] = [];
  let firstSender = 0;

  for (let round = 0; firstSender < senders.length; ) {
    const path = shortestPath(round);
    if (path === undefined) break;
    round += 1;
    const start = (edges[path[0] as number] as Edge).from;
    const last = edges[path[path.length - 1] as number] as Edge;
    let amount = smaller(supply[start] as bigint, demand[last.to] as bigint);
    for (const at of path) amount = smaller(amount, unused[at] as bigint);
    for (const at of path) unused[at] = (unused[at] as bigint) - amount;
    supply[start] = (supply[start] as bigint) - amount;
    demand[last.to] = (demand[last.to] as bigint) - amount;
    if (start !== last.to) {
      const legs = path.map((at) => (edges[at] as Edge).leg);
      pushes.push({ from: start, to: last.to, amount, legs, burn: last.burn });
    }
    while (firstSender < senders.length && supply[senders[firstSender] as number] === 0n) firstSender += 1;
  }
  return pushes;

  /** Places of the edges of the next path; senders are only entered as far as needed. */
  function shortestPath(round: number): readonly number[] | undefined {
    const queue: number[] = [];
    for (let s = firstSender; s < senders.length; s += 1) {
      const sender = senders[s] as number;
      if (supply[sender] === 0n) continue;
      const end = visit(sender, queue, round);
      if (end >= 0) return pathTo(end);
    }
    for (let q = 0; q < queue.length; q += 1) {
      const end = visit(queue[q] as number, queue, round);
      if (end >= 0) return pathTo(end);
    }
    return undefined;
  }

  /** Looks along the unused legs of a node; the place of the leg that reaches a receiver, or -1. */
  function visit(node: number, queue: number[], round: number): number {
    const outlet = outlets.get(node);
    if (outlet === undefined) return -1;
    while (outlet.next < outlet.edges.length && unused[outlet.edges[outlet.next] as number] === 0n) outlet.next += 1;
    for (let i = outlet.next; i < outlet.edges.length; i += 1) {
      const at = outlet.edges[i] as number;
      if (unused[at] === 0n) continue;
      const { to } = edges[at] as Edge;
      if ((demand[to] as bigint) > 0n) return at;
      // A sender with something left starts paths of its own.
      if (seenIn[to] === round || (supply[to] as bigint) > 0n || barriers.has(to)) continue;
      seenIn[to] = round;
      reachedBy[to] = at;
      queue.push(to);
    }
    return -1;
  }

  function pathTo(end: number): readonly number[] {
    const path = [end];
    let node = (edges[end] as Edge).from;
    while (supply[node] === 0n) {
      const at = reachedBy[node] as number;
      path.push(at);
      node = (edges[at] as Edge).from;
    }
    return path.reverse();
  }
}

function netAmounts(
  edges: readonly Edge[],
  nodes: number,
  isBarrier: (node: number) => boolean,
): { supply: bigint[]; demand: bigint[]; barriers: ReadonlySet<number> } {
  const supply: bigint[] = Array.from({ length: nodes }, () => 0n);
  const demand: bigint[] = Array.from({ length: nodes }, () => 0n);
  const barriers = new Set<number>();
  for (const { from, to, amount } of edges) {
    supply[from] = (supply[from] as bigint) + amount;
    demand[to] = (demand[to] as bigint) + amount;
  }
  for (let node = 0; node < nodes; node += 1) {
    const both = smaller(supply[node] as bigint, demand[node] as bigint);
    if (both === 0n) continue;
    if (isBarrier(node)) {
      barriers.add(node);
      continue;
    }
    supply[node] = (supply[node] as bigint) - both;
    demand[node] = (demand[node] as bigint) - both;
  }
  return { supply, demand, barriers };
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
