import { type Address, type AssetRef, ZERO_ADDRESS } from '@fundtrail/core';
import type { DraftLeg, LogRule, PaymentRule } from '../../adapter.ts';
import type { TransactionContext } from '../../read/contexts.ts';

const WORD_DIGITS = 64;
/** A native payout: its call data is the order and nothing else. */
const NATIVE = /^0x[0-9a-f]{64}$/;
/** `transfer(address,uint256)` with the order behind its arguments. */
const TOKEN = /^0xa9059cbb[0-9a-f]{128}([0-9a-f]{64})$/;
/** An order's id is a digest; a word that begins with 12 zero bytes is an address or an amount. */
const IS_ID = /^(?!0{24})[0-9a-f]{64}$/;

/** Anybody may call a router and name any order, at their own cost. */
export const ANYBODY = 'who called the router is no known solver of Relay';
export const UNKNOWN_PAYER =
  'the payer is no known solver of Relay: the end of its call data is not taken for an order';

/**
 * What solvers pay: by themselves, in the native asset or a token; or through a router, which swaps and tells whom it pays.
 */
export const FILLS: readonly (LogRule | PaymentRule)[] = [
  {
    on: 'payment',
    side: 'from',
    of: ['Solver'],
    read: (at) => {
      const { leg } = at;
      if (at.sender !== leg.from) return undefined;
      const direct = leg.kind === 'native' && leg.to === at.to && NATIVE.test(at.input);
      const order = direct ? at.input.slice(2) : TOKEN.exec(at.input)?.[1];
      if (order === undefined || !IS_ID.test(order) || (!direct && leg.asset !== at.to)) return undefined;
      return paid(at, `0x${order}`, { to: leg.to, asset: leg.asset, amount: leg.amount, by: leg.from });
    },
  },
  {
    on: 'log',
    from: 'any',
    event: 'event FundsMovement(address from, address to, address currency, uint256 amount, bytes metadata)',
    read: (args, at) => {
      const [from, to] = [args.address('from'), args.address('to')];
      // Routers tell what comes in, too; a payout leaves the router.
      if (from !== at.log.address || to === at.log.address || at.isRole(to, 'Depository', 'Router', 'Solver'))
        return undefined;
      const currency = args.address('currency');
      const asset = currency === ZERO_ADDRESS ? 'native' : currency;
      const order = at.input.slice(-WORD_DIGITS);
      const bySolver = at.sender !== undefined && at.isRole(at.sender, 'Solver');
      const byRouter =
        at.isRole(at.log.address, 'Router') && at.to !== undefined && at.isRole(at.to, 'Router', 'ApprovalProxy');
      const known = bySolver || byRouter;
      const leg = paid(at, known && IS_ID.test(order) ? `0x${order}` : undefined, {
        to,
        asset,
        amount: args.uint('amount'),
        by: from,
      });
      if (!known) return { ...leg, proof: 'H', notes: [UNKNOWN_PAYER] };
      return bySolver ? leg : { ...leg, notes: [ANYBODY] };
    },
  },
];

function paid(
  at: TransactionContext,
  key: string | undefined,
  told: { readonly to: Address; readonly asset: AssetRef; readonly amount: bigint; readonly by: Address },
): DraftLeg {
  return {
    kind: 'leg',
    side: 'destination',
    key,
    toChain: at.chain,
    toAccount: told.to,
    asset: told.asset,
    amount: told.amount,
    custody: [told.by],
  };
}
