import type { Address } from '@fundtrail/core';
import type { Draft, LogRule } from '../../adapter.ts';
import type { LogContext } from '../../read/contexts.ts';
import { classicKeyOf } from './classic.ts';

/** What one log tells; `assemble` makes legs of them. */
export type Part = (Delivered | Inbox | TokenOut | Out | Executed | Triggered | TokenIn) & {
  readonly log: number;
  readonly emitter: Address;
};
export type Delivered = {
  readonly is: 'delivered';
  readonly number: bigint;
  readonly kind: number;
  readonly sender: Address;
  /** Undefined before Nitro. */
  readonly l1BaseFee: bigint | undefined;
};
export type Inbox = { readonly is: 'inbox'; readonly number: bigint; readonly data: string };
/** Tokens that leave through a gateway; `number` is that of its message. */
export type TokenOut = {
  readonly is: 'token-out';
  readonly number: bigint;
  readonly l1Token: Address;
  readonly from: Address;
  readonly to: Address;
  readonly amount: bigint;
};
/** A message to Ethereum. */
export type Out = {
  readonly is: 'out';
  readonly key: string;
  readonly number: bigint;
  readonly caller: Address;
  readonly destination: Address;
  readonly value: bigint;
};
export type Executed = {
  readonly is: 'executed';
  readonly key: string | undefined;
  readonly to: Address;
  readonly from: Address;
};
export type Triggered = { readonly is: 'triggered'; readonly to: Address; readonly value: bigint };
/** Tokens that arrive through a gateway. */
export type TokenIn = {
  readonly is: 'token-in';
  readonly l1Token: Address;
  readonly from: Address;
  readonly to: Address;
  readonly amount: bigint;
};

const DELIVERED =
  'event MessageDelivered(uint256 indexed messageIndex, bytes32 indexed beforeInboxAcc, address inbox, uint8 kind, address sender, bytes32 messageDataHash, uint256 baseFeeL1, uint64 timestamp)';
const DELIVERED_CLASSIC =
  'event MessageDelivered(uint256 indexed messageIndex, bytes32 indexed beforeInboxAcc, address inbox, uint8 kind, address sender, bytes32 messageDataHash)';
const TOKEN_DEPOSITED =
  'event DepositInitiated(address l1Token, address indexed _from, address indexed _to, uint256 indexed _sequenceNumber, uint256 _amount)';
export const TOKEN_ARRIVED =
  'event DepositFinalized(address indexed l1Token, address indexed _from, address indexed _to, uint256 _amount)';
const TOKEN_WITHDRAWN =
  'event WithdrawalInitiated(address l1Token, address indexed _from, address indexed _to, uint256 indexed _l2ToL1Id, uint256 _exitNum, uint256 _amount)';
const TOKEN_RELEASED =
  'event WithdrawalFinalized(address l1Token, address indexed _from, address indexed _to, uint256 indexed _exitNum, uint256 _amount)';
const SENT =
  'event L2ToL1Tx(address caller, address indexed destination, uint256 indexed hash, uint256 indexed position, uint256 arbBlockNum, uint256 ethBlockNum, uint256 timestamp, uint256 callvalue, bytes data)';
const SENT_CLASSIC =
  'event L2ToL1Transaction(address caller, address indexed destination, uint256 indexed uniqueId, uint256 indexed batchNumber, uint256 indexInBatch, uint256 arbBlockNum, uint256 ethBlockNum, uint256 timestamp, uint256 callvalue, bytes data)';
export const EXECUTED =
  'event OutBoxTransactionExecuted(address indexed to, address indexed l2Sender, uint256 indexed zero, uint256 transactionIndex)';
const TRIGGERED = 'event BridgeCallTriggered(address indexed outbox, address indexed to, uint256 value, bytes data)';

type Arguments = Parameters<LogRule['read']>[0];

/** Custom gateways are many: an event of any contract counts beside a message of its own, but only of known ones for what others took: see `assemble`. */
export const SOURCE_EVENTS: readonly LogRule[] = [
  {
    on: 'log',
    event: DELIVERED,
    from: ['Bridge', 'BridgeClassic'],
    read: (args, at) => source(at, delivered(args, args.uint('baseFeeL1'))),
  },
  {
    on: 'log',
    event: DELIVERED_CLASSIC,
    from: ['Bridge', 'BridgeClassic'],
    read: (args, at) => source(at, delivered(args, undefined)),
  },
  {
    on: 'log',
    event: 'event InboxMessageDelivered(uint256 indexed messageNum, bytes data)',
    from: ['Inbox'],
    read: (args, at) => source(at, { is: 'inbox', number: args.uint('messageNum'), data: args.hex('data') }),
  },
  { on: 'log', event: TOKEN_DEPOSITED, from: 'any', read: (args, at) => source(at, tokenOut(args, '_sequenceNumber')) },
  { on: 'log', event: TOKEN_WITHDRAWN, from: 'any', read: (args, at) => source(at, tokenOut(args, '_l2ToL1Id')) },
  {
    on: 'log',
    event: SENT,
    from: ['ArbSys'],
    read: (args, at) => source(at, out(args, args.uint('position'), `out:${args.uint('position')}`)),
  },
  {
    on: 'log',
    event: SENT_CLASSIC,
    from: ['ArbSys'],
    read: (args, at) => {
      const key = classicKey(args.uint('batchNumber'), args.uint('arbBlockNum'), args.hex('data'), args);
      return source(at, out(args, args.uint('uniqueId'), key));
    },
  },
];

export const DESTINATION_EVENTS: readonly LogRule[] = [
  { on: 'log', event: TOKEN_ARRIVED, from: ['Gateway'], read: (args, at) => destination(at, tokenIn(args)) },
  { on: 'log', event: TOKEN_RELEASED, from: 'any', read: (args, at) => destination(at, tokenIn(args)) },
  {
    on: 'log',
    event: EXECUTED,
    from: ['Outbox', 'OutboxClassic'],
    read: (args, at) => {
      const key = at.role === 'Outbox' ? `out:${args.uint('transactionIndex')}` : undefined;
      return destination(at, { is: 'executed', key, to: args.address('to'), from: args.address('l2Sender') });
    },
  },
  {
    on: 'log',
    event: TRIGGERED,
    from: ['Bridge', 'BridgeClassic'],
    read: (args, at) => destination(at, { is: 'triggered', to: args.address('to'), value: args.uint('value') }),
  },
];

type Message = Delivered | Inbox | TokenOut | Out | Executed | Triggered | TokenIn;

function source({ log }: LogContext, part: Message): Draft {
  return { kind: 'leg', side: 'source', part: { ...part, log: log.index, emitter: log.address } };
}

function destination({ log }: LogContext, part: Message): Draft {
  return { kind: 'leg', side: 'destination', part: { ...part, log: log.index, emitter: log.address } };
}

function delivered(args: Arguments, l1BaseFee: bigint | undefined): Delivered {
  const number = args.uint('messageIndex');
  return { is: 'delivered', number, kind: args.number('kind'), sender: args.address('sender'), l1BaseFee };
}

function tokenOut(args: Arguments, number: string): TokenOut {
  return { ...tokenOf(args), is: 'token-out', number: args.uint(number) };
}

function tokenIn(args: Arguments): TokenIn {
  return { ...tokenOf(args), is: 'token-in' };
}

function tokenOf(args: Arguments) {
  return {
    l1Token: args.address('l1Token'),
    from: args.address('_from'),
    to: args.address('_to'),
    amount: args.uint('_amount'),
  };
}

function out(args: Arguments, number: bigint, key: string): Out {
  const [caller, destination] = [args.address('caller'), args.address('destination')];
  return { is: 'out', key, number, caller, destination, value: args.uint('callvalue') };
}

function classicKey(batch: bigint, arbBlock: bigint, data: string, args: Arguments): string {
  return classicKeyOf(batch, {
    sender: args.address('caller'),
    to: args.address('destination'),
    arbBlock,
    timestamp: args.uint('timestamp'),
    value: args.uint('callvalue'),
    data,
  });
}
