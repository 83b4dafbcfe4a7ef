import type { ChainId } from '@fundtrail/core';
import type { JobKind } from './kind.ts';

/** Look at the head of a chain for movements of watched accounts. */
export type FollowJob = { readonly chain: ChainId };

export const followKind: JobKind<'follow', FollowJob> = {
  name: 'follow',
  id: ({ chain }) => chain,
};
