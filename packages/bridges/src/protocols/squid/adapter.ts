import { type Address, type AssetRef, type BridgeLeg, ZERO_ADDRESS } from '@fundtrail/core';
import { Interface } from 'ethers';
import type { DraftLeg, ProtocolAdapter, Rule, Search } from '../../adapter.ts';
import type { Args } from '../../decode/args.ts';
import type { LogContext } from '../../read/contexts.ts';
import { paidTo } from '../../read/paid-to.ts';
import { logsOf } from '../../searches.ts';
import { CONTRACTS } from './contracts.ts';

const NATIVE = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee';
const ORDER =
  '(address fromAddress, address toAddress, address filler, address fromToken, address toToken, uint256 expiry, uint256 fromAmount, uint256 fillAmount, uint256 feeRate, uint256 fromChain, uint256 toChain, bytes32 postHookHash) order';
const CREATED = `event OrderCreated(bytes32 indexed orderHash, ${ORDER})`;
const FILLED = `event OrderFilled(bytes32 indexed orderHash, ${ORDER})`;

const SOURCE: readonly Rule[] = [
  { on: 'call', function: undefined, of: ['SquidRouter'], read: () => ({ kind: 'wrapper' }) },
  {
    on: 'log',
    from: ['Gateway'],
    event:
      'event ContractCallWithToken(address indexed sender, string destinationChain, string destinationContractAddress, bytes32 indexed payloadHash, bytes payload, string symbol, uint256 amount)',
    read: (args, at) => (at.isRole(args.address('sender'), 'SquidRouter') ? { kind: 'wrapper' } : undefined),
  },
  { on: 'log', from: ['Spoke'], event: CREATED, read: created },
];

const DESTINATION: readonly Rule[] = [{ on: 'log', from: ['Spoke'], event: FILLED, read: filled }];

/**
 * Squid: its router calls Axelar, whose legs tell what moves; its own Coral takes orders that fillers pay, by the order's hash on both
 * sides. Source: DefiLlama's adapter and l2beat's pairs; no order is recorded.
 */
export const SQUID: ProtocolAdapter = {
  protocol: 'squid',
  title: 'Squid',
  kind: 'wrapper',
  proof: 'K',
  contracts: CONTRACTS,
  source: SOURCE,
  destination: DESTINATION,
  search,
  delays: { usualSeconds: 60, p99Seconds: 2 * 3600 },
};

function created(args: Args, at: LogContext): DraftLeg {
  const order = args.tuple('order');
  const token = assetOf(order.address('fromToken'));
  return {
    ...orderLeg(args, order),
    side: 'source',
    asset: token,
    amount: order.uint('fromAmount'),
    custody: [at.log.address],
    toAsset: order.address('toToken'),
    minOut: order.uint('fillAmount'),
    expires: order.number('expiry'),
  };
}

function filled(args: Args, at: LogContext): DraftLeg {
  const order = args.tuple('order');
  return {
    ...orderLeg(args, order),
    side: 'destination',
    ...paidTo(at, {
      receiver: order.address('toAddress'),
      asset: assetOf(order.address('toToken')),
      amount: order.uint('fillAmount'),
      by: at.log.address,
    }),
  };
}

function orderLeg(args: Args, order: Args): Omit<DraftLeg, 'side'> {
  return {
    kind: 'leg',
    key: args.hex('orderHash'),
    fromChain: `eip155:${order.uint('fromChain')}`,
    fromAccount: order.address('fromAddress'),
    toChain: `eip155:${order.uint('toChain')}`,
    toAccount: order.address('toAddress'),
  };
}

function search({ side, key, toChain, fromChain }: BridgeLeg): readonly Search[] {
  if (key === undefined) return [];
  const isSource = side === 'source';
  const topic = new Interface([CREATED, FILLED]).getEvent(isSource ? 'OrderFilled' : 'OrderCreated')?.topicHash ?? null;
  return logsOf(CONTRACTS, ['Spoke'], isSource ? toChain : fromChain, [topic, key]);
}

function assetOf(address: Address): AssetRef {
  return address === NATIVE || address === ZERO_ADDRESS ? 'native' : address;
}
