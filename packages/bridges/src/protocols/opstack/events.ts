import type { Address, Hash } from '@fundtrail/core';
import type { Draft, LogRule } from '../../adapter.ts';
import type { LogContext } from '../../read/contexts.ts';

/** What one log tells; `assemble` makes legs of them. */
export type Part = (Sent | Extension | Deposited | Passed | Relayed | Finalized | Paid) & {
  readonly log: number;
  readonly emitter: Address;
};
export type Sent = {
  readonly is: 'sent';
  readonly nonce: bigint;
  readonly sender: Address;
  readonly target: Address;
  readonly gasLimit: bigint;
  readonly message: string;
};
/** Follows the message whose value it tells; there is none before Bedrock. */
export type Extension = { readonly is: 'extension'; readonly sender: Address; readonly value: bigint };
export type Deposited = {
  readonly is: 'deposited';
  readonly from: Address;
  readonly to: Address;
  readonly opaqueData: string;
};
export type Passed = {
  readonly is: 'passed';
  readonly hash: Hash;
  readonly sender: Address;
  readonly target: Address;
  readonly value: bigint;
};
export type Relayed = { readonly is: 'relayed'; readonly hash: Hash };
export type Finalized = { readonly is: 'finalized'; readonly hash: Hash; readonly success: boolean };
/** What a bridge paid; `token` undefined for ether. */
export type Paid = {
  readonly is: 'paid';
  readonly token: Address | undefined;
  readonly from: Address;
  readonly to: Address;
  readonly amount: bigint;
};

export const RELAYED = 'event RelayedMessage(bytes32 indexed msgHash)';
export const FINALIZED = 'event WithdrawalFinalized(bytes32 indexed withdrawalHash, bool success)';
const ETHER_PLACEHOLDER = '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0000';
const TOKEN_ARGS = 'address indexed from, address to, uint256 amount, bytes extraData';
const ETHER_ARGS = 'address indexed from, address indexed to, uint256 amount, bytes extraData';

export const SOURCE_EVENTS: readonly LogRule[] = [
  {
    on: 'log',
    event:
      'event SentMessage(address indexed target, address sender, bytes message, uint256 messageNonce, uint256 gasLimit)',
    from: ['Messenger'],
    read: (args, at) =>
      part('source', at, {
        is: 'sent',
        nonce: args.uint('messageNonce'),
        sender: args.address('sender'),
        target: args.address('target'),
        gasLimit: args.uint('gasLimit'),
        message: args.hex('message'),
      }),
  },
  {
    on: 'log',
    event: 'event SentMessageExtension1(address indexed sender, uint256 value)',
    from: ['Messenger'],
    read: (args, at) =>
      part('source', at, { is: 'extension', sender: args.address('sender'), value: args.uint('value') }),
  },
  {
    on: 'log',
    event:
      'event TransactionDeposited(address indexed from, address indexed to, uint256 indexed version, bytes opaqueData)',
    from: ['Portal'],
    read: (args, at) =>
      part('source', at, {
        is: 'deposited',
        from: args.address('from'),
        to: args.address('to'),
        opaqueData: args.hex('opaqueData'),
      }),
  },
  {
    on: 'log',
    event:
      'event MessagePassed(uint256 indexed nonce, address indexed sender, address indexed target, uint256 value, uint256 gasLimit, bytes data, bytes32 withdrawalHash)',
    from: ['MessagePasser'],
    read: (args, at) =>
      part('source', at, {
        is: 'passed',
        hash: args.hex('withdrawalHash'),
        sender: args.address('sender'),
        target: args.address('target'),
        value: args.uint('value'),
      }),
  },
];

export const DESTINATION_EVENTS: readonly LogRule[] = [
  {
    on: 'log',
    event: RELAYED,
    from: ['Messenger'],
    read: (args, at) => part('destination', at, { is: 'relayed', hash: args.hex('msgHash') }),
  },
  {
    on: 'log',
    event: FINALIZED,
    from: ['Portal'],
    read: (args, at) =>
      part('destination', at, { is: 'finalized', hash: args.hex('withdrawalHash'), success: args.flag('success') }),
  },
  paid(`event ETHBridgeFinalized(${ETHER_ARGS})`, undefined),
  paid(`event ETHWithdrawalFinalized(${ETHER_ARGS})`, undefined),
  paid(
    `event ERC20BridgeFinalized(address indexed localToken, address indexed remoteToken, ${TOKEN_ARGS})`,
    'localToken',
  ),
  paid(`event ERC20WithdrawalFinalized(address indexed l1Token, address indexed l2Token, ${TOKEN_ARGS})`, 'l1Token'),
  paid(`event DepositFinalized(address indexed l1Token, address indexed l2Token, ${TOKEN_ARGS})`, 'l2Token'),
];

/** @param token the argument that names the token of this chain */
function paid(event: string, token: string | undefined): LogRule {
  return {
    on: 'log',
    event,
    from: ['Bridge'],
    read: (args, at) => {
      const address = token === undefined ? undefined : args.address(token);
      return part('destination', at, {
        is: 'paid',
        token: address === ETHER_PLACEHOLDER ? undefined : address,
        from: args.address('from'),
        to: args.address('to'),
        amount: args.uint('amount'),
      });
    },
  };
}

type Told = Sent | Extension | Deposited | Passed | Relayed | Finalized | Paid;

function part(side: 'source' | 'destination', { log }: LogContext, of: Told): Draft {
  return { kind: 'leg', side, part: { ...of, log: log.index, emitter: log.address } };
}
