import { type Address, type AssetRef, ownerOf, scriptType } from '@fundtrail/core';
import type { DraftLeg, LogRule, UtxoRule } from '../../adapter.ts';
import type { LogContext, UtxoContext } from '../../read/contexts.ts';
import { accountOf } from './address.ts';
import { assetOf, BITCOIN, chainOf } from './assets.ts';
import { readSwapPayload } from './payload.ts';

const FROM = ['Vault'];
const CCM = 'comes with a message: the receiver is a contract that acts on it';

type Arguments = Parameters<LogRule['read']>[0];

/** Swaps that are sent straight to the vault of an EVM chain. */
export const EVM_SWAPS: readonly LogRule[] = [
  {
    on: 'log',
    event:
      'event SwapNative(uint32 dstChain, bytes dstAddress, uint32 dstToken, uint256 amount, address indexed sender, bytes cfParameters)',
    from: FROM,
    read: (args, at) => swap(args, at, 'native', []),
  },
  {
    on: 'log',
    event:
      'event SwapToken(uint32 dstChain, bytes dstAddress, uint32 dstToken, address srcToken, uint256 amount, address indexed sender, bytes cfParameters)',
    from: FROM,
    read: (args, at) => swap(args, at, args.address('srcToken'), []),
  },
  {
    on: 'log',
    event:
      'event XCallNative(uint32 dstChain, bytes dstAddress, uint32 dstToken, uint256 amount, address indexed sender, bytes message, uint256 gasAmount, bytes cfParameters)',
    from: FROM,
    read: (args, at) => swap(args, at, 'native', [CCM]),
  },
  {
    on: 'log',
    event:
      'event XCallToken(uint32 dstChain, bytes dstAddress, uint32 dstToken, address srcToken, uint256 amount, address indexed sender, bytes message, uint256 gasAmount, bytes cfParameters)',
    from: FROM,
    read: (args, at) => swap(args, at, args.address('srcToken'), [CCM]),
  },
];

function swap(args: Arguments, at: LogContext, asset: AssetRef, notes: readonly string[]): DraftLeg {
  const [chainNumber, assetNumber] = [args.number('dstChain'), args.number('dstToken')];
  const toChain = chainOf(chainNumber);
  const wanted = assetOf(assetNumber);
  const to = toChain === undefined ? undefined : accountOf(toChain, args.hex('dstAddress'));
  return {
    kind: 'leg',
    side: 'source',
    key: swapKey(at.tx),
    fromChain: at.chain,
    fromAccount: args.address('sender'),
    toChain,
    toAccount: to?.account,
    asset,
    amount: args.uint('amount'),
    custody: [at.log.address],
    toAsset: wanted?.name,
    fault:
      (toChain === undefined ? `chain ${chainNumber} is not known` : undefined) ??
      (wanted === undefined ? `asset ${assetNumber} is not known` : undefined) ??
      (wanted?.chain === toChain ? undefined : `${wanted?.name} is no asset of ${toChain}`) ??
      to?.fault,
    notes,
  };
}

const CHANNEL_OUTPUT = 0;
const DATA_OUTPUT = 1;
const REFUND_OUTPUT = 2;

/** A swap sent to the vault on Bitcoin: first output the broker's private channel, second what is asked for, third the refund address. */
export const BITCOIN_SWAP: UtxoRule = { on: 'utxo', read: (at) => bitcoinSwap(at) };

function bitcoinSwap({ chain, tx, data, outputs, inputs }: UtxoContext): DraftLeg | undefined {
  if (chain !== BITCOIN || data.outputs !== 1) return undefined;
  const channel = outputs[CHANNEL_OUTPUT];
  const vault = channel?.owner;
  const dataScript = outputs[DATA_OUTPUT]?.owner;
  if (channel === undefined || vault === undefined || dataScript === undefined) return undefined;
  if (scriptType(dataScript) !== 'data' || scriptType(vault) !== 'p2tr') return undefined;
  const payload = readSwapPayload(data.bytes);
  if (payload === undefined) return undefined;
  const to = accountOf(payload.asset.chain, payload.address);
  const sender: Address | undefined = inputs[0]?.owner;
  const refund = outputs[REFUND_OUTPUT]?.owner;
  return {
    kind: 'leg',
    side: 'source',
    key: swapKey(tx),
    fromChain: chain,
    fromAccount: sender === undefined ? undefined : ownerOf(sender),
    toChain: payload.asset.chain,
    toAccount: to.account,
    asset: 'native',
    amount: channel.amount,
    custody: [vault],
    legs: [channel.id],
    toAsset: payload.asset.name,
    minOut: payload.minOutput,
    fault: to.fault,
    notes: refund === undefined ? [] : [`refunds go to ${refund}`],
  };
}

/** A vault swap is known by its transaction. */
function swapKey(tx: string): string {
  return tx.slice(2);
}
