import type { Address, AssetRef } from '@fundtrail/core';
import { concat, keccak256, toBeHex } from 'ethers';
import type { Draft, DraftLeg, LogRule, PaymentRule, TransactionContext } from '../../adapter.ts';
import type { LogContext } from '../../read/contexts.ts';
import { payers, takers } from '../../read/keepers.ts';
import { mintedNative } from '../../read/minted.ts';

export const ETHEREUM = 'eip155:1';
export const ERA = 'eip155:324';
const ERA_NUMBER = 324n;
/** Ether in the events of the bridges. */
const ETHER = '0x0000000000000000000000000000000000000001';
/** Said of withdrawals: both sides hold the message, and no number. */
export const INTERCHANGEABLE =
  'withdrawals of one amount to one account are interchangeable: the key cannot tell them apart';

const TRANSACTION =
  '(uint256 txType, uint256 from, uint256 to, uint256 gasLimit, uint256 gasPerPubdataByteLimit, uint256 maxFeePerGas, uint256 maxPriorityFeePerGas, uint256 paymaster, uint256 nonce, uint256 value, uint256[4] reserved, bytes data, bytes signature, uint256[] factoryDeps, bytes paymasterInput, bytes reservedDynamic)';

type TokenPart = {
  readonly is: 'token';
  readonly log: number;
  readonly hash: string;
  readonly from: Address;
  readonly to: Address | undefined;
  readonly token: Address;
  readonly amount: bigint;
  readonly emitter: Address;
};
/** Of the bridgehub: the hash is told by another event of the same deposit. */
type Pending = Omit<TokenPart, 'is' | 'hash'> & { readonly is: 'pending'; readonly dataHash: string };
type Confirmed = { readonly is: 'confirmed'; readonly dataHash: string; readonly hash: string };
type Part = TokenPart | Pending | Confirmed;

/** Ether of a deposit: its hash on Era is told on Ethereum. `reserved[0]` is all that Era makes for it, fees included. */
const REQUESTED: LogRule = {
  on: 'log',
  event: `event NewPriorityRequest(uint256 txId, bytes32 txHash, uint64 expirationTimestamp, ${TRANSACTION} transaction, bytes[] factoryDeps)`,
  from: ['Diamond'],
  read: (args, at): DraftLeg | undefined => {
    const transaction = args.tuple('transaction');
    const amount = transaction.uints('reserved')[0] ?? 0n;
    if (amount === 0n) return undefined;
    const roles = ['Bridgehub', 'SharedBridge', 'AssetRouter', 'TokenBridge'];
    const through = at.to !== undefined && at.isRole(at.to, ...roles) ? [at.to] : [];
    return {
      kind: 'leg',
      side: 'source',
      key: args.hex('txHash'),
      fromChain: at.chain,
      fromAccount: at.sender,
      toChain: ERA,
      toAccount: accountOf(transaction.uint('to')),
      asset: 'native',
      amount,
      custody: takers(at, 'native', amount, [...through, at.log.address]),
    };
  },
};

function accountOf(word: bigint): Address {
  return `0x${word.toString(16).padStart(40, '0').slice(-40)}`;
}

const DEPOSIT_LEGACY =
  'event DepositInitiated(bytes32 indexed l2DepositTxHash, address indexed from, address indexed to, address l1Token, uint256 amount)';
const DEPOSIT_SHARED_LEGACY =
  'event LegacyDepositInitiated(uint256 indexed chainId, bytes32 indexed l2DepositTxHash, address indexed from, address to, address l1Token, uint256 amount)';
const DEPOSIT_SHARED =
  'event BridgehubDepositInitiated(uint256 indexed chainId, bytes32 indexed txDataHash, address indexed from, address to, address l1Token, uint256 amount)';
const CONFIRMED =
  'event BridgehubDepositFinalized(uint256 indexed chainId, bytes32 indexed txDataHash, bytes32 indexed l2DepositTxHash)';

type Arguments = Parameters<LogRule['read']>[0];

function tokenArgs(args: Arguments, { log }: LogContext) {
  return {
    log: log.index,
    emitter: log.address,
    from: args.address('from'),
    to: args.address('to'),
    token: args.address('l1Token'),
    amount: args.uint('amount'),
  };
}

function part(of: Part): Draft {
  return { kind: 'leg', side: 'source', part: of };
}

export const ERA_SOURCE: readonly LogRule[] = [
  REQUESTED,
  {
    on: 'log',
    event: DEPOSIT_LEGACY,
    from: ['TokenBridge'],
    read: (args, at) => part({ is: 'token', hash: args.hex('l2DepositTxHash'), ...tokenArgs(args, at) }),
  },
  {
    on: 'log',
    event: DEPOSIT_SHARED_LEGACY,
    from: ['SharedBridge', 'AssetRouter'],
    read: (args, at) => part({ is: 'token', hash: args.hex('l2DepositTxHash'), ...tokenArgs(args, at) }),
  },
  {
    on: 'log',
    event: DEPOSIT_SHARED,
    from: ['SharedBridge', 'AssetRouter'],
    read: (args, at) => part({ is: 'pending', dataHash: args.hex('txDataHash'), ...tokenArgs(args, at) }),
  },
  {
    on: 'log',
    event: CONFIRMED,
    from: ['SharedBridge', 'AssetRouter'],
    read: (args) =>
      args.uint('chainId') === ERA_NUMBER
        ? part({ is: 'confirmed', dataHash: args.hex('txDataHash'), hash: args.hex('l2DepositTxHash') })
        : undefined,
  },
  withdrawn('event Withdrawal(address indexed _l2Sender, address indexed _l1Receiver, uint256 _amount)'),
  withdrawn(
    'event WithdrawalWithMessage(address indexed _l2Sender, address indexed _l1Receiver, uint256 _amount, bytes _additionalData)',
  ),
  {
    on: 'log',
    event:
      'event WithdrawalInitiated(address indexed l2Sender, address indexed l1Receiver, address indexed l2Token, uint256 amount)',
    from: ['TokenBridge'],
    read: (args, at): DraftLeg => {
      const [asset, amount] = [args.address('l2Token'), args.uint('amount')];
      return {
        kind: 'leg',
        side: 'source',
        proof: 'D',
        fromChain: at.chain,
        fromAccount: args.address('l2Sender'),
        toChain: ETHEREUM,
        toAccount: args.address('l1Receiver'),
        asset,
        amount,
        custody: takers(at, asset, amount, [asset, at.log.address]),
        fault: 'the token on Ethereum, which its message names, is not told',
      };
    },
  },
];

function withdrawn(event: string): LogRule {
  return {
    on: 'log',
    event,
    from: ['BaseToken'],
    read: (args, at): DraftLeg => {
      const [to, amount] = [args.address('_l1Receiver'), args.uint('_amount')];
      return {
        kind: 'leg',
        side: 'source',
        key: messageKey(to, amount),
        fromChain: at.chain,
        fromAccount: args.address('_l2Sender'),
        toChain: ETHEREUM,
        toAccount: to,
        asset: 'native',
        amount,
        custody: takers(at, 'native', amount, [at.log.address]),
        notes: [INTERCHANGEABLE],
      };
    },
  };
}

/** Selector of `finalizeEthWithdrawal`, with which messages of withdrawals of ether begin. */
const FINALIZE_ETHER = '0x6c0960f9';

/** Of the message that Era sends: `finalizeEthWithdrawal`, receiver, amount. Source: era-contracts, `L2BaseToken`. */
function messageKey(to: Address, amount: bigint): string {
  return `msg:${keccak256(concat([FINALIZE_ETHER, to, toBeHex(amount, 32)]))}`;
}

export const ERA_DESTINATION: readonly (LogRule | PaymentRule)[] = [
  mintedNative(ETHEREUM),
  arrived(
    'event FinalizeDeposit(address indexed l1Sender, address indexed l2Receiver, address indexed l2Token, uint256 amount)',
    'TokenBridge',
    (args) => ({ from: args.address('l1Sender'), to: args.address('l2Receiver'), token: args.address('l2Token') }),
  ),
  arrived(
    'event BridgeMint(uint256 indexed chainId, bytes32 indexed assetId, address receiver, uint256 amount)',
    'Vault',
    (args, at) => {
      const to = args.address('receiver');
      const token = at.moved({ to, amount: args.uint('amount') }).find(({ asset }) => asset !== 'native')?.asset;
      return { from: undefined, to, token };
    },
  ),
  {
    on: 'log',
    event: 'event EthWithdrawalFinalized(address indexed to, uint256 amount)',
    from: ['Diamond'],
    read: (args, at) => etherPaid(at, args.address('to'), args.uint('amount')),
  },
  {
    on: 'log',
    event:
      'event WithdrawalFinalizedSharedBridge(uint256 indexed chainId, address indexed to, address indexed l1Token, uint256 amount)',
    from: ['SharedBridge', 'AssetRouter'],
    read: (args, at) => {
      const isEther = args.uint('chainId') === ERA_NUMBER && args.address('l1Token') === ETHER;
      return isEther ? etherPaid(at, args.address('to'), args.uint('amount')) : undefined;
    },
  },
];

function etherPaid(at: LogContext, to: Address, amount: bigint): DraftLeg {
  return {
    kind: 'leg',
    side: 'destination',
    key: messageKey(to, amount),
    fromChain: ERA,
    toChain: at.chain,
    toAccount: to,
    asset: 'native',
    amount,
    custody: payers(at, 'native', amount, to, [at.log.address]),
    notes: [INTERCHANGEABLE],
  };
}

type Receipt = { readonly from: Address | undefined; readonly to: Address; readonly token: AssetRef | undefined };

function arrived(event: string, role: string, who: (args: Arguments, at: LogContext) => Receipt): LogRule {
  return {
    on: 'log',
    event,
    from: [role],
    read: (args, at): DraftLeg => {
      const { from, to, token } = who(args, at);
      const amount = args.uint('amount');
      return {
        kind: 'leg',
        side: 'destination',
        key: tokenKey(at.tx),
        fromChain: ETHEREUM,
        fromAccount: from,
        toChain: at.chain,
        toAccount: to,
        asset: token,
        amount,
        custody: token === undefined ? [] : payers(at, token, amount, to, [token, at.log.address]),
        fault: token === undefined ? 'nothing of this amount is paid to the receiver' : undefined,
      };
    },
  };
}

/** Tokens and the ether for their fees come by one transaction. */
function tokenKey(hash: string): string {
  return `${hash}:token`;
}

/** Tokens that left with the hash that another event of the same deposit tells. */
export function assemble(drafts: readonly Draft[], at: TransactionContext): readonly Draft[] {
  const parts = drafts.flatMap(({ part: of }) => (of === undefined ? [] : [of as Part]));
  return [
    ...drafts.filter(({ part: of }) => of === undefined),
    ...parts.flatMap((one): readonly DraftLeg[] => {
      if (one.is === 'token') return [tokenLeft(at, one, one.hash)];
      if (one.is !== 'pending') return [];
      const confirmed = parts.find((other) => other.is === 'confirmed' && other.dataHash === one.dataHash);
      return [tokenLeft(at, one, confirmed?.is === 'confirmed' ? confirmed.hash : undefined)];
    }),
  ];
}

function tokenLeft(at: TransactionContext, told: TokenPart | Pending, hash: string | undefined): DraftLeg {
  const { from, to, token, amount, emitter, log } = told;
  return {
    kind: 'leg',
    side: 'source',
    key: hash === undefined ? undefined : tokenKey(hash),
    evidence: `log:${log}`,
    fromChain: at.chain,
    fromAccount: from,
    toChain: ERA,
    toAccount: to,
    asset: token,
    amount,
    custody: takers(at, token, amount, [emitter]),
    fault: hash === undefined ? 'the hash on Era is not told' : undefined,
  };
}
