import type { Address, BridgeLeg } from '@fundtrail/core';
import { Interface } from 'ethers';
import type { DraftLeg, LogRule, PaymentRule, ProtocolAdapter, Search } from '../../adapter.ts';
import type { LogContext } from '../../read/contexts.ts';
import { payee, payer } from '../../read/parties.ts';
import { logsOf, receiverOf } from '../../searches.ts';
import { CONTRACTS, chainOfAccount } from './contracts.ts';

const OUT =
  'LogAnySwapOut(address indexed token, address indexed from, address indexed to, uint256 amount, uint256 fromChainID, uint256 toChainID)';
const OUT_TEXT =
  'LogAnySwapOut(address indexed token, address indexed from, string to, uint256 amount, uint256 fromChainID, uint256 toChainID)';
const OUT_V7 =
  'LogAnySwapOut(bytes32 indexed swapoutID, address indexed token, address indexed from, string receiver, uint256 amount, uint256 toChainID)';
export const IN =
  'event LogAnySwapIn(bytes32 indexed txhash, address indexed token, address indexed to, uint256 amount, uint256 fromChainID, uint256 toChainID)';
export const IN_V7 =
  'event LogAnySwapIn(string swapID, bytes32 indexed swapoutID, address indexed token, address indexed receiver, uint256 amount, uint256 fromChainID)';

type Arguments = Parameters<LogRule['read']>[0];
const EVM = /^0x[0-9a-f]{40}$/i;

function left(
  event: string,
  key: (args: Arguments, at: LogContext) => string,
  to: (args: Arguments) => string,
): LogRule {
  return {
    on: 'log',
    event: `event ${event}`,
    from: ['Router'],
    read: (args, at): DraftLeg => {
      const [token, amount, receiver] = [args.address('token'), args.uint('amount'), to(args)];
      const isEvm = EVM.test(receiver);
      return {
        kind: 'leg',
        side: 'source',
        key: key(args, at),
        fromChain: at.chain,
        fromAccount: args.address('from'),
        toChain: isEvm ? `eip155:${args.uint('toChainID')}` : undefined,
        toAccount: isEvm ? receiver.toLowerCase() : receiver,
        ...movedBy(at, token, amount, undefined),
        notes: isEvm ? [] : [`to chain ${args.uint('toChainID')} in the protocol's numbers`],
      };
    },
  };
}

function came(event: string, key: (args: Arguments) => string, receiver: string): LogRule {
  return {
    on: 'log',
    event,
    from: ['Router'],
    read: (args, at): DraftLeg => {
      const [token, amount, to] = [args.address('token'), args.uint('amount'), args.address(receiver)];
      return {
        kind: 'leg',
        side: 'destination',
        key: key(args),
        fromChain: `eip155:${args.uint('fromChainID')}`,
        toChain: at.chain,
        toAccount: to,
        ...movedBy(at, token, amount, to),
      };
    },
  };
}

/** What a token of the protocol stands for is what moves, where it stands for something: in and out of that token's own contract. */
function movedBy(
  at: LogContext,
  token: Address,
  amount: bigint,
  to: Address | undefined,
): Pick<DraftLeg, 'asset' | 'amount' | 'custody'> {
  const isOut = to === undefined;
  const legs = isOut ? at.moved({ to: token, amount }) : at.moved({ to, amount });
  const leg = legs.find(({ asset }) => asset !== token) ?? legs.find(({ asset }) => asset === token);
  if (leg === undefined) return { asset: token, amount, custody: [token] };
  return { asset: leg.asset, amount, custody: [isOut ? payee(leg) : payer(leg)] };
}

const ACCOUNT: PaymentRule = {
  on: 'payment',
  side: 'to',
  of: ['Account'],
  read: ({ leg, chain, tx }) => ({
    kind: 'leg',
    side: 'source',
    key: `tx:${tx}`,
    fromChain: chain,
    fromAccount: leg.from,
    toChain: chainOfAccount(leg.to),
    toAccount: leg.from,
    asset: leg.asset,
    amount: leg.amount,
    custody: [leg.to],
    legs: [leg.id],
  }),
};

/**
 * Multichain (Anyswap), shut in 2023-07. Keys: `tx:<hash of the source>` and, of routers of v7, `id:<swap>`. What left through accounts is
 * minted by tokens whose contracts are not known here. Source: anyswap/anyswap-v1-core; no receipt is recorded.
 */
export const MULTICHAIN: ProtocolAdapter = {
  protocol: 'multichain',
  title: 'Multichain',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [
    left(
      OUT,
      (_args, at) => `tx:${at.tx}`,
      (args) => args.address('to'),
    ),
    left(
      OUT_TEXT,
      (_args, at) => `tx:${at.tx}`,
      (args) => args.text('to'),
    ),
    left(
      OUT_V7,
      (args) => `id:${args.hex('swapoutID')}`,
      (args) => args.text('receiver'),
    ),
    ACCOUNT,
  ],
  destination: [
    came(IN, (args) => `tx:${args.hex('txhash')}`, 'to'),
    came(IN_V7, (args) => `id:${args.hex('swapoutID')}`, 'receiver'),
  ],
  search,
  delays: { usualSeconds: 15 * 60, p99Seconds: 86_400 },
};

function search(leg: BridgeLeg): readonly Search[] {
  const { key, side, toChain, fromChain } = leg;
  const [kind, word] = key?.split(':') ?? [];
  if (word === undefined) return [];
  if (side !== 'source') {
    return kind === 'tx' && fromChain !== undefined ? [{ by: 'transaction', chain: fromChain, hash: word }] : [];
  }
  const topic = new Interface([kind === 'tx' ? IN : IN_V7]).getEvent('LogAnySwapIn')?.topicHash ?? '';
  return [...logsOf(CONTRACTS, ['Router'], toChain, [topic, word]), ...receiverOf(leg)];
}
