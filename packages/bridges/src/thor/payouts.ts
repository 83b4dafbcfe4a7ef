import { type Address, ZERO_ADDRESS } from '@fundtrail/core';
import type { CallRule, DraftLeg, LogRule, PaymentRule } from '../adapter.ts';
import type { Args } from '../decode/args.ts';
import type { CallContext, LogContext, TransactionContext } from '../read/contexts.ts';
import { calldataMemo } from './calldata-memo.ts';
import { ROUTERS, type ThorNetwork, VAULT, VAULT_ROUTER } from './network.ts';
import { parseMemo } from './parse-memo.ts';
import {
  BATCH_TRANSFER_OUT,
  batchOf,
  TRANSFER_OUT,
  TRANSFER_OUT_AND_CALL,
  TRANSFER_OUT_AND_CALL_V2,
} from './router-calls.ts';

export const TRANSFER_OUT_EVENT =
  'event TransferOut(address indexed vault, address indexed to, address asset, uint256 amount, string memo)';
export const AND_CALL_EVENT =
  'event TransferOutAndCall(address indexed vault, address target, uint256 amount, address finalAsset, address to, uint256 amountOutMin, string memo)';
export const AND_CALL_V2_EVENT =
  'event TransferOutAndCallV2(address indexed vault, address target, address fromAsset, uint256 fromAmount, address toAsset, address recipient, uint256 amountOutMin, string memo, bytes payload, string originAddress)';
export const AND_CALL_V5_EVENT =
  'event TransferOutAndCallV5(address indexed vault, address target, uint256 amount, address finalAsset, address indexed to, uint256 amountOutMin, string memo, bytes payload, string originAddress)';
export const FAILED_EVENT =
  'event TransferFailed(address indexed vault, address indexed to, address asset, uint256 amount, string memo)';

/** A payout as a router tells it; `target`: the aggregator that swaps it for the receiver. */
export type Payout = {
  readonly vault: Address;
  readonly to: Address;
  readonly asset: Address;
  readonly amount: bigint;
  readonly memo: string;
  readonly target?: Address | undefined;
  readonly finalToken?: Address | undefined;
};

/** For `settleFailures`: what a leg was read of, or the failure of one. */
export type PayoutPart = { readonly payout: Payout } | { readonly failed: Payout };

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

function transferOf(args: Args): Omit<Payout, 'vault'> {
  return { to: args.address('to'), asset: args.address('asset'), amount: args.uint('amount'), memo: args.text('memo') };
}

function swapOf(args: Args): Pick<Payout, 'to' | 'memo' | 'target' | 'finalToken'> {
  return {
    to: args.address('to'),
    memo: args.text('memo'),
    target: args.address('target'),
    finalToken: args.address('finalAsset'),
  };
}

function swapV2Of(args: Args): Omit<Payout, 'vault'> {
  return {
    to: args.address('recipient'),
    asset: args.address('fromAsset'),
    amount: args.uint('fromAmount'),
    memo: args.text('memo'),
    target: args.address('target'),
    finalToken: args.address('toAsset'),
  };
}

/** V5 does not tell what it pays: the token of which the aggregator got just so much, else native value. */
function sentTo(at: TransactionContext, target: Address, amount: bigint): Address {
  const token = at.moved({ to: target, amount }).find(({ asset }) => asset !== 'native')?.asset;
  return at.value === amount || token === undefined ? ZERO_ADDRESS : token;
}

/** The side and key that a payout's memo says; undefined where it is none. A memo that cannot be read is one with a fault. */
export function arrivalOf(network: ThorNetwork, at: TransactionContext, text: string): DraftLeg | undefined {
  const memo = parseMemo(text, network);
  if (memo.kind === 'fault') {
    return { kind: 'leg', side: 'destination', toChain: at.chain, memo: text, fault: memo.reason };
  }
  if (memo.kind !== 'out' && memo.kind !== 'refund') return undefined;
  const side = memo.kind === 'out' ? 'destination' : 'refund';
  return { kind: 'leg', side, key: memo.hash, toChain: at.chain, memo: text };
}

function paid(
  network: ThorNetwork,
  at: TransactionContext,
  payout: Payout,
  router: Address,
  role: string,
): DraftLeg | undefined {
  const arriving = arrivalOf(network, at, payout.memo);
  if (arriving === undefined) return undefined;
  const { to, amount, target, finalToken } = payout;
  const asset = payout.asset === ZERO_ADDRESS ? 'native' : payout.asset;
  const bounced = target === undefined && isBounced(at, payout, router);
  return {
    ...arriving,
    ...(bounced ? { fault: BOUNCED } : {}),
    toAccount: to,
    asset,
    amount,
    custody: [payerOf(at, payout, router, role)],
    notes: target === undefined ? [] : [swapNote(target, finalToken)],
    part: { payout } satisfies PayoutPart,
  };
}

export const BOUNCED = 'the payment failed: it went back to the vault';

function swapNote(target: Address, finalToken: Address | undefined): string {
  const token = finalToken === undefined || finalToken === ZERO_ADDRESS ? '' : ` for the token ${finalToken}`;
  return `swapped by the aggregator ${target}${token}`;
}

/** V1 to V4.1 tell a native payout that its receiver refused as if it were paid. */
function isBounced(at: TransactionContext, { vault, to, asset, amount }: Payout, router: Address): boolean {
  if (asset !== ZERO_ADDRESS || to === vault) return false;
  const native = { asset: 'native', from: router, amount };
  return at.moved({ ...native, to: vault }).length > 0 && at.moved({ ...native, to }).length === 0;
}

/** Who pays: of native value the vault, of tokens whom the version of the router leaves them with. */
function payerOf(at: TransactionContext, { vault, to, asset, amount }: Payout, router: Address, role: string): Address {
  const native = asset === ZERO_ADDRESS;
  const pays = (from: Address): boolean => at.moved({ asset: native ? 'native' : asset, from, to, amount }).length > 0;
  // Of a batch the vault's one payment is for all: what the router hands on tells them apart.
  if (native) return at.value > amount && pays(router) ? router : vault;
  const [first, second] = role === VAULT_ROUTER ? [vault, router] : [router, vault];
  return !pays(first) && pays(second) ? second : first;
}
