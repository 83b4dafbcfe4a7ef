import type { Address } from '@fundtrail/core';
import type { DraftLeg, LogRule } from '../../adapter.ts';
import { foreignAccount } from '../../decode/foreign-account.ts';
import type { LogContext } from '../../read/contexts.ts';
import { chainOf } from './chains.ts';
import { messageNotes, SCHEMA_2_0 } from './deposits.ts';

const FROM = ['SpokePool'];
/** Fees are shares of 10^18. */
const WHOLE = 10n ** 18n;

/** Note of a fill whose recipient or amount its depositor changed later; what was first asked for need not agree then. */
export const UPDATED = 'recipient or amount were updated by the depositor';

/** Fills, newest schema first. */
export const FILLS: readonly LogRule[] = [
  {
    on: 'log',
    from: FROM,
    event:
      'event FilledRelay(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 repaymentChainId, uint256 indexed originChainId, uint256 indexed depositId, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 exclusiveRelayer, bytes32 indexed relayer, bytes32 depositor, bytes32 recipient, bytes32 messageHash, (bytes32 updatedRecipient, bytes32 updatedMessageHash, uint256 updatedOutputAmount, uint8 fillType) relayExecutionInfo)',
    read: (args, at) => {
      const done = args.tuple('relayExecutionInfo');
      return fill(at, {
        origin: args.uint('originChainId'),
        depositId: args.uint('depositId'),
        depositor: args.hex('depositor'),
        asked: args.hex('recipient'),
        recipient: done.hex('updatedRecipient'),
        relayer: args.hex('relayer'),
        token: args.hex('outputToken'),
        outputAmount: args.uint('outputAmount'),
        amount: done.uint('updatedOutputAmount'),
        message: done.hex('updatedMessageHash'),
      });
    },
  },
  {
    on: 'log',
    from: FROM,
    event:
      'event FilledV3Relay(address inputToken, address outputToken, uint256 inputAmount, uint256 outputAmount, uint256 repaymentChainId, uint256 indexed originChainId, uint32 indexed depositId, uint32 fillDeadline, uint32 exclusivityDeadline, address exclusiveRelayer, address indexed relayer, address depositor, address recipient, bytes message, (address updatedRecipient, bytes updatedMessage, uint256 updatedOutputAmount, uint8 fillType) relayExecutionInfo)',
    read: (args, at) => {
      const done = args.tuple('relayExecutionInfo');
      return fill(at, {
        origin: args.uint('originChainId'),
        depositId: args.uint('depositId'),
        depositor: args.address('depositor'),
        asked: args.address('recipient'),
        recipient: done.address('updatedRecipient'),
        relayer: args.address('relayer'),
        token: args.address('outputToken'),
        outputAmount: args.uint('outputAmount'),
        amount: done.uint('updatedOutputAmount'),
        message: done.hex('updatedMessage'),
      });
    },
  },
  {
    on: 'log',
    from: FROM,
    event:
      'event FilledRelay(uint256 amount, uint256 totalFilledAmount, uint256 fillAmount, uint256 repaymentChainId, uint256 indexed originChainId, uint256 destinationChainId, int64 relayerFeePct, int64 realizedLpFeePct, uint32 indexed depositId, address destinationToken, address relayer, address indexed depositor, address recipient, bytes message, (address recipient, bytes message, int64 relayerFeePct, bool isSlowRelay, int256 payoutAdjustmentPct) updatableRelayData)',
    read: (args, at) => {
      const done = args.tuple('updatableRelayData');
      const share = WHOLE - args.uint('realizedLpFeePct') - done.uint('relayerFeePct');
      const paid = (args.uint('fillAmount') * share) / WHOLE;
      return fill(at, {
        origin: args.uint('originChainId'),
        depositId: args.uint('depositId'),
        depositor: args.address('depositor'),
        asked: args.address('recipient'),
        recipient: done.address('recipient'),
        relayer: args.address('relayer'),
        token: args.address('destinationToken'),
        amount: (paid * (WHOLE + done.uint('payoutAdjustmentPct'))) / WHOLE,
        message: done.hex('message'),
        notes: partNotes(args.uint('fillAmount'), args.uint('amount')),
      });
    },
  },
  {
    on: 'log',
    from: FROM,
    event:
      'event FilledRelay(uint256 amount, uint256 totalFilledAmount, uint256 fillAmount, uint256 repaymentChainId, uint256 originChainId, uint256 destinationChainId, uint64 relayerFeePct, uint64 appliedRelayerFeePct, uint64 realizedLpFeePct, uint32 depositId, address destinationToken, address indexed relayer, address indexed depositor, address recipient, bool isSlowRelay)',
    read: (args, at) =>
      fill(at, {
        origin: args.uint('originChainId'),
        depositId: args.uint('depositId'),
        depositor: args.address('depositor'),
        asked: args.address('recipient'),
        recipient: args.address('recipient'),
        relayer: args.address('relayer'),
        token: args.address('destinationToken'),
        amount:
          (args.uint('fillAmount') * (WHOLE - args.uint('realizedLpFeePct') - args.uint('appliedRelayerFeePct'))) /
          WHOLE,
        message: '0x',
        notes: [SCHEMA_2_0, ...partNotes(args.uint('fillAmount'), args.uint('amount'))],
      }),
  },
];

type Fill = {
  readonly origin: bigint;
  readonly depositId: bigint;
  readonly depositor: string;
  /** The recipient of the deposit. */
  readonly asked: string;
  readonly recipient: string;
  readonly relayer: string;
  readonly token: string;
  /** Of the deposit; from v3 on. */
  readonly outputAmount?: bigint;
  readonly amount: bigint;
  readonly message: string;
  readonly notes?: readonly string[];
};

function fill(at: LogContext, told: Fill): DraftLeg | undefined {
  // A slow fill that nothing is left for, or a relay to oneself, pays nobody.
  if (told.amount === 0n) return undefined;
  const fromChain = chainOf(told.origin);
  const from = foreignAccount(fromChain, told.depositor);
  const to = foreignAccount(at.chain, told.recipient);
  const relayer = foreignAccount(at.chain, told.relayer).account;
  const token = foreignAccount(at.chain, told.token);
  const updated =
    told.asked !== told.recipient || (told.outputAmount !== undefined && told.outputAmount !== told.amount);
  return {
    kind: 'leg',
    side: 'destination',
    key: `${told.origin}:${told.depositId}`,
    fromChain,
    fromAccount: from.account,
    toChain: at.chain,
    toAccount: to.account,
    ...paid(at, { recipient: to.account, relayer, token: token.account, amount: told.amount }),
    minOut: told.outputAmount,
    fault: to.fault ?? token.fault,
    notes: [...(told.notes ?? []), ...(updated ? [UPDATED] : []), ...messageNotes(told.message)],
  };
}

/** Relayers pay the recipient themselves, or through the pool, which unwraps what is wrapped ether. */
function paid(
  at: LogContext,
  told: {
    readonly recipient: Address | undefined;
    readonly relayer: Address | undefined;
    readonly token: Address | undefined;
    readonly amount: bigint;
  },
): Pick<DraftLeg, 'asset' | 'amount' | 'custody'> {
  const { recipient, token, amount } = told;
  const pool = at.log.address;
  if (recipient !== undefined) {
    const legs = at.moved({ to: recipient, amount }).filter(({ asset }) => asset === token || asset === 'native');
    const leg = legs.find(({ from }) => from === pool || from === told.relayer) ?? legs[0];
    if (leg !== undefined) return { asset: leg.asset, amount, custody: [leg.from] };
  }
  // Where internal value is not in the record, what the pool unwrapped went on as native value.
  const unwrapped = token !== undefined && at.moved({ from: pool, to: token, amount }).length > 0;
  return { asset: unwrapped ? 'native' : token, amount, custody: [pool] };
}

function partNotes(part: bigint, whole: bigint): readonly string[] {
  return part === whole ? [] : [`fills ${part} of ${whole}`];
}
