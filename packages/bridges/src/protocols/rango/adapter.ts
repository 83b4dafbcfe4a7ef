import { ZERO_ADDRESS } from '@fundtrail/core';
import type { LogRule, ProtocolAdapter, WrapperNote } from '../../adapter.ts';
import type { Args } from '../../decode/args.ts';
import type { LogContext } from '../../read/contexts.ts';
import { receiverOf } from '../../searches.ts';
import { CONTRACTS } from './contracts.ts';

const FIELDS =
  'address indexed requestId, address bridgeToken, uint256 bridgeAmount, address receiver, uint256 destinationChainId, bool hasInterchainMessage, bool hasDestinationSwap, uint8 indexed bridgeId, uint16 indexed dAppTag';

/** With the name of the application, and without it as it was before. */
const SOURCE: readonly LogRule[] = ['', ', string dAppName'].map((more) => ({
  on: 'log',
  from: ['Diamond'],
  event: `event RangoBridgeInitiated(${FIELDS}${more})`,
  read: initiated,
}));

const DESTINATION: readonly LogRule[] = [
  {
    on: 'log',
    from: ['Diamond'],
    event:
      'event RangoBridgeCompleted(address indexed requestId, address indexed token, address indexed originalSender, address receiver, uint256 amount, uint8 status, uint16 dAppTag)',
    read: (args, at): WrapperNote => ({
      kind: 'wrapper',
      side: 'destination',
      id: args.address('requestId'),
      receiver: args.address('receiver'),
      contract: at.log.address,
      asset: assetOf(args.address('token')),
      amount: args.uint('amount'),
    }),
  },
];

/** Rango calls bridges for others, the first step of what may be several. Its ids of requests are written as addresses. */
export const RANGO: ProtocolAdapter = {
  protocol: 'rango',
  title: 'Rango',
  kind: 'wrapper',
  proof: 'A',
  contracts: CONTRACTS,
  source: SOURCE,
  destination: DESTINATION,
  search: receiverOf,
  delays: { usualSeconds: 10 * 60, p99Seconds: 24 * 3600 },
};

function initiated(args: Args, at: LogContext): WrapperNote {
  const receiver = args.address('receiver');
  const chain = args.uint('destinationChainId');
  return {
    kind: 'wrapper',
    id: args.address('requestId'),
    bridge: `number ${args.uint('bridgeId')}`,
    ...(receiver === ZERO_ADDRESS ? {} : { receiver }),
    // Zero where the chain is no EVM chain: the bridge's own event has it.
    ...(chain === 0n ? {} : { toChain: `eip155:${chain}` }),
    contract: at.log.address,
    asset: assetOf(args.address('bridgeToken')),
    amount: args.uint('bridgeAmount'),
  };
}

function assetOf(address: string): string {
  return address === ZERO_ADDRESS ? 'native' : address;
}
