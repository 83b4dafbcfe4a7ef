import { type AssetRef, type ChainName, ZERO_ADDRESS } from '@fundtrail/core';
import type { LogRule, ProtocolAdapter, WrapperNote } from '../../adapter.ts';
import type { Args } from '../../decode/args.ts';
import { SOLANA, TRON } from '../../decode/foreign-account.ts';
import type { LogContext } from '../../read/contexts.ts';
import { receiverOf } from '../../searches.ts';
import { CONTRACTS } from './contracts.ts';

const NATIVE = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee';
/** Bridges by the number of their adaptor: okx XBridge, its decoder of call data. Others are shown by number. */
const BRIDGES: Readonly<Record<string, string>> = { '1': 'anyswap', '2': 'cbridge', '3': 'swft' };
const SWFT = '3';
/** OKX names chains by EVM chain number; its numbers for others are those of SLIP-44 (from memory). */
const OTHERS: Readonly<Record<string, ChainName>> = {
  '0': 'bip122:000000000019d6689c085ae165831e93',
  '195': TRON,
  '501': SOLANA,
};

const SOURCE: readonly LogRule[] = [
  {
    on: 'log',
    from: ['XBridge'],
    event:
      'event LogBridgeTo(uint256 indexed _adaptorId, address _from, address _to, address _token, uint256 _amount, uint256 _receiveFee, bytes32[] ext)',
    read: (args, at) => leaving(args, at, args.address('_token'), args.uint('_amount')),
  },
  {
    on: 'log',
    from: ['XBridge'],
    event:
      'event LogSwapAndBridgeTo(uint256 indexed _adaptorId, address _from, address _to, address _fromToken, uint256 _fromAmount, address _toToken, uint256 _toAmount, uint256 _receiveFee, bytes32[] ext)',
    read: (args, at) => leaving(args, at, args.address('_toToken'), args.uint('_toAmount')),
  },
];

const DESTINATION: readonly LogRule[] = [
  {
    on: 'log',
    from: ['XBridge'],
    event:
      'event Claimed(address to, address fromToken, address toToken, uint256 fromTokenAmount, uint256 toTokenAmount, uint256 gasFeeAmount, uint256 srcChainId, string errInfo, bytes32[] ext)',
    read: (args, at): WrapperNote | undefined => {
      const [sourceTx] = args.hexes('ext');
      if (sourceTx === undefined) return undefined;
      // Where the swap did not work, or none was asked for, what came is handed on as it is.
      const asItCame = args.uint('toTokenAmount') === 0n;
      return {
        kind: 'wrapper',
        side: 'destination',
        id: sourceTx,
        receiver: args.address('to'),
        contract: at.log.address,
        asset: assetOf(args.address(asItCame ? 'fromToken' : 'toToken')),
        amount: args.uint(asItCame ? 'fromTokenAmount' : 'toTokenAmount'),
      };
    },
  },
];

/**
 * OKX's XBridge calls adaptors of bridges for others. What it claims on the other side names the transaction that it left in: its id on
 * both. Source: okx XBridge contract (topics checked against observed ones), its list of addresses.
 */
export const OKX: ProtocolAdapter = {
  protocol: 'okx',
  title: 'OKX XBridge',
  kind: 'wrapper',
  proof: 'A',
  contracts: CONTRACTS,
  source: SOURCE,
  destination: DESTINATION,
  search: receiverOf,
  delays: { usualSeconds: 10 * 60, p99Seconds: 24 * 3600 },
};

function leaving(args: Args, at: LogContext, token: string, amount: bigint): WrapperNote {
  const adaptor = args.uint('_adaptorId').toString();
  const [, chain, ...words] = args.hexes('ext');
  const number = chain === undefined ? undefined : BigInt(chain);
  const to = args.address('_to');
  const receiver = adaptor === SWFT ? textOf(words) : isPlaceholder(to) ? undefined : to;
  return {
    kind: 'wrapper',
    id: at.tx,
    bridge: BRIDGES[adaptor] ?? `adaptor ${adaptor}`,
    ...(receiver === undefined ? {} : { receiver }),
    ...(number === undefined ? {} : { toChain: OTHERS[number.toString()] ?? `eip155:${number}` }),
    contract: at.log.address,
    asset: assetOf(token),
    amount,
  };
}

/** A destination of SWFT is text in the first two of these words, filled up with zeros. */
function textOf([first = '', second = '']: readonly string[]): string | undefined {
  const bytes = Buffer.from(first.slice(2) + second.slice(2), 'hex');
  const text = bytes.toString('latin1').replace(/\0+$/, '');
  return /^[0-9A-Za-z]{20,64}$/.test(text) ? text : undefined;
}

/** Addresses of a few low numbers stand in where the receiver is no EVM account. */
function isPlaceholder(address: string): boolean {
  return BigInt(address) < 0x10000n;
}

function assetOf(address: string): AssetRef {
  return address === NATIVE || address === ZERO_ADDRESS ? 'native' : address;
}
