import type { DraftLeg, LogRule } from '../../adapter.ts';
import type { Args } from '../../decode/args.ts';
import { takenIn } from '../../read/carried.ts';
import type { LogContext } from '../../read/contexts.ts';
import { payee, payer } from '../../read/parties.ts';
import { chainOf, numberOfChain } from './chains.ts';
import { commandId } from './command.ts';

const GATEWAY = ['Gateway'];
const EVM = /^0x[0-9a-f]{40}$/;

export const EXECUTED = 'event ContractCallExecuted(bytes32 indexed commandId)';

export const SOURCE: readonly LogRule[] = [
  {
    on: 'log',
    from: GATEWAY,
    event:
      'event ContractCallWithToken(address indexed sender, string destinationChain, string destinationContractAddress, bytes32 indexed payloadHash, bytes payload, string symbol, uint256 amount)',
    read: (args, at) => {
      const number = numberOfChain(args.text('destinationChain'));
      const place = at.logs.findIndex(({ index }) => index === at.log.index);
      return {
        ...sent(args, at, args.text('destinationContractAddress')),
        ...(number === undefined
          ? { proof: 'A', key: `${at.tx}:${place}` }
          : { proof: 'D', key: commandId(at.tx, place, number) }),
        notes: [`message ${at.tx}-${place}`, 'the receiver is a contract that acts on a message'],
      };
    },
  },
  {
    on: 'log',
    from: GATEWAY,
    event:
      'event TokenSent(address indexed sender, string destinationChain, string destinationAddress, string symbol, uint256 amount)',
    read: (args, at) => {
      const place = at.logs.findIndex(({ index }) => index === at.log.index);
      return { ...sent(args, at, args.text('destinationAddress')), proof: 'A', key: `${at.tx}:${place}` };
    },
  },
];

/**
 * The transaction that executes a command gets its tokens from the gateway and says which command; the one that approves it, which says
 * what was sent, moves nothing. Calls without tokens move nothing either.
 */
export const DESTINATION: readonly LogRule[] = [
  {
    on: 'log',
    from: GATEWAY,
    event: EXECUTED,
    read: (args, at) => {
      const gateway = at.log.address;
      const minted = at.legs.filter((leg) => leg.asset !== 'native' && payer(leg) === leg.asset);
      const [leg, ...more] = [...at.moved({ from: gateway }), ...minted];
      if (leg === undefined) return undefined;
      return {
        kind: 'leg',
        side: 'destination',
        proof: 'D',
        key: args.hex('commandId'),
        toChain: at.chain,
        toAccount: payee(leg),
        ...(more.length > 0
          ? { notes: ['several movements could be the one that the command made'] }
          : { asset: leg.asset, amount: leg.amount, custody: [payer(leg)] }),
      };
    },
  },
];

function sent(args: Args, at: LogContext, receiver: string): DraftLeg {
  const amount = args.uint('amount');
  const toChain = chainOf(args.text('destinationChain'));
  const isEvm = toChain.startsWith('eip155:');
  const account = isEvm ? receiver.toLowerCase() : receiver;
  const fault = isEvm && !EVM.test(account) ? `${receiver} is no account of ${toChain}` : undefined;
  return {
    kind: 'leg',
    side: 'source',
    fromChain: at.chain,
    fromAccount: at.sender,
    toChain,
    toAccount: fault === undefined ? account : undefined,
    ...(takenIn(at, at.log.address, amount) ?? { custody: [at.log.address] }),
    amount,
    toAsset: args.text('symbol'),
    fault,
  };
}
