import { type Address, FundtrailError, type Hash } from '@fundtrail/core';
import { ask } from './json-rpc.ts';

/** What `eth_sendTransaction` and `anvil_reorg` take; numbers as 0x quantities. */
export type TransactionRequest = {
  readonly from: Address;
  readonly to?: Address | null;
  readonly value?: string;
  readonly data?: string;
  readonly gas?: string;
  readonly gasPrice?: string;
  readonly maxFeePerGas?: string;
  readonly maxPriorityFeePerGas?: string;
  readonly nonce?: string;
  readonly authorizationList?: readonly unknown[];
};

/** A transaction in a block. */
export type MinedTransaction = {
  readonly hash: Hash;
  /** Sent again with its nonce it is the same transaction, with the same hash; accounts without a key included. */
  readonly request: TransactionRequest;
};

/** A block and what is in it. */
export type MinedBlock = {
  readonly number: number;
  readonly hash: Hash;
  readonly parentHash: Hash;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly transactions: readonly MinedTransaction[];
};

type RawTransaction = Readonly<Record<string, string>> & { readonly authorizationList?: readonly unknown[] };
type RawBlock = {
  readonly number: string;
  readonly hash: string;
  readonly parentHash: string;
  readonly timestamp: string;
  readonly transactions: readonly RawTransaction[];
};

/** @throws FundtrailError where the chain has no such block. */
export async function readBlock(url: string, which: number | 'latest' | 'safe' | 'finalized'): Promise<MinedBlock> {
  const tag = typeof which === 'number' ? `0x${which.toString(16)}` : which;
  const raw = (await ask(url, 'eth_getBlockByNumber', [tag, true])) as RawBlock | null;
  if (raw === null) throw new FundtrailError('no_block', `the chain has no block ${which}`);
  return {
    number: Number(raw.number),
    hash: raw.hash,
    parentHash: raw.parentHash,
    timestamp: Number(raw.timestamp),
    transactions: raw.transactions.map((transaction) => ({
      hash: String(transaction.hash),
      request: requestOf(transaction),
    })),
  };
}

function requestOf(raw: RawTransaction): TransactionRequest {
  const { from, to, value, input, gas, nonce } = raw as Record<
    'from' | 'to' | 'value' | 'input' | 'gas' | 'nonce',
    string
  >;
  const common = { from, ...(to === null ? {} : { to }), value, data: input, gas, nonce };
  if (raw.maxFeePerGas === undefined)
    return { ...common, ...(raw.gasPrice === undefined ? {} : { gasPrice: raw.gasPrice }) };
  return {
    ...common,
    maxFeePerGas: raw.maxFeePerGas,
    ...(raw.maxPriorityFeePerGas === undefined ? {} : { maxPriorityFeePerGas: raw.maxPriorityFeePerGas }),
    ...(raw.authorizationList === undefined ? {} : { authorizationList: raw.authorizationList }),
  };
}
