import { deposit, hasTaint, newMoved } from './balances.ts';
import { isBarrierStop } from './context.ts';
import { convert, type Part } from './convert.ts';
import type { TxFlow, TxGraph, TxNode } from './graph.ts';
import { approach, arrive, askWhole, countSent, tellFlow } from './movement.ts';
import { orderConverters } from './order.ts';
import { addOrigin, type Origin } from './origin.ts';
import type { Moved } from './policy.ts';
import type { TransactionRun } from './run.ts';
import { priceAt, send } from './sending.ts';
import { type AccountState, findHolding } from './state.ts';
import { addStolenReceipt, stealsGap } from './stolen.ts';

/** A holder that converts, with the flows that count for it. */
type Holder = {
  readonly node: TxNode;
  readonly account: AccountState;
  readonly lost: readonly TxFlow[];
  readonly gained: readonly TxFlow[];
};

/**
 * Holders first: a followed account that has ever been tainted under the lead policy, and that lost one asset and gained
 * another, converts its own taint: what it gained carries what it lost, whoever stood between. What it paid to a service
 * is no part of that (a service absorbs), nor is what a service paid it. Its flows are settled by this: whoever it paid got
 * clean money, and who paid it without converting has only its own taint to give.
 * The lead policy decides for all, so that a policy's numbers do not depend on which others run beside it.
 */
export function convertHolders(run: TransactionRun, graph: TxGraph): void {
  const holders = graph.nodes.flatMap((node) => holderOf(run, node) ?? []);
  if (holders.length === 0) return;
  const converting = new Set(holders.map(({ node }) => node));
  const arriving = new Map<TxFlow, Moved>();
  for (const { lost } of holders) for (const flow of lost) send(run, flow);
  for (const { gained } of holders) {
    for (const flow of gained) {
      if (converting.has(flow.sender)) continue;
      send(run, flow);
      if (hasTaint(flow)) arriving.set(flow, flow);
    }
  }
  for (const holder of holders) convertHolder(run, graph, holder, arriving);
  for (const { lost } of holders) {
    for (const flow of lost) {
      const { account } = flow.receiver;
      if (account?.followed !== true || converting.has(flow.receiver)) continue;
      const clean = { ...flow, ...newMoved(run.context.policies.length) };
      arrive(run, clean, flow.sender.distance, account, flow.receiver.stolen, false);
    }
  }
}

function holderOf(run: TransactionRun, node: TxNode): Holder | undefined {
  const { account } = node;
  if (account?.followed !== true) return undefined;
  const lost = node.outs.filter((flow) => flow.receiver.stop === undefined);
  const gained = node.ins.filter((flow) => !isBarrierStop(flow.sender.stop));
  if (lost.length === 0 || gained.length === 0) return undefined;
  return account.leadTainted || paysUnseenLoot(run, account, lost) ? { node, account, lost, gained } : undefined;
}

/** Whether a seed's account pays what it held unseen: that was tainted before this transaction, though nothing showed it yet. */
function paysUnseenLoot({ context, chain }: TransactionRun, account: AccountState, lost: readonly TxFlow[]): boolean {
  if (account.seeds === undefined) return false;
  return lost.some(({ asset, amount }) => {
    const held = findHolding(account, asset)?.balance ?? 0n;
    return stealsGap(context, chain, account, asset, amount - held);
  });
}

function convertHolder(
  run: TransactionRun,
  graph: TxGraph,
  { node, account, lost, gained }: Holder,
  arriving: ReadonlyMap<TxFlow, Moved>,
): void {
  const { context, chain } = run;
  if (lost.some(hasTaint)) askWhole(run);
  const shown = gained.map((flow) => ({ ...flow, ...newMoved(context.policies.length) }));
  const lowConfidence = convert(context.policies, lost, shown, priceAt(run));
  for (const flow of lost) {
    tellFlow(run, flow);
    countSent(run, account, flow);
  }
  if (context.options.onFlow !== undefined) tellBetween(run, graph, node, lost);
  for (const flow of shown) {
    flow.lowConfidence = lowConfidence;
    tellFlow(run, flow);
  }
  gained.forEach((flow, place) => {
    const part = shown[place] as TxFlow;
    const moved = arriving.get(flow);
    if (moved !== undefined) {
      tellFlow(run, flow);
      approach(account, flow.sender.distance, moved);
      addArriving(part, moved);
    }
    addStolenReceipt(context, chain, account, flow.asset, flow.amount, node.stolen, part);
    deposit(run, account, flow.asset, flow.amount, part, hasTaint(part));
  });
}

/** Joins taint that came with a payment to taint that came by conversion: the first is there, the second falls on the rest. */
function addArriving(out: Part, moved: Moved): void {
  out.tainted.forEach((converted, p) => {
    const arrived = moved.tainted[p] as bigint;
    out.tainted[p] = arrived + ((out.amount - arrived) * converted) / out.amount;
    out.origin[p] = addOrigin(out.origin[p] as Origin, moved.origin[p] as Origin);
  });
}

/**
 * Tells the flows between the contracts that the holder paid and those that paid it, as if it were the only payer. They only
 * show the way: no balance depends on them, and of nobody but a contract is it said that it handed taint on.
 */
function tellBetween(run: TransactionRun, graph: TxGraph, holder: TxNode, lost: readonly TxFlow[]): void {
  const forward = reachable(
    lost.map((flow) => flow.receiver),
    holder,
    (node) => node.outs.map((flow) => flow.receiver),
  );
  const back = reachable([holder], undefined, (node) => node.ins.map((flow) => flow.sender));
  const between = [...forward].filter(
    (node) => node !== holder && node.code && node.stop === undefined && back.has(node),
  );
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
