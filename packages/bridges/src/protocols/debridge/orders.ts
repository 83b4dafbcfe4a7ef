import { type AssetRef, ZERO_ADDRESS } from '@fundtrail/core';
import type { DraftLeg, LogRule } from '../../adapter.ts';
import type { Args } from '../../decode/args.ts';
import { foreignAccount } from '../../decode/foreign-account.ts';
import type { LogContext } from '../../read/contexts.ts';
import { paidTo } from '../../read/paid-to.ts';
import { knownChain } from './chains.ts';

const ORDER =
  '(uint64 makerOrderNonce, bytes makerSrc, uint256 giveChainId, bytes giveTokenAddress, uint256 giveAmount, uint256 takeChainId, bytes takeTokenAddress, uint256 takeAmount, bytes receiverDst, bytes givePatchAuthoritySrc, bytes orderAuthorityAddressDst, bytes allowedTakerDst, bytes allowedCancelBeneficiarySrc, bytes externalCall) order, bytes32 orderId';
const NO_CALL = '0x';

/** Orders as they are created; the second since Ethereum's block 18092917. */
export const CREATED: readonly LogRule[] = ['', ', bytes metadata'].map((more) => ({
  on: 'log',
  from: ['DlnSource'],
  event: `event CreatedOrder(${ORDER}, bytes affiliateFee, uint256 nativeFixFee, uint256 percentFee, uint32 referralCode${more})`,
  read: created,
}));

/** Orders as solvers fulfil them, the second since Ethereum's block 24447763; and what comes back where they are cancelled. */
export const FULFILLED: readonly LogRule[] = [
  {
    on: 'log',
    from: ['DlnDestination'],
    event: `event FulfilledOrder(${ORDER}, address sender, address unlockAuthority)`,
    read: (args, at) => fulfilled(args, at, args.tuple('order').uint('takeAmount')),
  },
  {
    on: 'log',
    from: ['DlnDestination'],
    event: `event FulfilledOrder(${ORDER}, uint256 actualFulfillAmount, address sender, address unlockAuthority)`,
    read: (args, at) => fulfilled(args, at, args.uint('actualFulfillAmount')),
  },
  {
    on: 'log',
    from: ['DlnSource'],
    event:
      'event ClaimedOrderCancel(bytes32 orderId, address beneficiary, uint256 paidAmount, address giveTokenAddress)',
    read: (args, at) => ({
      kind: 'leg',
      side: 'refund',
      key: args.hex('orderId'),
      toChain: at.chain,
      toAccount: args.address('beneficiary'),
      ...paidTo(at, {
        receiver: args.address('beneficiary'),
        asset: assetOf(args.address('giveTokenAddress')),
        amount: args.uint('paidAmount'),
        by: at.log.address,
      }),
    }),
  },
];

function created(args: Args, at: LogContext): DraftLeg {
  const order = args.tuple('order');
  const source = at.log.address;
  const token = foreignAccount(at.chain, order.hex('giveTokenAddress'));
  const asset = token.fault === undefined ? (token.account ?? 'native') : undefined;
  const net = order.uint('giveAmount');
  // What came has the protocol's part in it, and in the native asset a fixed fee on top.
  const taken = asset === undefined ? [] : at.moved({ to: source, asset });
  const [first] = taken;
  const gross = first === undefined || taken.length > 1 ? net : first.amount;
  const amount = asset === 'native' && gross > net ? gross - args.uint('nativeFixFee') : gross;
  const to = receiverOf(order);
  return {
    ...about(args, order),
    side: 'source',
    fromAccount: foreignAccount(at.chain, order.hex('makerSrc')).account,
    toAccount: to.account,
    asset,
    amount,
    custody: [source],
    toAsset: foreignAccount(knownChain(order.uint('takeChainId')), order.hex('takeTokenAddress')).account,
    minOut: order.uint('takeAmount'),
    ...(amount > net ? { fee: amount - net } : {}),
    fault: token.fault ?? to.fault,
    notes: callNotes(order),
  };
}

function fulfilled(args: Args, at: LogContext, amount: bigint): DraftLeg {
  const order = args.tuple('order');
  const token = foreignAccount(at.chain, order.hex('takeTokenAddress'));
  const to = foreignAccount(at.chain, order.hex('receiverDst'));
  return {
    ...about(args, order),
    side: 'destination',
    toChain: at.chain,
    toAccount: to.account,
    ...paidTo(at, {
      receiver: to.account,
      asset: token.fault === undefined ? (token.account ?? 'native') : undefined,
      amount,
      by: args.address('sender'),
    }),
    fault: token.fault ?? to.fault,
    notes: callNotes(order),
  };
}

function about(args: Args, order: Args): Omit<DraftLeg, 'side'> {
  return {
    kind: 'leg',
    key: args.hex('orderId'),
    fromChain: knownChain(order.uint('giveChainId')),
    toChain: knownChain(order.uint('takeChainId')),
  };
}

function receiverOf(order: Args): ReturnType<typeof foreignAccount> {
  return foreignAccount(knownChain(order.uint('takeChainId')), order.hex('receiverDst'));
}

function callNotes(order: Args): readonly string[] {
  return order.hex('externalCall') === NO_CALL ? [] : ['comes with a call: the receiver is a contract that acts on it'];
}

export function assetOf(address: string): AssetRef {
  return address === ZERO_ADDRESS ? 'native' : address;
}
