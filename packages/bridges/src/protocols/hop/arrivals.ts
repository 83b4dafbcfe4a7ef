import type { Address, AssetRef, Leg } from '@fundtrail/core';
import { AbiCoder, Interface, keccak256 } from 'ethers';
import type { DraftLeg, LogRule } from '../../adapter.ts';
import { type Args, argsOf } from '../../decode/args.ts';
import { isWhole } from '../../decode/repair-text.ts';
import type { LogContext } from '../../read/contexts.ts';
import { payee, payer } from '../../read/parties.ts';
import { ETHER, keyFromL1 } from './sends.ts';

/** Who got a bonded withdrawal stands only in the bonder's call; its id is a digest of it, so that it can be checked. */
const BOND = new Interface([
  'function bondWithdrawal(address recipient, uint256 amount, bytes32 transferNonce, uint256 bonderFee)',
  'function bondWithdrawalAndDistribute(address recipient, uint256 amount, bytes32 transferNonce, uint256 bonderFee, uint256 amountOutMin, uint256 deadline)',
]);

const NO_CALL = 'paid through another contract than the bridge: its call does not tell for whom';

export const ARRIVALS: readonly LogRule[] = [
  {
    on: 'log',
    from: ['L1_Bridge', 'L2_Bridge'],
    event: 'event WithdrawalBonded(bytes32 indexed transferId, uint256 amount)',
    read: (args, at) => {
      const id = args.hex('transferId');
      const call = bondOf(at, id);
      const fee = call?.uint('bonderFee') ?? 0n;
      const amount = args.uint('amount') - fee;
      const notes = call === undefined ? [NO_CALL] : [];
      return { ...arrived(at, call?.address('recipient'), amount), key: id, notes };
    },
  },
  {
    on: 'log',
    from: ['L1_Bridge', 'L2_Bridge'],
    event:
      'event Withdrew(bytes32 indexed transferId, address indexed recipient, uint256 amount, bytes32 transferNonce)',
    read: (args, at) => ({
      ...arrived(at, args.address('recipient'), args.uint('amount')),
      key: args.hex('transferId'),
    }),
  },
  {
    on: 'log',
    from: ['L2_Bridge'],
    event:
      'event TransferFromL1Completed(address indexed recipient, uint256 amount, uint256 amountOutMin, uint256 deadline, address indexed relayer, uint256 relayerFee)',
    read: (args, at) => ({
      ...arrived(at, args.address('recipient'), args.uint('amount') - args.uint('relayerFee')),
      proof: 'D',
      key: keyFromL1(at.chainNumber, args),
    }),
  },
];

function bondOf(at: LogContext, id: string): Args | undefined {
  if (at.to !== at.log.address) return undefined;
  const call = decode(at.input);
  // Of a word that is no address ethers keeps an error in its place.
  if (call === null || !isWhole(call.args)) return undefined;
  const bonded = argsOf(call.args);
  const swap = call.name === 'bondWithdrawalAndDistribute';
  const digest = keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ['uint256', 'address', 'uint256', 'bytes32', 'uint256', 'uint256', 'uint256'],
      [
        at.chainNumber,
        bonded.address('recipient'),
        bonded.uint('amount'),
        bonded.hex('transferNonce'),
        bonded.uint('bonderFee'),
        swap ? bonded.uint('amountOutMin') : 0n,
        swap ? bonded.uint('deadline') : 0n,
      ],
    ),
  );
  return digest === id ? bonded : undefined;
}

function decode(input: string) {
  try {
    return BOND.parseTransaction({ data: input });
  } catch {
    return null;
  }
}

function arrived(at: LogContext, recipient: Address | undefined, amount: bigint): DraftLeg {
  return {
    kind: 'leg',
    side: 'destination',
    toChain: at.chain,
    toAccount: recipient,
    ...paid(at, recipient, amount),
  };
}

/**
 * On rollups hTokens are minted and swapped for what the recipient gets, so the amount differs; on Ethereum the bridge pays. Where internal
 * value is not in the record, what was unwrapped last went on as native value.
 */
function paid(
  at: LogContext,
  recipient: Address | undefined,
  amount: bigint,
): Pick<DraftLeg, 'asset' | 'amount' | 'custody'> {
  const bridge = at.log.address;
  const got = recipient === undefined ? [] : at.moved({ to: recipient });
  const leg = got.find((one) => one.amount === amount) ?? only(got);
  if (leg !== undefined) return { asset: leg.asset, amount: leg.amount, custody: [payer(leg)] };
  if (at.role === 'L1_Bridge') {
    const own = only(at.moved({ from: bridge, amount }));
    const asset: AssetRef | undefined = bridge === ETHER ? 'native' : own?.asset;
    return { asset, amount, custody: [bridge] };
  }
  const unwrapped = at.legs.findLast(
    (one) => one.asset !== 'native' && payee(one) === one.asset && one.kind === 'burn',
  );
  if (unwrapped !== undefined) return { asset: 'native', amount: unwrapped.amount, custody: [unwrapped.from] };
  return { asset: undefined, amount, custody: [bridge] };
}

function only(legs: readonly Leg[]): Leg | undefined {
  return legs.length === 1 ? legs[0] : undefined;
}
