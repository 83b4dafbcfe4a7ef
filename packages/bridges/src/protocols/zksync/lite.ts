import type { ChainName } from '@fundtrail/core';
import type { DraftLeg, LogRule } from '../../adapter.ts';
import type { LogContext } from '../../read/contexts.ts';

/** zkSync Lite has accounts but no chain that can be traced. */
export const LITE: ChainName = 'zksync:lite';

const DEPOSITED =
  'event OnchainDeposit(address indexed sender, uint16 indexed tokenId, uint128 amount, address indexed owner)';
const WITHDRAWN = 'event Withdrawal(address indexed owner, uint16 indexed tokenId, uint128 amount)';

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

export const LITE_DESTINATION: LogRule = {
  on: 'log',
  event: WITHDRAWN,
  from: ['Lite'],
  read: (args, at): DraftLeg | undefined => released(at, args.address('owner'), args.uint('amount')),
};

function released(at: LogContext, to: string, amount: bigint): DraftLeg | undefined {
  const [leg] = at.moved({ from: at.log.address, to, amount });
  // What is only put aside for its owner has not arrived yet.
  if (leg === undefined) return undefined;
  return {
    kind: 'leg',
    side: 'destination',
    proof: 'A',
    fromChain: LITE,
    toChain: at.chain,
    toAccount: to,
    asset: leg.asset,
    amount,
    custody: [at.log.address],
    legs: [leg.id],
  };
}
