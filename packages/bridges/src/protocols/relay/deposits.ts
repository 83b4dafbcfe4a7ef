import type { DraftLeg, LogRule, PaymentRule } from '../../adapter.ts';
import type { LogContext } from '../../read/contexts.ts';

const DEPOSITORY = ['Depository'];

/** Deposits into the depository, and, before it was there, payments to the solver whose call data begins with an id that its API knows. */
export const DEPOSITS: readonly (LogRule | PaymentRule)[] = [
  {
    on: 'log',
    from: DEPOSITORY,
    event: 'event RelayNativeDeposit(address from, uint256 amount, bytes32 id)',
    read: (args, at) => deposit(at, args.hex('id'), args.address('from'), args.uint('amount'), 'native'),
  },
  {
    on: 'log',
    from: DEPOSITORY,
    event: 'event RelayErc20Deposit(address from, address token, uint256 amount, bytes32 id)',
    read: (args, at) => deposit(at, args.hex('id'), args.address('from'), args.uint('amount'), args.address('token')),
  },
  {
    on: 'payment',
    side: 'to',
    of: ['Solver'],
    read: (at): DraftLeg | undefined => {
      // Only what is sent on purpose: top-level value with an id of some bytes. Solvers are paid for much else.
      if (at.leg.kind !== 'native' || at.to !== at.leg.to || !SOLVER_ID.test(at.input)) return undefined;
      return {
        kind: 'leg',
        side: 'source',
        proof: 'A',
        key: `${at.tx}:${at.input.slice(2)}`,
        fromChain: at.chain,
        fromAccount: at.leg.from,
        asset: at.leg.asset,
        amount: at.leg.amount,
        custody: [at.leg.to],
        legs: [at.leg.id],
        notes: ['a deposit to a solver from before the depository, or a payment to it: only its API can tell'],
      };
    },
  },
];

const SOLVER_ID = /^0x(?:[0-9a-f]{2}){4,32}$/;

function deposit(at: LogContext, id: string, from: string, amount: bigint, asset: string): DraftLeg {
  return {
    kind: 'leg',
    side: 'source',
    key: id,
    fromChain: at.chain,
    fromAccount: from,
    asset,
    amount,
    custody: [at.log.address],
  };
}
