import { id } from 'ethers';
import type { DraftLeg, LogRule } from '../../adapter.ts';
import type { Args } from '../../decode/args.ts';
import { foreignAccount } from '../../decode/foreign-account.ts';
import { paidOut, takenIn } from '../../read/carried.ts';
import type { LogContext } from '../../read/contexts.ts';

const FROM = ['SynapseBridge'];
const SWAP = ', uint8 tokenIndexFrom, uint8 tokenIndexTo, uint256 minDy, uint256 deadline';
const REMOVE = ', uint8 swapTokenIndex, uint256 swapMinAmount, uint256 swapDeadline';

/** Both sides are guesses until a real pair shows that the id is this digest. */
export const UNCONFIRMED = 'its id is a digest of the source transaction as it is remembered, no pair confirms it';

export const CLASSIC_SOURCE: readonly LogRule[] = [
  'TokenDeposit(address indexed to',
  'TokenDepositAndSwap(address indexed to',
  'TokenRedeem(address indexed to',
  'TokenRedeemAndSwap(address indexed to',
  'TokenRedeemAndRemove(address indexed to',
  'TokenRedeemV2(bytes32 indexed to',
].map((head) => {
  const more = head.includes('AndSwap') ? SWAP : head.includes('AndRemove') ? REMOVE : '';
  return {
    on: 'log',
    from: FROM,
    event: `event ${head}, uint256 chainId, address token, uint256 amount${more})`,
    read: sent,
  };
});

export const CLASSIC_DESTINATION: readonly LogRule[] = [
  ['TokenWithdraw', ''],
  ['TokenMint', ''],
  ['TokenMintAndSwap', `${SWAP}, bool swapSuccess`],
  ['TokenWithdrawAndRemove', `${REMOVE}, bool swapSuccess`],
].map(([name, more]) => ({
  on: 'log',
  from: FROM,
  event: `event ${name}(address indexed to, address token, uint256 amount, uint256 fee${more}, bytes32 indexed kappa)`,
  read: arrived,
}));

/** What the other side is thought to call a movement: keccak256 of the source transaction's hash, as text. */
export function kappaOf(tx: string): string {
  return id(tx);
}

function sent(args: Args, at: LogContext): DraftLeg {
  const bridge = at.log.address;
  const amount = args.uint('amount');
  const token = args.address('token');
  const toChain = `eip155:${args.uint('chainId')}` as const;
  const to = foreignAccount(toChain, args.hex('to'));
  // Ether that is sent is wrapped by the bridge: what stays is the token.
  const whole = at.moved({ to: bridge, asset: token, amount }).length > 0;
  return {
    kind: 'leg',
    side: 'source',
    proof: 'H',
    key: kappaOf(at.tx),
    fromChain: at.chain,
    fromAccount: at.sender,
    toChain,
    toAccount: to.account,
    ...((whole ? undefined : takenIn(at, bridge, amount)) ?? { asset: token, custody: [bridge] }),
    amount,
    fault: to.fault,
    notes: [UNCONFIRMED],
  };
}

/** The bridge pays what it was told less its fee; where that is swapped on the way, the receiver gets another token. */
function arrived(args: Args, at: LogContext): DraftLeg {
  const bridge = at.log.address;
  const receiver = args.address('to');
  const net = args.uint('amount') - args.uint('fee');
  const got = at.moved({ to: receiver });
  const [only] = got;
  const direct = paidOut(at, bridge, receiver, net);
  const carried =
    direct !== undefined
      ? { ...direct, amount: net }
      : only !== undefined && got.length === 1
        ? { asset: only.asset, amount: only.amount, custody: [only.from] }
        : { asset: args.address('token'), amount: net, custody: [bridge] };
  return {
    kind: 'leg',
    side: 'destination',
    proof: 'H',
    key: args.hex('kappa'),
    toChain: at.chain,
    toAccount: receiver,
    ...carried,
    notes: [UNCONFIRMED],
  };
}
