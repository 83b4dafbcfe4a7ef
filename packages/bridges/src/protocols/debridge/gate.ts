import type { LogRule } from '../../adapter.ts';
import { foreignAccount } from '../../decode/foreign-account.ts';
import { paidOut, takenIn } from '../../read/carried.ts';
import { knownChain } from './chains.ts';

/** The gate locks or burns, and says how much of it goes on after its fees. */
export const SENT: LogRule = {
  on: 'log',
  from: ['DeBridgeGate'],
  event:
    'event Sent(bytes32 submissionId, bytes32 indexed debridgeId, uint256 amount, bytes receiver, uint256 nonce, uint256 indexed chainIdTo, uint32 referralCode, (uint256 receivedAmount, uint256 fixFee, uint256 transferFee, bool useAssetFee, bool isNativeToken) feeParams, bytes autoParams, address nativeSender)',
  read: (args, at) => {
    const gate = at.log.address;
    const net = args.uint('amount');
    const fees = args.tuple('feeParams');
    const received = fees.uint('receivedAmount');
    const toChain = knownChain(args.uint('chainIdTo'));
    const to = foreignAccount(toChain, args.hex('receiver'));
    const [gross, carried] = [received, net]
      .map((amount) => [amount, takenIn(at, gate, amount)] as const)
      .find(([, taken]) => taken !== undefined) ?? [
      net,
      fees.flag('isNativeToken') ? ({ asset: 'native', custody: [gate] } as const) : undefined,
    ];
    return {
      kind: 'leg',
      side: 'source',
      key: args.hex('submissionId'),
      fromChain: at.chain,
      fromAccount: args.address('nativeSender'),
      toChain,
      toAccount: to.account,
      ...(carried ?? { custody: [gate] }),
      amount: gross,
      ...(gross > net ? { fee: gross - net } : {}),
      fault: to.fault,
    };
  },
};

export const CLAIMED: LogRule = {
  on: 'log',
  from: ['DeBridgeGate'],
  event:
    'event Claimed(bytes32 submissionId, bytes32 indexed debridgeId, uint256 amount, address indexed receiver, uint256 nonce, uint256 indexed chainIdFrom, bytes autoParams, bool isNativeToken)',
  read: (args, at) => {
    const gate = at.log.address;
    const amount = args.uint('amount');
    const receiver = args.address('receiver');
    const native = args.flag('isNativeToken') ? { asset: 'native', custody: [gate] } : { custody: [gate] };
    return {
      kind: 'leg',
      side: 'destination',
      key: args.hex('submissionId'),
      fromChain: knownChain(args.uint('chainIdFrom')),
      toChain: at.chain,
      toAccount: receiver,
      ...(paidOut(at, gate, receiver, amount) ?? native),
      amount,
    };
  },
};
