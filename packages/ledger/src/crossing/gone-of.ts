import { type Address, isTransit, linkOf } from '@fundtrail/core';
import type { MovedParts } from '../policy.ts';
import type { ReplayState } from '../state.ts';

/** What has left a transit on the other side. */
export type Gone = MovedParts & { readonly done: boolean };

/** Undefined for whatever is no transit. */
export function goneOf(state: ReplayState, address: Address): Gone | undefined {
  const link = isTransit(address) ? linkOf(address) : undefined;
  const crossing = link === undefined ? undefined : state.crossings.get(link);
  return crossing === undefined ? undefined : { ...crossing.gone, done: crossing.done };
}
