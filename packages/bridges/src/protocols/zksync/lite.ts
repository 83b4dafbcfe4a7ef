import type { ChainName } from '@fundtrail/core';
import type { DraftLeg, LogRule, PaymentRule } from '../../adapter.ts';

/** zkSync Lite has accounts but no chain that can be traced. */
export const LITE: ChainName = 'zksync:lite';

const DEPOSITED =
  'event OnchainDeposit(address indexed sender, uint16 indexed tokenId, uint128 amount, address indexed owner)';

/** Value that goes into zkSync Lite: where it goes from there, and what it comes back as, is told by its own operator only. */
export const LITE_SOURCE: LogRule = {
  on: 'log',
  event: DEPOSITED,
  from: ['Lite'],
  read: (args, at): DraftLeg => {
    const amount = args.uint('amount');
    const [leg] = at.moved({ to: at.log.address, amount });
    return {
      kind: 'leg',
      side: 'source',
      proof: 'A',
      fromChain: at.chain,
      fromAccount: args.address('sender'),
      toChain: LITE,
      toAccount: args.address('owner'),
      asset: leg?.asset,
      amount,
      custody: [at.log.address],
      fault: leg === undefined ? 'no movement of this amount into the bridge' : undefined,
    };
  },
};

/** Whatever the contracts pay: they hold nothing but what came from accounts there. What is only put aside for its owner has not arrived yet. */
export const LITE_DESTINATION: PaymentRule = {
  on: 'payment',
  side: 'from',
  of: ['Lite', 'LiteClaims'],
  read: ({ leg, chain, isRole }): DraftLeg | undefined => {
    if (isRole(leg.to, 'Lite') || isRole(leg.to, 'LiteClaims')) return undefined;
    return {
      kind: 'leg',
      side: 'destination',
      proof: 'A',
      fromChain: LITE,
      toChain: chain,
      toAccount: leg.to,
      asset: leg.asset,
      amount: leg.amount,
      custody: [leg.from],
      legs: [leg.id],
    };
  },
};
