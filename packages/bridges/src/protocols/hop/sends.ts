import type { DraftLeg, LogRule } from '../../adapter.ts';
import type { Args } from '../../decode/args.ts';
import { takenIn } from '../../read/carried.ts';
import type { LogContext } from '../../read/contexts.ts';

/** The bridge of ETH on Ethereum; others hold a token, which the transaction's own movements show. */
export const ETHER = '0xb8901acb165ed027e32754e0ffe830802919727f';

/** What leaves a rollup has an id. What leaves Ethereum has none: all that both sides tell is its key. */
export const SENDS: readonly LogRule[] = [
  {
    on: 'log',
    from: ['L2_Bridge'],
    event:
      'event TransferSent(bytes32 indexed transferId, uint256 indexed chainId, address indexed recipient, uint256 amount, bytes32 transferNonce, uint256 bonderFee, uint256 index, uint256 amountOutMin, uint256 deadline)',
    read: (args, at) => ({ ...sent(args, at), key: args.hex('transferId'), fee: args.uint('bonderFee') }),
  },
  {
    on: 'log',
    from: ['L1_Bridge'],
    event:
      'event TransferSentToL2(uint256 indexed chainId, address indexed recipient, uint256 amount, uint256 amountOutMin, uint256 deadline, address indexed relayer, uint256 relayerFee)',
    read: (args, at) => ({
      ...sent(args, at),
      proof: 'D',
      key: keyFromL1(args.number('chainId'), args),
      fee: args.uint('relayerFee'),
    }),
  },
];

/** The other side's parts of a movement from Ethereum: twice the same is refused, nobody can tell which is which. */
export function keyFromL1(chain: number, args: Args): string {
  const numbers = ['amount', 'amountOutMin', 'deadline'].map((name) => args.uint(name));
  const parts = [chain, args.address('recipient'), ...numbers, args.address('relayer'), args.uint('relayerFee')];
  return `l1:${parts.join(':')}`;
}

function sent(args: Args, at: LogContext): DraftLeg {
  const amount = args.uint('amount');
  const bridge = at.log.address;
  const taken = takenIn(at, bridge, amount) ?? { asset: bridge === ETHER ? 'native' : undefined, custody: [bridge] };
  return {
    kind: 'leg',
    side: 'source',
    fromChain: at.chain,
    fromAccount: at.sender,
    toChain: `eip155:${args.uint('chainId')}`,
    toAccount: args.address('recipient'),
    ...taken,
    amount,
    minOut: args.uint('amountOutMin'),
  };
}
