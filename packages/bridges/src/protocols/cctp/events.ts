import type { Draft, LogRule } from '../../adapter.ts';
import type { LogContext } from '../../read/contexts.ts';
import { type BurnBody, type BurnMessage, readBody, readMessage } from './message.ts';

/** What one log tells; `assemble` makes legs of them. */
export type Part = Burn | Sent | Mint | Received;
export type Version = 1 | 2;

export type Burn = {
  readonly is: 'burn';
  readonly version: Version;
  readonly log: number;
  /** v1 only. */
  readonly nonce: bigint | undefined;
  readonly token: string;
  readonly amount: bigint;
  readonly depositor: string;
  readonly recipient: string;
  readonly destinationDomain: number;
  /** Most that may be taken of the amount; v2 only. */
  readonly maxFee: bigint | undefined;
};
export type Sent = { readonly is: 'sent'; readonly log: number; readonly message: BurnMessage };
export type Mint = {
  readonly is: 'mint';
  readonly version: Version;
  readonly log: number;
  readonly messenger: string;
  readonly recipient: string;
  readonly amount: bigint;
  readonly token: string;
  readonly fee: bigint;
};
export type Received = {
  readonly is: 'received';
  readonly version: Version;
  readonly log: number;
  readonly sourceDomain: number;
  readonly nonce: bigint;
  readonly sender: string;
  readonly body: BurnBody;
};

const RECEIVED_V1 =
  'event MessageReceived(address indexed caller, uint32 sourceDomain, uint64 indexed nonce, bytes32 sender, bytes messageBody)';
const RECEIVED_V2 =
  'event MessageReceived(address indexed caller, uint32 sourceDomain, bytes32 indexed nonce, bytes32 sender, uint32 indexed finalityThresholdExecuted, bytes messageBody)';
export const BURN_V1 =
  'event DepositForBurn(uint64 indexed nonce, address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller)';
export const BURN_V2 =
  'event DepositForBurn(address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller, uint256 maxFee, uint32 indexed minFinalityThreshold, bytes hookData)';
export const MINT_V1 =
  'event MintAndWithdraw(address indexed mintRecipient, uint256 amount, address indexed mintToken)';
export const MINT_V2 =
  'event MintAndWithdraw(address indexed mintRecipient, uint256 amount, address indexed mintToken, uint256 feeCollected)';
export const RECEIVED = { 1: RECEIVED_V1, 2: RECEIVED_V2 } as const;

export const SOURCE_EVENTS: readonly LogRule[] = [
  {
    on: 'log',
    event: BURN_V1,
    from: ['TokenMessenger'],
    read: (args, { log }) =>
      part({
        is: 'burn',
        version: 1,
        log: log.index,
        nonce: args.uint('nonce'),
        token: args.address('burnToken'),
        amount: args.uint('amount'),
        depositor: args.address('depositor'),
        recipient: args.hex('mintRecipient'),
        destinationDomain: args.number('destinationDomain'),
        maxFee: undefined,
      }),
  },
  {
    on: 'log',
    event: BURN_V2,
    from: ['TokenMessengerV2'],
    read: (args, { log }) =>
      part({
        is: 'burn',
        version: 2,
        log: log.index,
        nonce: undefined,
        token: args.address('burnToken'),
        amount: args.uint('amount'),
        depositor: args.address('depositor'),
        recipient: args.hex('mintRecipient'),
        destinationDomain: args.number('destinationDomain'),
        maxFee: args.uint('maxFee'),
      }),
  },
  {
    on: 'log',
    event: 'event MessageSent(bytes message)',
    from: ['MessageTransmitter', 'MessageTransmitterV2'],
    read: (args, at) => {
      const message = readMessage(args.hex('message'), at.role === 'MessageTransmitter' ? 1 : 2);
      return message === undefined ? undefined : part({ is: 'sent', log: at.log.index, message });
    },
  },
];

export const DESTINATION_EVENTS: readonly LogRule[] = [
  {
    on: 'log',
    event: MINT_V1,
    from: ['TokenMessenger'],
    read: (args, at) => part(mint(args, at, 1, 0n)),
  },
  {
    on: 'log',
    event: MINT_V2,
    from: ['TokenMessengerV2'],
    read: (args, at) => part(mint(args, at, 2, args.uint('feeCollected'))),
  },
  {
    on: 'log',
    event: RECEIVED_V1,
    from: ['MessageTransmitter'],
    read: (args, at) => received(args, at, 1, args.uint('nonce')),
  },
  {
    on: 'log',
    event: RECEIVED_V2,
    from: ['MessageTransmitterV2'],
    read: (args, at) => received(args, at, 2, BigInt(args.hex('nonce'))),
  },
];

type Arguments = Parameters<LogRule['read']>[0];

function mint(args: Arguments, { log }: LogContext, version: Version, fee: bigint): Mint {
  return {
    is: 'mint',
    version,
    log: log.index,
    messenger: log.address,
    recipient: args.address('mintRecipient'),
    amount: args.uint('amount'),
    token: args.address('mintToken'),
    fee,
  };
}

function received(args: Arguments, { log }: LogContext, version: Version, nonce: bigint): Draft | undefined {
  const body = readBody(args.hex('messageBody'), version);
  if (body === undefined) return undefined;
  const sourceDomain = args.number('sourceDomain');
  return part({ is: 'received', version, log: log.index, sourceDomain, nonce, sender: args.hex('sender'), body });
}

function part(of: Part): Draft {
  return { kind: 'leg', side: of.is === 'burn' || of.is === 'sent' ? 'source' : 'destination', part: of };
}
