import type { LogRule } from '../../adapter.ts';

const FROM = ['SynapseCCTP'];

/** What Synapse sends by CCTP is CCTP's: it has its own id of the request on both sides, and legs only where CCTP's are not recognised. */
export const CIRCLE_SOURCE: LogRule = {
  on: 'log',
  from: FROM,
  event:
    'event CircleRequestSent(uint256 chainId, address indexed sender, uint64 nonce, address token, uint256 amount, uint32 requestVersion, bytes formattedRequest, bytes32 requestID)',
  read: (args, at) => ({
    kind: 'wrapper',
    id: args.hex('requestID'),
    bridge: 'cctp',
    toChain: `eip155:${args.uint('chainId')}`,
    contract: at.log.address,
    asset: args.address('token'),
    amount: args.uint('amount'),
  }),
};

export const CIRCLE_DESTINATION: LogRule = {
  on: 'log',
  from: FROM,
  event:
    'event CircleRequestFulfilled(uint32 originDomain, address indexed recipient, address mintToken, uint256 fee, address token, uint256 amount, bytes32 requestID)',
  read: (args, at) => ({
    kind: 'wrapper',
    side: 'destination',
    id: args.hex('requestID'),
    bridge: 'cctp',
    receiver: args.address('recipient'),
    contract: at.log.address,
    asset: args.address('token'),
    amount: args.uint('amount'),
  }),
};
