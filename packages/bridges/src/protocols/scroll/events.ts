import type { Address, AssetRef, Hash } from '@fundtrail/core';
import type { Draft, DraftLeg, LogRule, TransactionContext } from '../../adapter.ts';
import type { LogContext } from '../../read/contexts.ts';
import { payers, takers } from '../../read/keepers.ts';
import { messageHash, readPayout, readRelay } from './message.ts';

export const RELAYED = 'event RelayedMessage(bytes32 indexed messageHash)';
const L1 = 1;

function otherSide({ chainNumber }: TransactionContext): string {
  return chainNumber === L1 ? 'eip155:534352' : 'eip155:1';
}

export const SENT: LogRule = {
  on: 'log',
  event:
    'event SentMessage(address indexed sender, address indexed target, uint256 value, uint256 messageNonce, uint256 gasLimit, bytes message)',
  from: ['Messenger'],
  read: (args, at): DraftLeg | undefined => {
    const [sender, target] = [args.address('sender'), args.address('target')];
    const [value, message] = [args.uint('value'), args.hex('message')];
    const payout = readPayout(message);
    const isL1 = at.chainNumber === L1;
    const asset: AssetRef = (isL1 ? payout?.l1Token : payout?.l2Token) ?? 'native';
    const amount = payout?.amount ?? value;
    if (amount === 0n) return undefined;
    const routers = at.to !== undefined && at.isRole(at.to, 'GatewayRouter', 'Gateway') ? [at.to] : [];
    // Of ether the fee of the message goes the same way.
    const likely = asset === 'native' ? [...routers, sender, at.log.address] : [asset, sender];
    return {
      kind: 'leg',
      side: 'source',
      key: messageHash({ sender, target, value, nonce: args.uint('messageNonce'), message }),
      fromChain: at.chain,
      fromAccount: payout?.from ?? sender,
      toChain: otherSide(at),
      toAccount: payout?.to ?? target,
      asset,
      amount,
      custody: takers(at, asset, amount, likely),
      toAsset: isL1 ? payout?.l2Token : payout?.l1Token,
    };
  },
};

type Paid = {
  readonly is: 'paid';
  readonly log: number;
  readonly emitter: Address;
  readonly token: Address | undefined;
  readonly from: Address;
  readonly to: Address;
  readonly amount: bigint;
};
type Relayed = { readonly is: 'relayed'; readonly log: number; readonly emitter: Address; readonly hash: Hash };

const ETHER_ARGS = 'address indexed from, address indexed to, uint256 amount, bytes data';
const TOKEN_ARGS =
  'address indexed l1Token, address indexed l2Token, address indexed from, address to, uint256 amount, bytes data';

export const DESTINATION_EVENTS: readonly LogRule[] = [
  {
    on: 'log',
    event: RELAYED,
    from: ['Messenger'],
    read: (args, at) => part({ is: 'relayed', ...placeOf(at), hash: args.hex('messageHash') }),
  },
  paid(`event FinalizeWithdrawETH(${ETHER_ARGS})`, undefined),
  paid(`event FinalizeDepositETH(${ETHER_ARGS})`, undefined),
  paid(`event FinalizeWithdrawERC20(${TOKEN_ARGS})`, 'l1Token'),
  paid(`event FinalizeDepositERC20(${TOKEN_ARGS})`, 'l2Token'),
];

function paid(event: string, token: string | undefined): LogRule {
  return {
    on: 'log',
    event,
    from: ['Gateway'],
    read: (args, at) =>
      part({
        is: 'paid',
        ...placeOf(at),
        token: token === undefined ? undefined : args.address(token),
        from: args.address('from'),
        to: args.address('to'),
        amount: args.uint('amount'),
      }),
  };
}

function placeOf({ log }: LogContext): { readonly log: number; readonly emitter: Address } {
  return { log: log.index, emitter: log.address };
}

function part(of: Paid | Relayed): Draft {
  return { kind: 'leg', side: 'destination', part: of };
}

/** Relayed messages with what a gateway paid just before the messenger tells of each. */
export function assemble(drafts: readonly Draft[], at: TransactionContext): readonly Draft[] {
  const parts = drafts.flatMap(({ part: of }) => (of === undefined ? [] : [of as Paid | Relayed]));
  const relays = parts.filter((one): one is Relayed => one.is === 'relayed');
  return [
    ...drafts.filter(({ part: of }) => of === undefined),
    ...relays.flatMap((relay) => arrival(at, relay, relays, parts)),
  ];
}

function arrival(
  at: TransactionContext,
  { log, hash, emitter }: Relayed,
  relays: readonly Relayed[],
  parts: readonly (Paid | Relayed)[],
): readonly DraftLeg[] {
  const last = relays.findLast((other) => other.log < log)?.log ?? -1;
  const told = parts.findLast((one) => one.is === 'paid' && one.log > last && one.log < log);
  const direct = readRelay(at.input);
  const message = direct !== undefined && messageHash(direct) === hash ? direct : undefined;
  const paidBy =
    told?.is === 'paid'
      ? told
      : message === undefined || message.value === 0n
        ? undefined
        : { token: undefined, from: message.sender, to: message.target, amount: message.value, emitter };
  if (paidBy === undefined) return [];
  const { token, from, to, amount } = paidBy;
  const asset: AssetRef = token ?? 'native';
  return [
    {
      kind: 'leg',
      side: 'destination',
      key: hash,
      evidence: `log:${log}`,
      fromChain: otherSide(at),
      fromAccount: from,
      toChain: at.chain,
      toAccount: to,
      asset,
      amount,
      custody: payers(at, asset, amount, to, token === undefined ? [paidBy.emitter] : [paidBy.emitter, token]),
    },
  ];
}
