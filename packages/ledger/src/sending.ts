import type { AssetRef } from '@fundtrail/core';
import { assetId } from '@fundtrail/core';
import { hasTaint, spend } from './balances.ts';
import { landing, type TxFlow } from './graph.ts';
import { arrive, askWhole, guardFlow, tellFlow } from './movement.ts';
import type { TransactionRun } from './run.ts';
import type { UnitPrice } from './types.ts';

/** Takes a flow out of its sender; only followed accounts send taint. */
export function send(run: TransactionRun, flow: TxFlow): void {
  const { account } = flow.sender;
  flow.progress = 'done';
  if (account?.followed !== true) return;
  spend(run, account, flow.asset, flow.amount, flow);
  if (flow.receiver.code && hasTaint(flow)) askWhole(run);
}

/** Lets a flow reach its receiver for good: into its balance, or absorbed. */
export function land(run: TransactionRun, flow: TxFlow): void {
  const movement = landing(flow);
  const receiver = movement.to === flow.to ? flow.receiver.account : run.chain.accounts.get(movement.to);
  flow.progress = 'done';
  arrive(
    run,
    movement,
    flow.sender.distance,
    receiver,
    flow.receiver.stolen,
    movement.to === flow.to && flow.receiver.code,
  );
  guardFlow(run, movement, receiver);
}

/** The plain way of a flow: from its sender to its receiver. */
export function pass(run: TransactionRun, flow: TxFlow): void {
  send(run, flow);
  tellFlow(run, landing(flow));
  land(run, flow);
}

/** Prices at the time of the transaction. */
export function priceAt(run: TransactionRun): (asset: AssetRef) => UnitPrice | undefined {
  const { context, chain, fact } = run;
  return (asset) => context.options.priceOf?.(assetId(chain.id, asset), fact.time);
}
