import type { Address, BridgeSide } from '@fundtrail/core';
import type { DraftLeg, LogRule } from '../../adapter.ts';
import type { Args } from '../../decode/args.ts';
import { paidOut, takenIn } from '../../read/carried.ts';
import type { LogContext } from '../../read/contexts.ts';

const EMPTY = `0x${'0'.repeat(64)}`;

/** Liquidity pools, vaults that lock what is minted elsewhere (two versions), and burns of what was minted. */
export const SOURCE: readonly LogRule[] = [
  {
    on: 'log',
    from: ['Pool'],
    event:
      'event Send(bytes32 transferId, address sender, address receiver, address token, uint256 amount, uint64 dstChainId, uint64 nonce, uint32 maxSlippage)',
    read: (args, at) =>
      leaving(args, at, { key: 'transferId', from: 'sender', to: 'receiver', chain: args.uint('dstChainId') }),
  },
  ...['', ', uint64 nonce'].map(
    (more, version): LogRule => ({
      on: 'log',
      from: [`VaultV${version + 1}`],
      event: `event Deposited(bytes32 depositId, address depositor, address token, uint256 amount, uint64 mintChainId, address mintAccount${more})`,
      read: (args, at) =>
        leaving(args, at, { key: 'depositId', from: 'depositor', to: 'mintAccount', chain: args.uint('mintChainId') }),
    }),
  ),
  {
    on: 'log',
    from: ['PeggedV1'],
    event: 'event Burn(bytes32 burnId, address token, address account, uint256 amount, address withdrawAccount)',
    read: (args, at) => leaving(args, at, { key: 'burnId', from: 'account', to: 'withdrawAccount', chain: undefined }),
  },
  {
    on: 'log',
    from: ['PeggedV2'],
    event:
      'event Burn(bytes32 burnId, address token, address account, uint256 amount, uint64 toChainId, address toAccount, uint64 nonce)',
    read: (args, at) =>
      leaving(args, at, { key: 'burnId', from: 'account', to: 'toAccount', chain: args.uint('toChainId') }),
  },
];

/** What is paid, minted or released, for an id of the other chain; for one of this chain it is what comes back. */
export const DESTINATION: readonly LogRule[] = [
  {
    on: 'log',
    from: ['Pool'],
    event:
      'event Relay(bytes32 transferId, address sender, address receiver, address token, uint256 amount, uint64 srcChainId, bytes32 srcTransferId)',
    read: (args, at) => arriving(args, at, { key: 'srcTransferId', to: 'receiver', chain: args.uint('srcChainId') }),
  },
  {
    on: 'log',
    from: ['Pool'],
    event:
      'event WithdrawDone(bytes32 withdrawId, uint64 seqnum, address receiver, address token, uint256 amount, bytes32 refid)',
    // Without a transfer it pays a provider of liquidity.
    read: (args, at) =>
      args.hex('refid') === EMPTY
        ? undefined
        : arriving(args, at, { key: 'refid', to: 'receiver', chain: BigInt(at.chainNumber) }),
  },
  {
    on: 'log',
    from: ['PeggedV1', 'PeggedV2'],
    event:
      'event Mint(bytes32 mintId, address token, address account, uint256 amount, uint64 refChainId, bytes32 refId, address depositor)',
    read: (args, at) => arriving(args, at, { key: 'refId', to: 'account', chain: args.uint('refChainId') }),
  },
  {
    on: 'log',
    from: ['VaultV1', 'VaultV2'],
    event:
      'event Withdrawn(bytes32 withdrawId, address receiver, address token, uint256 amount, uint64 refChainId, bytes32 refId, address burnAccount)',
    read: (args, at) => arriving(args, at, { key: 'refId', to: 'receiver', chain: args.uint('refChainId') }),
  },
];

type Names = { readonly key: string; readonly to: string; readonly chain: bigint | undefined };

function leaving(args: Args, at: LogContext, { key, from, to, chain }: Names & { readonly from: string }): DraftLeg {
  const contract = at.log.address;
  const amount = args.uint('amount');
  const token: Address = args.address('token');
  // Ether that is sent is wrapped by the pool: what stays is the token.
  const whole = at.moved({ to: contract, asset: token, amount }).length > 0;
  const taken = whole ? { asset: token, custody: [contract] } : takenIn(at, contract, amount);
  return {
    kind: 'leg',
    side: 'source',
    key: args.hex(key),
    fromChain: at.chain,
    fromAccount: args.address(from),
    // Burns of the first version go back to where the token was locked, v2 says zero for that.
    toChain: chain === undefined || chain === 0n ? undefined : `eip155:${chain}`,
    toAccount: args.address(to),
    ...(taken ?? { asset: token, custody: [contract] }),
    amount,
  };
}

function arriving(args: Args, at: LogContext, { key, to, chain }: Names): DraftLeg {
  const contract = at.log.address;
  const amount = args.uint('amount');
  const receiver = args.address(to);
  const side: BridgeSide = chain === BigInt(at.chainNumber) ? 'refund' : 'destination';
  return {
    kind: 'leg',
    side,
    key: args.hex(key),
    ...(chain === undefined || side === 'refund' ? {} : { fromChain: `eip155:${chain}` as const }),
    toChain: at.chain,
    toAccount: receiver,
    ...(paidOut(at, contract, receiver, amount) ?? { asset: args.address('token'), custody: [contract] }),
    amount,
  };
}
