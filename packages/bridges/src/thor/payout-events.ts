import type { Address } from '@fundtrail/core';
import type { Args } from '../decode/args.ts';

export const TRANSFER_OUT_EVENT =
  'event TransferOut(address indexed vault, address indexed to, address asset, uint256 amount, string memo)';
export const AND_CALL_EVENT =
  'event TransferOutAndCall(address indexed vault, address target, uint256 amount, address finalAsset, address to, uint256 amountOutMin, string memo)';
export const AND_CALL_V2_EVENT =
  'event TransferOutAndCallV2(address indexed vault, address target, address fromAsset, uint256 fromAmount, address toAsset, address recipient, uint256 amountOutMin, string memo, bytes payload, string originAddress)';
export const AND_CALL_V5_EVENT =
  'event TransferOutAndCallV5(address indexed vault, address target, uint256 amount, address finalAsset, address indexed to, uint256 amountOutMin, string memo, bytes payload, string originAddress)';
export const FAILED_EVENT =
  'event TransferFailed(address indexed vault, address indexed to, address asset, uint256 amount, string memo)';

/** A payout as a router tells it; `target`: the aggregator that swaps it for the receiver. */
export type Payout = {
  readonly vault: Address;
  readonly to: Address;
  readonly asset: Address;
  readonly amount: bigint;
  readonly memo: string;
  readonly target?: Address | undefined;
  readonly finalToken?: Address | undefined;
};

/** For `settleFailures`: what a leg was read of, or the failure of one. */
export type PayoutPart = { readonly payout: Payout } | { readonly failed: Payout };

/** Of `TransferOut` and `TransferFailed`, and of the call of the first. */
export function transferOf(args: Args): Omit<Payout, 'vault'> {
  return { to: args.address('to'), asset: args.address('asset'), amount: args.uint('amount'), memo: args.text('memo') };
}

/** Of `TransferOutAndCall` and its call, and of V5. */
export function swapOf(args: Args): Pick<Payout, 'to' | 'memo' | 'target' | 'finalToken'> {
  return {
    to: args.address('to'),
    memo: args.text('memo'),
    target: args.address('target'),
    finalToken: args.address('finalAsset'),
  };
}

/** Of `TransferOutAndCallV2` and its call. */
export function swapV2Of(args: Args): Omit<Payout, 'vault'> {
  return {
    to: args.address('recipient'),
    asset: args.address('fromAsset'),
    amount: args.uint('fromAmount'),
    memo: args.text('memo'),
    target: args.address('target'),
    finalToken: args.address('toAsset'),
  };
}
