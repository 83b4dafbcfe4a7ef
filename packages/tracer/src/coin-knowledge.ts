import type { Attribution, ClusterKnowledge } from '@fundtrail/attribution';
import { accountId, type ChainId } from '@fundtrail/core';

/** What labels say of the owners of coins, for those who read the form of transactions. */
export function coinKnowledge(attribution: Pick<Attribution, 'stopOf'>, chain: ChainId): ClusterKnowledge {
  const stopOf = (owner: string): ReturnType<Attribution['stopOf']> => attribution.stopOf(accountId(chain, owner));
  return {
    isExchange: (owner) => stopOf(owner)?.kind === 'exchange',
    serviceOf: (owner) => stopOf(owner)?.entity,
  };
}
