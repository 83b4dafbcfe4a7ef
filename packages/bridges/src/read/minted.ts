import { type ChainName, ZERO_ADDRESS } from '@fundtrail/core';
import type { PaymentRule } from '../adapter.ts';

/**
 * The native asset that is new on a rollup: its transaction's own hash is the key, which the other chain's receipt gives as well.
 * @param from the chain it comes from
 * @param but who gets it for others, and tells so itself
 */
export function mintedNative(from: ChainName, but?: string): PaymentRule {
  return {
    on: 'payment',
    side: 'from',
    of: ['Minter'],
    read: ({ leg, chain, tx, to }) => {
      if (leg.asset !== 'native' || leg.kind !== 'mint' || to === but) return undefined;
      return {
        kind: 'leg',
        side: 'destination',
        key: tx,
        fromChain: from,
        toChain: chain,
        toAccount: to,
        asset: 'native',
        amount: leg.amount,
        custody: [ZERO_ADDRESS],
        legs: [leg.id],
      };
    },
  };
}
