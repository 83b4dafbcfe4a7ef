import type { Address } from '@fundtrail/core';
import { Interface, type Result } from 'ethers';
import { type Args, argsOf } from '../decode/args.ts';
import type { TransactionContext } from '../read/contexts.ts';

/** Functions of routers of all versions, V1 to V6.1. Source: published contracts, selectors in bridges.md. */
export const DEPOSIT = 'function deposit(address vault, address asset, uint256 amount, string memo)';
export const DEPOSIT_WITH_EXPIRY =
  'function depositWithExpiry(address vault, address asset, uint256 amount, string memo, uint256 expiration)';
export const TRANSFER_OUT = 'function transferOut(address to, address asset, uint256 amount, string memo)';
export const TRANSFER_OUT_AND_CALL =
  'function transferOutAndCall(address target, address finalAsset, address to, uint256 amountOutMin, string memo)';
export const BATCH_TRANSFER_OUT =
  'function batchTransferOut(address[] to, address[] assets, uint256[] amounts, string[] memos)';
export const TRANSFER_OUT_AND_CALL_V2 =
  'function transferOutAndCallV2((address target, address fromAsset, uint256 fromAmount, address toAsset, address recipient, uint256 amountOutMin, string memo, bytes payload, string originAddress) params)';

const EXPIRING = new Interface([DEPOSIT_WITH_EXPIRY]);
const BATCH = new Interface([BATCH_TRANSFER_OUT]);
/** No expiry: 0 in V6.1, and all that lies beyond what dates can be. */
const LAST_TIME = BigInt(Number.MAX_SAFE_INTEGER);

/** Unix seconds after which a deposit is void, where its call is the transaction's own. */
export function expiryOf(at: TransactionContext, router: Address): number | undefined {
  if (at.to !== router) return undefined;
  const time = decoded(EXPIRING, at.input)?.uint('expiration') ?? 0n;
  return time === 0n || time > LAST_TIME ? undefined : Number(time);
}

/** One payout of a batch. */
export type BatchItem = {
  readonly to: Address;
  readonly asset: Address;
  readonly amount: bigint;
  readonly memo: string;
};

/** The payouts of a batch that is the transaction's own call; none where it is another call, or its lists differ in length. */
export function batchOf(input: string): readonly BatchItem[] {
  const result = resultOf(BATCH, input);
  if (result === undefined) return [];
  const [to, assets, amounts, memos] = [0, 1, 2, 3].map((place) => [...(result[place] as Result)] as unknown[]);
  return (to ?? []).flatMap((receiver, place): BatchItem[] => {
    const [asset, amount, memo] = [assets?.[place], amounts?.[place], memos?.[place]];
    if (typeof receiver !== 'string' || typeof asset !== 'string') return [];
    if (typeof amount !== 'bigint' || typeof memo !== 'string') return [];
    return [{ to: receiver.toLowerCase(), asset: asset.toLowerCase(), amount, memo }];
  });
}

function decoded(abi: Interface, input: string): Args | undefined {
  const result = resultOf(abi, input);
  return result === undefined ? undefined : argsOf(result);
}

function resultOf(abi: Interface, input: string): Result | undefined {
  try {
    // Nested lists are decoded when they are first read, so they are read here.
    const args = abi.parseTransaction({ data: input })?.args;
    args?.toArray(true);
    return args;
  } catch {
    return undefined;
  }
}
