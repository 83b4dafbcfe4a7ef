import { type Address, type AssetRef, accountId, isTransit, ZERO_ADDRESS } from '@fundtrail/core';
import { newMoved } from './balances.ts';
import { isBarrierStop, stopOf } from './context.ts';
import { decompose } from './decompose.ts';
import type { Distance, Movement } from './movement.ts';
import { readLegs } from './netting.ts';
import type { TransactionRun } from './run.ts';
import type { AccountState } from './state.ts';
import type { Stop } from './types.ts';

/** An account in one transaction. */
export type TxNode = {
  readonly address: Address;
  account: AccountState | undefined;
  /** Of an account that is not followed. */
  stop: Stop | undefined;
  /** Code, and neither followed nor a service: it absorbs, or converts. */
  code: boolean;
  /** A transaction seed makes stolen what it receives. */
  stolen: boolean;
  distance: Distance;
  readonly ins: TxFlow[];
  readonly outs: TxFlow[];
};

/**
 * A net movement in one transaction. `open`: not looked at yet. `held`: it has reached a converter that has not been
 * processed yet. `done`: applied, or settled with a holder's own conversion.
 */
export type TxFlow = Movement & {
  readonly sender: TxNode;
  readonly receiver: TxNode;
  readonly burn: boolean;
  lowConfidence: boolean;
  progress: 'open' | 'held' | 'done';
};

export type TxGraph = { readonly nodes: readonly TxNode[]; readonly flows: readonly TxFlow[] };

const NOWHERE: Distance = { hops: Number.POSITIVE_INFINITY, leadHops: Number.POSITIVE_INFINITY };

/**
 * The net movements of a transaction, asset by asset in order of appearance. A token's contract is code wherever it shows, and so is, of value
 * that crosses chains, who is labelled a bridge: it stands between.
 */
export function buildGraph(run: TransactionRun): TxGraph {
  const { context, chain, fact } = run;
  const legs = readLegs(fact.legs);
  const tokens = new Set<AssetRef>(legs.assets.map((group) => group.asset));
  const nodes = legs.addresses.map((address): TxNode => {
    const account = chain.accounts.get(address);
    if (account?.followed === true) {
      return { address, account, stop: undefined, code: false, stolen: false, distance: account, ins: [], outs: [] };
    }
    const known = account === undefined ? stopOf(context.options, chain.id, address) : account.stop;
    const between = run.crossed === true && known?.kind === 'bridge_pending' && !isTransit(address);
    const stop = between ? undefined : known;
    const code =
      stop === undefined &&
      (between || tokens.has(address) || (account?.code ?? context.options.isCode(accountId(chain.id, address))));
    return { address, account, stop, code, stolen: false, distance: NOWHERE, ins: [], outs: [] };
  });
  const flows: TxFlow[] = [];
  for (const { asset, edges } of legs.assets) {
    for (const push of decompose(edges, nodes.length, (node) => isBarrierStop((nodes[node] as TxNode).stop))) {
      const [sender, receiver] = [nodes[push.from] as TxNode, nodes[push.to] as TxNode];
      const flow: TxFlow = {
        ...newMoved(context.policies.length),
        from: sender.address,
        to: receiver.address,
        asset,
        amount: push.amount,
        legs: push.legs,
        lowConfidence: false,
        sender,
        receiver,
        burn: push.burn,
        progress: 'open',
      };
      sender.outs.push(flow);
      receiver.ins.push(flow);
      flows.push(flow);
    }
  }
  return { nodes, flows };
}

/** A movement as it arrives: what is destroyed without being converted goes to the zero address. */
export function landing(flow: TxFlow): Movement {
  const { receiver } = flow;
  const destroyed = flow.burn && receiver.stop === undefined && receiver.account?.followed !== true;
  return destroyed ? { ...flow, to: ZERO_ADDRESS } : flow;
}
