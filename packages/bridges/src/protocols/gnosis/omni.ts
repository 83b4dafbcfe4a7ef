import type { DraftLeg, LogRule } from '../../adapter.ts';
import type { LogContext } from '../../read/contexts.ts';
import { payers, takers } from '../../read/keepers.ts';

export const INITIATED =
  'event TokensBridgingInitiated(address indexed token, address indexed sender, uint256 value, bytes32 indexed messageId)';
export const BRIDGED =
  'event TokensBridged(address indexed token, address indexed recipient, uint256 value, bytes32 indexed messageId)';

/** The other side of Ethereum is Gnosis, and of Gnosis Ethereum. */
export function otherSide({ chainNumber }: LogContext): string {
  return chainNumber === 1 ? 'eip155:100' : 'eip155:1';
}

/** Tokens by the message that carries them: `amb:<id>`, the same on both sides. */
export const OMNI_SOURCE: LogRule = {
  on: 'log',
  event: INITIATED,
  from: ['OmniBridge'],
  read: (args, at): DraftLeg => {
    const [asset, amount] = [args.address('token'), args.uint('value')];
    return {
      kind: 'leg',
      side: 'source',
      key: `amb:${args.hex('messageId')}`,
      fromChain: at.chain,
      fromAccount: args.address('sender'),
      toChain: otherSide(at),
      asset,
      amount,
      custody: takers(at, asset, amount, [at.log.address, asset]),
    };
  },
};

export const OMNI_DESTINATION: LogRule = {
  on: 'log',
  event: BRIDGED,
  from: ['OmniBridge'],
  read: (args, at): DraftLeg => {
    const [asset, amount, to] = [args.address('token'), args.uint('value'), args.address('recipient')];
    return {
      kind: 'leg',
      side: 'destination',
      key: `amb:${args.hex('messageId')}`,
      fromChain: otherSide(at),
      toChain: at.chain,
      toAccount: to,
      asset,
      amount,
      custody: payers(at, asset, amount, to, [at.log.address, asset]),
    };
  },
};
