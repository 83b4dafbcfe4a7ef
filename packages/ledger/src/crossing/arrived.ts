import { type LinkId, transitOf } from '@fundtrail/core';
import { hasTaint } from '../balances.ts';
import type { Distance } from '../movement.ts';
import type { MovedParts } from '../policy.ts';
import { type CrossingState, findHolding, type ReplayState } from '../state.ts';

/** A cross-chain movement with the taint that went into it. */
export type Entered = CrossingState & { readonly came: MovedParts; readonly distance: Distance };

/** What went into a movement; undefined where nothing tainted did. */
export function enteredOf(state: ReplayState, link: LinkId): Entered | undefined {
  const crossing = state.crossings.get(link);
  if (crossing === undefined) return undefined;
  const chain = state.chains.get(crossing.chain);
  const address = transitOf(link);
  const coin = chain?.coins.get(address);
  if (coin !== undefined) return hasTaint(coin) ? { ...crossing, came: coin, distance: before(coin) } : undefined;
  const account = chain?.accounts.get(address);
  const states = account === undefined ? undefined : findHolding(account, crossing.asset)?.states;
  if (account === undefined || states === undefined) return undefined;
  const came = { tainted: states.map((own) => own.received), origin: states.map((own) => own.originReceived) };
  return hasTaint(came) ? { ...crossing, came, distance: before(account) } : undefined;
}

/** A crossing is one step, though it is two flows: into the transit, and out of the arrival. */
function before({ hops, leadHops }: Distance): Distance {
  return { hops: hops - 1, leadHops: leadHops - 1 };
}
