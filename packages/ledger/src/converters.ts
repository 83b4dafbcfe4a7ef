import { hasTaint, movedUnder } from './balances.ts';
import { convert } from './convert.ts';
import { landing, type TxFlow, type TxGraph, type TxNode } from './graph.ts';
import { countSent, type Distance, tellFlow } from './movement.ts';
import { orderConverters } from './order.ts';
import type { TransactionRun } from './run.ts';
import { land, priceAt, send } from './sending.ts';

/**
 * Sends on what reached converters: contracts that gained at least one asset and lost another, of what holders have not
 * settled among themselves. Taint that comes to a converter that was already processed (a loop) rests on it.
 *
 * What the definition leaves open: whether a contract converts is asked of the flows that holders left; what is paid to a
 * converter is taken when its turn comes, and what it pays is put at once, clean or not; a converter is as far from a seed as
 * what was paid to it in this transaction, wherever else it was met.
 */
export function redirectThroughConverters(run: TransactionRun, graph: TxGraph): void {
  const converters = graph.nodes.filter((node) => node.code && node.ins.some(isOpen) && node.outs.some(isOpen));
  const waiting = new Set(converters);
  for (const node of orderConverters(converters, graph.flows)) {
    waiting.delete(node);
    redirect(run, node, waiting);
  }
}

function redirect(run: TransactionRun, node: TxNode, waiting: ReadonlySet<TxNode>): void {
  // A flow from a converter still waiting (only in a loop) counts in the inflow, as clean; its taint comes later.
  const settled = node.ins.filter((flow) => flow.progress === 'held' || isOpen(flow));
  for (const flow of settled) {
    if (flow.progress === 'held') {
      flow.progress = 'done';
    } else if (!waiting.has(flow.sender)) {
      send(run, flow);
      tellFlow(run, flow);
      countSent(run, flow);
    }
  }
  node.distance = nearest(settled);
  const outs = node.outs.filter(isOpen);
  const lowConfidence = convert(run.context.policies, settled, outs, priceAt(run));
  for (const flow of outs) {
    flow.lowConfidence = lowConfidence;
    if (waiting.has(flow.receiver)) {
      tellFlow(run, flow);
      countSent(run, flow);
      flow.progress = 'held';
    } else {
      tellFlow(run, landing(flow));
      land(run, flow);
    }
  }
}

/** A converter is one flow further than the nearest of those whose taint it carries. */
function nearest(flows: readonly TxFlow[]): Distance {
  let hops = Number.POSITIVE_INFINITY;
  let leadHops = Number.POSITIVE_INFINITY;
  for (const flow of flows) {
    if (!hasTaint(flow)) continue;
    hops = Math.min(hops, flow.sender.distance.hops + 1);
    if (movedUnder(flow, 0)) leadHops = Math.min(leadHops, flow.sender.distance.leadHops + 1);
  }
  return { hops, leadHops };
}

function isOpen(flow: TxFlow): boolean {
  return flow.progress === 'open';
}
