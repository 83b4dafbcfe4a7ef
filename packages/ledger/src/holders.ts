import type { AssetRef } from '@fundtrail/core';
import { deposit, hasTaint, newMoved } from './balances.ts';
import { isBarrierStop } from './context.ts';
import { convert, type Part } from './convert.ts';
import type { TxFlow, TxGraph, TxNode } from './graph.ts';
import { askWhole, tellFlow } from './movement.ts';
import { orderConverters } from './order.ts';
import { type Origin, scaleOrigin, subtractOrigin } from './origin.ts';
import type { TransactionRun } from './run.ts';
import { priceAt, send } from './sending.ts';
import type { AccountState } from './state.ts';
import { addStolenReceipt } from './stolen.ts';

/**
 * Holders first: a followed account that has ever been tainted under the lead policy, and that lost one asset and gained
 * another, converts its own taint: what it gained carries what it lost, whoever stood between. What it paid to a service
 * is no part of that (a service absorbs), nor is what a service paid it. Its flows are settled by this.
 * The lead policy decides for all, so that a policy's numbers do not depend on which others run beside it.
 */
export function convertHolders(run: TransactionRun, graph: TxGraph): void {
  for (const node of graph.nodes) {
    const { account } = node;
    if (account?.followed !== true || !account.leadTainted) continue;
    const lost = node.outs.filter((flow) => flow.progress === 'open' && flow.receiver.stop === undefined);
    const gained = node.ins.filter((flow) => flow.progress === 'open' && !isBarrierStop(flow.sender.stop));
    if (lost.length > 0 && gained.length > 0) convertHolder(run, graph, node, account, lost, gained);
  }
}

function convertHolder(
  run: TransactionRun,
  graph: TxGraph,
  node: TxNode,
  account: AccountState,
  lost: readonly TxFlow[],
  gained: readonly TxFlow[],
): void {
  const { context, chain } = run;
  for (const flow of lost) send(run, flow);
  if (lost.some(hasTaint)) askWhole(run);
  const outs = gainsByAsset(run, gained);
  const lowConfidence = convert(context.policies, lost, outs, priceAt(run));
  for (const flow of gained) {
    flow.progress = 'done';
    flow.lowConfidence = lowConfidence;
  }
  for (const out of outs) spreadOver(out, gained);
  for (const flow of lost) tellFlow(run, flow);
  tellBetween(run, graph, node, lost);
  for (const flow of gained) tellFlow(run, flow);
  for (const out of outs) {
    addStolenReceipt(context, chain, account, out.asset, out.amount, node.stolen, out);
    deposit(run, account, out.asset, out.amount, out, hasTaint(out));
  }
}

function gainsByAsset(run: TransactionRun, gained: readonly TxFlow[]): readonly Part[] {
  const sums = new Map<AssetRef, bigint>();
  for (const { asset, amount } of gained) sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  return [...sums].map(([asset, amount]) => ({ ...newMoved(run.context.policies.length), asset, amount }));
}

/** Shows on the flows of one asset what the holder got of it; the last takes the remainder. */
function spreadOver(out: Part, gained: readonly TxFlow[]): void {
  const flows = gained.filter((flow) => flow.asset === out.asset);
  out.tainted.forEach((tainted, p) => {
    let taintedLeft = tainted;
    let originLeft = out.origin[p] as Origin;
    flows.forEach((flow, i) => {
      const last = i === flows.length - 1;
      flow.tainted[p] = last ? taintedLeft : (tainted * flow.amount) / out.amount;
      flow.origin[p] = last ? originLeft : scaleOrigin(out.origin[p] as Origin, flow.amount, out.amount);
      taintedLeft -= flow.tainted[p] as bigint;
      originLeft = subtractOrigin(originLeft, flow.origin[p] as Origin);
    });
  });
}

/**
 * Tells the flows between those that the holder paid and those that paid it, as if it were the only payer. They only show
 * the way: no balance depends on them.
 */
function tellBetween(run: TransactionRun, graph: TxGraph, holder: TxNode, lost: readonly TxFlow[]): void {
  const forward = reachable(
    lost.map((flow) => flow.receiver),
    holder,
    (node) => node.outs.map((flow) => flow.receiver),
  );
  const back = reachable([holder], undefined, (node) => node.ins.map((flow) => flow.sender));
  const between = [...forward].filter((node) => node !== holder && node.stop === undefined && back.has(node));
  if (between.length < 2) return;
  const inside = new Set(between);
  const shown = new Map<TxFlow, TxFlow>(lost.map((flow) => [flow, flow]));
  for (const node of orderConverters(between, graph.flows)) {
    const ins = node.ins.flatMap((flow) => shown.get(flow) ?? []);
    const outs = node.outs
      .filter((flow) => inside.has(flow.receiver) && flow.receiver !== node && !shown.has(flow))
      .map((flow): [TxFlow, TxFlow] => [flow, { ...flow, ...newMoved(run.context.policies.length) }]);
    if (ins.length === 0 || outs.length === 0) continue;
    const lowConfidence = convert(
      run.context.policies,
      ins,
      outs.map(([, copy]) => copy),
      priceAt(run),
    );
    for (const [flow, copy] of outs) {
      copy.lowConfidence = lowConfidence;
      shown.set(flow, copy);
      tellFlow(run, copy);
    }
  }
}

function reachable(
  start: readonly TxNode[],
  end: TxNode | undefined,
  next: (node: TxNode) => readonly TxNode[],
): ReadonlySet<TxNode> {
  const seen = new Set(start);
  for (const node of seen) if (node !== end) for (const neighbour of next(node)) seen.add(neighbour);
  return seen;
}
