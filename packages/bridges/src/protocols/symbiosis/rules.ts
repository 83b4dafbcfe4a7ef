import type { DraftLeg, LogRule } from '../../adapter.ts';
import type { Args } from '../../decode/args.ts';
import { foreignAccount, TRON } from '../../decode/foreign-account.ts';
import { paidOut, takenIn } from '../../read/carried.ts';
import type { LogContext } from '../../read/contexts.ts';

const NUMBER_OF_TRON = 728126428n;

export const SOURCE: readonly LogRule[] = [
  ['Portal', 'SynthesizeRequest', 'synthesis'],
  ['Synthesis', 'BurnRequest', 'burn'],
].map(([role = '', name, kind]) => ({
  on: 'log',
  from: [role],
  event: `event ${name}(bytes32 id, address indexed from, uint256 indexed chainID, address indexed revertableAddress, address to, uint256 amount, address token)`,
  read: (args, at) => requested(args, at, `${kind}:${args.hex('id')}`),
}));

export const SYNTHESIZED =
  'event SynthesizeCompleted(bytes32 indexed id, address indexed to, bytes32 indexed crossChainID, uint256 amount, uint256 bridgingFee, address token)';
export const RELEASED =
  'event BurnCompleted(bytes32 indexed id, bytes32 indexed crossChainID, address indexed to, uint256 amount, uint256 bridgingFee, address token)';

export const DESTINATION: readonly LogRule[] = [
  {
    on: 'log',
    from: ['Synthesis'],
    event: SYNTHESIZED,
    read: (args, at) => completed(args, at, `synthesis:${args.hex('crossChainID')}`),
  },
  {
    on: 'log',
    from: ['Portal'],
    event: RELEASED,
    read: (args, at) => completed(args, at, `burn:${args.hex('crossChainID')}`),
  },
];

function requested(args: Args, at: LogContext, key: string): DraftLeg {
  const contract = at.log.address;
  const amount = args.uint('amount');
  const chain = args.uint('chainID');
  const toChain = chain === NUMBER_OF_TRON ? TRON : `eip155:${chain}`;
  const to = foreignAccount(toChain, args.address('to'));
  return {
    kind: 'leg',
    side: 'source',
    key,
    fromChain: at.chain,
    fromAccount: args.address('from'),
    toChain,
    toAccount: to.account,
    ...(takenIn(at, contract, amount) ?? { asset: args.address('token'), custody: [contract] }),
    amount,
  };
}

/** The amount is without the fee. On both sides of a synthesis the event names the token that it stands for, not what was made. */
function completed(args: Args, at: LogContext, key: string): DraftLeg {
  const contract = at.log.address;
  const amount = args.uint('amount');
  const receiver = args.address('to');
  return {
    kind: 'leg',
    side: 'destination',
    key,
    toChain: at.chain,
    toAccount: receiver,
    ...(paidOut(at, contract, receiver, amount) ?? { custody: [contract] }),
    amount,
  };
}
