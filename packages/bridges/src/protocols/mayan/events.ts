import type { Draft, DraftLeg, LogRule, WrapperNote } from '../../adapter.ts';
import type { Args } from '../../decode/args.ts';
import { foreignAccount } from '../../decode/foreign-account.ts';
import type { LogContext } from '../../read/contexts.ts';
import { paidTo } from '../../read/paid-to.ts';
import { payee, payer } from '../../read/parties.ts';
import { chainOf } from '../wormhole/chains.ts';
import { parametersOf } from './parameters.ts';

const SWIFT = ['Swift'];
const NO_PARAMETERS = 'created by a call that is not read: for whom it is cannot be told';

export const SOURCE: readonly LogRule[] = [
  {
    on: 'log',
    from: SWIFT,
    event: 'event OrderCreated(bytes32 key)',
    read: (args, at): DraftLeg => {
      const swift = at.log.address;
      const taken = at.moved({ to: swift });
      // What came as ether is kept wrapped: the last movement is what stays.
      const leg = taken.findLast(({ asset }) => asset !== 'native') ?? taken[0];
      const called = at.to === swift ? parametersOf(at.input) : undefined;
      return {
        kind: 'leg',
        side: 'source',
        key: args.hex('key'),
        fromChain: at.chain,
        fromAccount: at.sender,
        custody: [swift],
        ...(leg === undefined ? {} : { asset: leg.asset, amount: leg.amount }),
        ...(called === undefined ? { part: NO_PARAMETERS } : orderOf(called, at)),
      };
    },
  },
  ...[
    'event ForwardedEth(address mayanProtocol, bytes protocolData)',
    'event ForwardedERC20(address token, uint256 amount, address mayanProtocol, bytes protocolData)',
    'event SwapAndForwardedEth(uint256 amountIn, address swapProtocol, address middleToken, uint256 middleAmount, address mayanProtocol, bytes protocolData)',
    'event SwapAndForwardedERC20(address tokenIn, uint256 amountIn, address swapProtocol, address middleToken, uint256 middleAmount, address mayanProtocol, bytes protocolData)',
  ].map(
    (event): LogRule => ({
      on: 'log',
      from: ['Forwarder'],
      event,
      read: (args, at): WrapperNote => {
        const parameters = parametersOf(args.hex('protocolData'));
        return { kind: 'wrapper', ...(parameters === undefined ? {} : { part: orderOf(parameters, at) }) };
      },
    }),
  ),
];

export const DESTINATION: readonly LogRule[] = [
  {
    on: 'log',
    from: ['Swift', 'SwiftDest'],
    event: 'event OrderFulfilled(bytes32 key, uint64 sequence, uint256 netAmount)',
    read: (args, at) => ({
      kind: 'leg',
      side: 'destination',
      key: args.hex('key'),
      toChain: at.chain,
      ...payout(at, args.uint('netAmount')),
    }),
  },
  {
    on: 'log',
    from: SWIFT,
    event: 'event OrderRefunded(bytes32 key, uint256 netAmount)',
    read: (args, at) => ({
      kind: 'leg',
      side: 'refund',
      key: args.hex('key'),
      toChain: at.chain,
      ...payout(at, args.uint('netAmount')),
    }),
  },
  // What moves by CCTP is CCTP's.
  ...['uint64', 'bytes32'].map(
    (nonce): LogRule => ({
      on: 'log',
      from: ['Mctp'],
      event: `event OrderFulfilled(uint32 sourceDomain, ${nonce} sourceNonce, uint256 amount)`,
      read: () => ({ kind: 'wrapper', side: 'destination' }),
    }),
  ),
];

/** Puts the parameters that the forwarder handed on to the orders that were created with them, first to first. */
export function assemble(drafts: readonly Draft[]): readonly Draft[] {
  const orders = drafts.flatMap((draft) =>
    draft.kind === 'wrapper' && draft.part !== undefined ? [draft.part as Partial<DraftLeg>] : [],
  );
  return drafts.map((draft): Draft => {
    if (draft.kind === 'wrapper' || draft.part !== NO_PARAMETERS) return draft;
    const order = orders.shift();
    return order === undefined ? { ...draft, notes: [NO_PARAMETERS] } : { ...draft, ...order };
  });
}

function orderOf(parameters: Args, at: LogContext): Partial<DraftLeg> {
  const toChain = chainOf(parameters.number('destChainId'));
  const to = foreignAccount(toChain, parameters.hex('destAddr'));
  const trader = foreignAccount(at.chain, parameters.hex('trader'));
  const { account: toAsset } = foreignAccount(toChain, parameters.hex('tokenOut'));
  return {
    ...(trader.account === undefined ? {} : { fromAccount: trader.account }),
    toChain,
    toAccount: to.account,
    toAsset,
    minOut: parameters.uint('minAmountOut'),
    expires: parameters.number('deadline'),
    fault: to.fault,
  };
}

/** Drivers pay through the contract, which is told the amount only. */
function payout(at: LogContext, amount: bigint): Partial<DraftLeg> {
  const contract = at.log.address;
  const parameters = at.to === contract ? parametersOf(at.input) : undefined;
  if (parameters !== undefined) {
    const to = foreignAccount(at.chain, parameters.hex('destAddr'));
    const token = foreignAccount(at.chain, parameters.hex('tokenOut'));
    const asset = token.account ?? 'native';
    return { toAccount: to.account, ...paidTo(at, { receiver: to.account, asset, amount, by: contract }) };
  }
  const paid = at.moved({ amount });
  const own = paid.filter((leg) => payer(leg) === contract);
  const legs = own.length > 0 ? own : paid;
  const [leg] = legs;
  if (leg === undefined || legs.some((other) => other.asset !== leg.asset || payee(other) !== payee(leg))) {
    return { amount, custody: [contract] };
  }
  return { toAccount: payee(leg), asset: leg.asset, amount, custody: [payer(leg)] };
}
