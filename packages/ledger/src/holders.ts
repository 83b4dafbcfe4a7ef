import { isTransit } from '@fundtrail/core';
import { deposit, hasTaint, newMoved } from './balances.ts';
import { isBarrierStop } from './context.ts';
import { convert, type Part } from './convert.ts';
import type { TxFlow, TxGraph, TxNode } from './graph.ts';
import { approach, arrive, askWhole, countSent, tellFlow } from './movement.ts';
import { oldestFirst, orderConverters } from './order.ts';
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
 * is no part of that (a service absorbs), nor is what a service paid it. Who has contracts send value to another chain is no holder. Its flows are settled by this: whoever it paid got
 * clean money, and who paid it without converting has only its own taint to give.
 * The lead policy decides for all, so that a policy's numbers do not depend on which others run beside it.
 *
 * What the definition leaves open: tainted is an account that ever was, in any asset; holders convert in the order of their
 * first flow; all that is paid by holders, or to them, is taken first, in the order of the flows, then what they gained is
 * put, flow by flow, and last the clean money they paid to others. The ways between are shown through contracts only.
 */
export function convertHolders(run: TransactionRun, graph: TxGraph): void {
  const found = graph.nodes.flatMap((node) => holderOf(run, node) ?? []);
  if (found.length === 0) return;
  const converting = new Set(
    oldestFirst(
      found.map(({ node }) => node),
      graph.flows,
    ),
  );
  const holders = [...converting].flatMap((node) => found.filter((holder) => holder.node === node));
  const arriving = new Set<TxFlow>();
  const lost = new Set(holders.flatMap((holder) => holder.lost));
  const gained = new Set(holders.flatMap((holder) => holder.gained));
  for (const flow of graph.flows) {
    if (!lost.has(flow) && !gained.has(flow)) continue;
    send(run, flow);
    if (!lost.has(flow) && hasTaint(flow)) arriving.add(flow);
  }
  for (const holder of holders) convertHolder(run, graph, holder, arriving);
  for (const flow of graph.flows) {
    const { account } = flow.receiver;
    if (!lost.has(flow) || account?.followed !== true || converting.has(flow.receiver)) continue;
    const clean = { ...flow, ...newMoved(run.context.policies.length) };
    arrive(run, clean, flow.sender.distance, account, flow.receiver.stolen, false);
  }
}

function holderOf(run: TransactionRun, node: TxNode): Holder | undefined {
  const { account } = node;
  if (account?.followed !== true) return undefined;
  const lost = node.outs.filter((flow) => flow.receiver.stop === undefined);
  const gained = node.ins.filter((flow) => !isBarrierStop(flow.sender.stop));
  if (lost.length === 0 || gained.length === 0) return undefined;
  if (run.crossed === true && onlySendsAway(node, lost)) return undefined;
  return account.leadTainted || paysUnseenLoot(run, account, lost) ? { node, account, lost, gained } : undefined;
}

/**
 * Whether what it lost goes to another chain by way of contracts that nobody else paid: a swap before a bridge. Then they convert it, and
 * what it gained is change; else that little would carry all, and nothing would cross.
 */
function onlySendsAway(node: TxNode, lost: readonly TxFlow[]): boolean {
  const contracts = contractsFrom(
    lost.map((flow) => flow.receiver),
    ({ outs }) => outs.map((flow) => flow.receiver),
  );
  const between = [...contracts];
  const paidByIt = between.every(({ ins }) => ins.every(({ sender }) => sender === node || sender.code));
  return paidByIt && between.some(({ outs }) => outs.some(({ receiver }) => isTransit(receiver.address)));
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
  arriving: ReadonlySet<TxFlow>,
): void {
  const { context, chain } = run;
  if (lost.some(hasTaint)) askWhole(run);
  const shown = gained.map((flow) => ({ ...flow, ...newMoved(context.policies.length) }));
  const lowConfidence = convert(context.policies, lost, shown, priceAt(run));
  for (const flow of lost) {
    tellFlow(run, flow);
    countSent(run, flow);
  }
  if (context.options.onFlow !== undefined) tellBetween(run, graph, node, lost);
  for (const flow of shown) {
    flow.lowConfidence = lowConfidence;
    tellFlow(run, flow);
  }
  gained.forEach((flow, place) => {
    const part = shown[place] as TxFlow;
    if (arriving.has(flow)) {
      tellFlow(run, flow);
      countSent(run, flow);
      approach(account, flow.sender.distance, flow);
      addArriving(part, flow);
    }
    addStolenReceipt(context, chain, account.seeds, flow.asset, flow.amount, node.stolen, part);
    deposit(run, account, flow.asset, flow.amount, part, hasTaint(part));
  });
}

/** Joins taint that came with a payment to taint that came by conversion: their sum, and no more than all of it. */
function addArriving(out: Part, moved: Moved): void {
  out.tainted.forEach((converted, p) => {
    const both = converted + (moved.tainted[p] as bigint);
    out.tainted[p] = both;
    if (both > out.amount) out.tainted[p] = out.amount;
    out.origin[p] = addOrigin(out.origin[p] as Origin, moved.origin[p] as Origin);
  });
}

/**
 * Tells the flows between contracts on the ways from what the holder paid to what it got, as if it were the only payer. They
 * only show the way: no balance depends on them, and of nobody but a contract is it said that it handed taint on.
 */
function tellBetween(run: TransactionRun, graph: TxGraph, holder: TxNode, lost: readonly TxFlow[]): void {
  const forward = contractsFrom(
    lost.map((flow) => flow.receiver),
    (node) => node.outs.map((flow) => flow.receiver),
  );
  if (forward.size < 2) return;
  const back = contractsFrom(
    holder.ins.map((flow) => flow.sender),
    (node) => node.ins.map((flow) => flow.sender),
  );
  const inside = new Set([...forward].filter((node) => back.has(node)));
  const shown = new Map<TxFlow, TxFlow>(lost.map((flow) => [flow, flow]));
  const copyOf = (flow: TxFlow): TxFlow => {
    const copy = shown.get(flow) ?? { ...flow, ...newMoved(run.context.policies.length) };
    shown.set(flow, copy);
    return copy;
  };
  for (const node of orderConverters([...inside], graph.flows)) {
    const ins = node.ins.filter((flow) => shown.has(flow) || inside.has(flow.sender)).map(copyOf);
    const outs = node.outs.filter(({ receiver }) => receiver === holder || inside.has(receiver)).map(copyOf);
    if (!ins.some(hasTaint)) continue;
    const lowConfidence = convert(run.context.policies, ins, outs, priceAt(run));
    for (const out of outs) {
      out.lowConfidence = lowConfidence;
      if (out.receiver !== holder) tellFlow(run, out);
    }
  }
}

function contractsFrom(start: readonly TxNode[], next: (node: TxNode) => readonly TxNode[]): ReadonlySet<TxNode> {
  const seen = new Set(start.filter((node) => node.code));
  for (const node of seen) for (const neighbour of next(node)) if (neighbour.code) seen.add(neighbour);
  return seen;
}
