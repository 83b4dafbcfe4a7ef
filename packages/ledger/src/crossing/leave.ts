import { transitOf } from '@fundtrail/core';
import { newMoved } from '../balances.ts';
import { type ChainState, newAccount, type ReplayState } from '../state.ts';
import type { Crossing, Stop } from '../types.ts';

export type Leaving = Extract<Crossing, { side: 'in' }>;

/** Notes that `amount` goes into a cross-chain movement; its tainted part is what comes to the transit. */
export function noteLeaving(
  state: ReplayState,
  chain: ChainState,
  leaving: Leaving,
  amount: bigint,
  policies: number,
): void {
  const known = state.crossings.get(leaving.link);
  state.crossings.set(leaving.link, {
    chain: chain.id,
    asset: leaving.asset,
    amount: amount + (known?.amount ?? 0n),
    fee: leaving.fee + (known?.fee ?? 0n),
    gone: known?.gone ?? newMoved(policies),
    feeKept: known?.feeKept ?? false,
    done: known?.done ?? false,
  });
}

/** Makes the account known that absorbs what goes into a movement. */
export function ensureTransit(chain: ChainState, { link, protocol }: Leaving): void {
  const address = transitOf(link);
  if (chain.accounts.has(address)) return;
  const stop = transitStop(protocol);
  newAccount(chain, address, { followed: false, named: false, stop, code: false, seeds: undefined });
}

export function transitStop(protocol: string): Stop {
  return { kind: 'bridge_pending', entity: protocol, reason: `sent to another chain by ${protocol}` };
}

/** A movement is of one asset on one chain: what would be of another is none. */
export function isForeign(state: ReplayState, chain: ChainState, { link, asset }: Leaving): boolean {
  const known = state.crossings.get(link);
  return known !== undefined && (known.asset !== asset || known.chain !== chain.id);
}
