import { type Address, ZERO_ADDRESS } from '@fundtrail/core';
import type { CallRule, DraftLeg, LogRule, PaymentRule } from '../adapter.ts';
import type { Args } from '../decode/args.ts';
import type { CallContext, LogContext, TransactionContext } from '../read/contexts.ts';
import { calldataMemo } from './calldata-memo.ts';
import { ROUTERS, type ThorNetwork, VAULT } from './network.ts';
import { arrivalOf, paid } from './paid.ts';
import {
  AND_CALL_EVENT,
  AND_CALL_V2_EVENT,
  AND_CALL_V5_EVENT,
  FAILED_EVENT,
  type Payout,
  type PayoutPart,
  swapOf,
  swapV2Of,
  TRANSFER_OUT_EVENT,
  transferOf,
} from './payout-events.ts';
import {
  BATCH_TRANSFER_OUT,
  batchOf,
  TRANSFER_OUT,
  TRANSFER_OUT_AND_CALL,
  TRANSFER_OUT_AND_CALL_V2,
} from './router-calls.ts';

/** What the network pays on EVM chains: by a router's events, by its calls where events were not read, and by plain payments of a vault. */
export function payouts(network: ThorNetwork): readonly (LogRule | CallRule | PaymentRule)[] {
  const log = (event: string, payoutOf: (args: Args, at: LogContext) => Payout): LogRule => ({
    on: 'log',
    from: ROUTERS,
    event,
    read: (args, at) => paid(network, at, payoutOf(args, at), at.log.address, at.role),
  });
  const call = (signature: string, payoutsOf: (args: Args, at: CallContext) => readonly Payout[]): CallRule => ({
    on: 'call',
    of: ROUTERS,
    function: signature,
    read: (args, at) => {
      const router = at.to;
      // A payout always emits its event: without any event none was read.
      if (at.logs.length > 0 || router === undefined) return undefined;
      return payoutsOf(args, at).flatMap((payout) => paid(network, at, payout, router, at.role) ?? []);
    },
  });
  return [
    log(TRANSFER_OUT_EVENT, (args) => ({ ...transferOf(args), vault: args.address('vault') })),
    log(AND_CALL_EVENT, (args) => ({
      ...swapOf(args),
      vault: args.address('vault'),
      asset: ZERO_ADDRESS,
      amount: args.uint('amount'),
    })),
    log(AND_CALL_V2_EVENT, (args) => ({ ...swapV2Of(args), vault: args.address('vault') })),
    log(AND_CALL_V5_EVENT, (args, at) => {
      const [target, amount] = [args.address('target'), args.uint('amount')];
      return { ...swapOf(args), vault: args.address('vault'), asset: sentTo(at, target, amount), amount };
    }),
    {
      on: 'log',
      from: ROUTERS,
      event: FAILED_EVENT,
      read: (args): DraftLeg => {
        const failed: Payout = { ...transferOf(args), vault: args.address('vault') };
        return { kind: 'leg', side: 'destination', part: { failed } satisfies PayoutPart };
      },
    },
    call(TRANSFER_OUT, (args, at) => {
      const transfer = transferOf(args);
      const amount = transfer.asset === ZERO_ADDRESS ? at.value : transfer.amount;
      return [{ ...transfer, amount, vault: at.sender ?? ZERO_ADDRESS }];
    }),
    call(TRANSFER_OUT_AND_CALL, (args, at) => [
      { ...swapOf(args), vault: at.sender ?? ZERO_ADDRESS, asset: ZERO_ADDRESS, amount: at.value },
    ]),
    call(TRANSFER_OUT_AND_CALL_V2, (args, at) => {
      const swap = swapV2Of(args.tuple('params'));
      const amount = swap.asset === ZERO_ADDRESS ? at.value : swap.amount;
      return [{ ...swap, amount, vault: at.sender ?? ZERO_ADDRESS }];
    }),
    call(BATCH_TRANSFER_OUT, (_args, at) =>
      batchOf(at.input).map((item) => ({ ...item, vault: at.sender ?? ZERO_ADDRESS })),
    ),
    {
      on: 'payment',
      side: 'from',
      of: [VAULT],
      read: (at) => {
        const { leg } = at;
        const memo = leg.kind === 'native' ? calldataMemo(at.input) : undefined;
        if (memo === undefined || at.isRole(leg.to, VAULT)) return undefined;
        const arriving = arrivalOf(network, at, memo);
        if (arriving === undefined) return undefined;
        const { asset, amount, id, from, to } = leg;
        return { ...arriving, toAccount: to, asset, amount, custody: [from], legs: [id] };
      },
    },
  ];
}

/** V5 does not tell what it pays: the token of which the aggregator got just so much, else native value. */
function sentTo(at: TransactionContext, target: Address, amount: bigint): Address {
  const token = at.moved({ to: target, amount }).find(({ asset }) => asset !== 'native')?.asset;
  return at.value === amount || token === undefined ? ZERO_ADDRESS : token;
}
