import type { AssetRef, ChainName } from '@fundtrail/core';
import type { DraftLeg, LogRule } from '../../adapter.ts';
import type { Args } from '../../decode/args.ts';
import { foreignAccount } from '../../decode/foreign-account.ts';
import type { LogContext } from '../../read/contexts.ts';
import { chainOf } from './chains.ts';

/** Says which of four schemas a leg was read by; `search` depends on it. */
export const SCHEMA_2_0 = 'Across v2.0';
const NO_MESSAGE = '0x';

const FROM = ['SpokePool'];

/** Deposits, newest schema first. `destinationChainId` and `depositId` are the only parts that all have in common. */
export const DEPOSITS: readonly LogRule[] = [
  {
    on: 'log',
    from: FROM,
    event:
      'event FundsDeposited(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, uint256 indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 indexed depositor, bytes32 recipient, bytes32 exclusiveRelayer, bytes message)',
    read: (args, at) =>
      deposit(at, {
        depositId: args.uint('depositId'),
        chain: chainOf(args.uint('destinationChainId')),
        depositor: args.hex('depositor'),
        recipient: args.hex('recipient'),
        token: args.hex('inputToken'),
        amount: args.uint('inputAmount'),
        message: args.hex('message'),
        toToken: args.hex('outputToken'),
        minOut: args.uint('outputAmount'),
        expires: args.number('fillDeadline'),
      }),
  },
  {
    on: 'log',
    from: FROM,
    event:
      'event V3FundsDeposited(address inputToken, address outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, uint32 indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, address indexed depositor, address recipient, address exclusiveRelayer, bytes message)',
    read: (args, at) =>
      deposit(at, {
        depositId: args.uint('depositId'),
        chain: chainOf(args.uint('destinationChainId')),
        depositor: args.address('depositor'),
        recipient: args.address('recipient'),
        token: args.address('inputToken'),
        amount: args.uint('inputAmount'),
        message: args.hex('message'),
        toToken: args.address('outputToken'),
        minOut: args.uint('outputAmount'),
        expires: args.number('fillDeadline'),
      }),
  },
  {
    on: 'log',
    from: FROM,
    event:
      'event FundsDeposited(uint256 amount, uint256 originChainId, uint256 indexed destinationChainId, int64 relayerFeePct, uint32 indexed depositId, uint32 quoteTimestamp, address originToken, address recipient, address indexed depositor, bytes message)',
    read: (args, at) => deposit(at, { ...toldEarly(args, at), message: args.hex('message') }),
  },
  {
    on: 'log',
    from: FROM,
    event:
      'event FundsDeposited(uint256 amount, uint256 originChainId, uint256 destinationChainId, uint64 relayerFeePct, uint32 indexed depositId, uint32 quoteTimestamp, address indexed originToken, address recipient, address indexed depositor)',
    read: (args, at) => deposit(at, { ...toldEarly(args, at, SCHEMA_2_0), message: NO_MESSAGE }),
  },
];

type Deposit = {
  readonly depositId: bigint;
  readonly chain: ChainName;
  readonly depositor: string;
  readonly recipient: string;
  readonly token: string;
  readonly amount: bigint;
  readonly message: string;
  readonly toToken?: string;
  readonly minOut?: bigint;
  readonly expires?: number;
  readonly notes?: readonly string[];
};

/** What the first versions' events share: they name their own chain, but no token and amount of the other side. */
function toldEarly(args: Args, at: LogContext, ...notes: readonly string[]): Omit<Deposit, 'message'> {
  return {
    depositId: args.uint('depositId'),
    chain: chainOf(args.uint('destinationChainId')),
    depositor: args.address('depositor'),
    recipient: args.address('recipient'),
    token: args.address('originToken'),
    amount: args.uint('amount'),
    ...originNote(args.uint('originChainId'), at, ...notes),
  };
}

function deposit(at: LogContext, told: Deposit): DraftLeg {
  const from = foreignAccount(at.chain, told.depositor);
  const to = foreignAccount(told.chain, told.recipient);
  const token = foreignAccount(at.chain, told.token);
  const toAsset = told.toToken === undefined ? undefined : foreignAccount(told.chain, told.toToken);
  const nobody = to.account === undefined && to.fault === undefined ? 'the recipient is the zero address' : undefined;
  return {
    kind: 'leg',
    side: 'source',
    key: `${at.chainNumber}:${told.depositId}`,
    fromChain: at.chain,
    fromAccount: from.account,
    toChain: told.chain,
    toAccount: to.account,
    ...takenByPool(at, token.account, told.amount),
    toAsset: toAsset?.account,
    minOut: told.minOut,
    expires: told.expires,
    fault: to.fault ?? nobody ?? token.fault,
    notes: [...(told.notes ?? []), ...messageNotes(told.message)],
  };
}

/** What the pool took: its wrapped form stays there, even if the native asset came; before it is wrapped only that is seen. */
function takenByPool(
  at: LogContext,
  token: AssetRef | undefined,
  amount: bigint,
): Pick<DraftLeg, 'asset' | 'amount' | 'custody'> {
  const pool = at.log.address;
  const wrapped = token !== undefined && at.moved({ to: pool, asset: token, amount }).length > 0;
  const native = !wrapped && at.moved({ to: pool, asset: 'native', amount }).length > 0;
  return { asset: native ? 'native' : token, amount, custody: [pool] };
}

function originNote(
  origin: bigint,
  at: LogContext,
  ...notes: readonly string[]
): { readonly notes: readonly string[] } {
  const same = origin === BigInt(at.chainNumber);
  return { notes: same ? notes : [...notes, `the deposit names chain ${origin} as its origin`] };
}

export function messageNotes(message: string): readonly string[] {
  if (message === NO_MESSAGE || /^0x0*$/.test(message)) return [];
  return ['comes with a message: the recipient is a contract that acts on it'];
}
