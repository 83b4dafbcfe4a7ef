import { type Address, ZERO_ADDRESS } from '@fundtrail/core';
import type { CallRule, DraftLeg, LogRule, PaymentRule } from '../adapter.ts';
import type { Args } from '../decode/args.ts';
import type { TransactionContext } from '../read/contexts.ts';
import { calldataMemo } from './calldata-memo.ts';
import { AGGREGATOR, ROUTERS, type ThorNetwork, VAULT, VAULT_ROUTER } from './network.ts';
import { parseMemo } from './parse-memo.ts';
import { DEPOSIT, DEPOSIT_WITH_EXPIRY, expiryOf } from './router-calls.ts';
import { sourceOfMemo } from './source-of-memo.ts';

export const DEPOSIT_EVENT = 'event Deposit(address indexed to, address indexed asset, uint256 amount, string memo)';

/** The words that name a movement on both sides: the hash of the transaction that it came by. */
export function keyOf(tx: string): string {
  return tx.replace(/^0x/, '').toLowerCase();
}

/** What goes into the network on EVM chains: by a router's event, by its call where events were not read, and by plain payments to a vault. */
export function deposits(network: ThorNetwork): readonly (LogRule | CallRule | PaymentRule)[] {
  const byCall = (signature: string): CallRule => ({
    on: 'call',
    of: ROUTERS,
    function: signature,
    read: (args, at) => {
      // A deposit always emits its event: without any event none was read.
      if (at.logs.length > 0 || at.to === undefined) return undefined;
      const asset = args.address('asset');
      const amount = asset === ZERO_ADDRESS ? at.value : args.uint('amount');
      return deposited(network, at, { ...told(args), vault: args.address('vault'), amount }, at.to, at.role);
    },
  });
  return [
    {
      on: 'log',
      from: ROUTERS,
      event: DEPOSIT_EVENT,
      read: (args, at) => {
        const deposit = { ...told(args), vault: args.address('to'), amount: args.uint('amount') };
        return deposited(network, at, deposit, at.log.address, at.role);
      },
    },
    byCall(DEPOSIT),
    byCall(DEPOSIT_WITH_EXPIRY),
    {
      on: 'payment',
      side: 'to',
      of: [VAULT],
      read: (at) => {
        const { leg } = at;
        if (leg.kind !== 'native' || at.isRole(leg.from, VAULT)) return undefined;
        const memo = calldataMemo(at.input) ?? bytesAsText(at.input);
        if (memo === '') return undefined;
        const goal = sourceOfMemo(parseMemo(memo, network), network, leg.from);
        if (goal === undefined) return undefined;
        return {
          ...leaving(at, memo, leg.from),
          ...goal,
          asset: leg.asset,
          amount: leg.amount,
          custody: [leg.to],
          legs: [leg.id],
        };
      },
    },
  ];
}

/** Of call data that is no text, as a memo would be read that has such bytes; of what is too long its beginning. */
function bytesAsText(input: string): string {
  return Buffer.from(input.slice(2), 'hex').subarray(0, MOST_SHOWN).toString('latin1');
}

const MOST_SHOWN = 250;

type Deposit = { readonly vault: Address; readonly asset: Address; readonly amount: bigint; readonly memo: string };

function told(args: Args): Pick<Deposit, 'asset' | 'memo'> {
  return { asset: args.address('asset'), memo: args.text('memo') };
}

function deposited(
  network: ThorNetwork,
  at: TransactionContext,
  { vault, asset: token, amount, memo }: Deposit,
  router: Address,
  role: string,
): DraftLeg | undefined {
  const goal = sourceOfMemo(parseMemo(memo, network), network, at.sender);
  if (goal === undefined) return undefined;
  const asset = token === ZERO_ADDRESS ? 'native' : token;
  const expires = expiryOf(at, router);
  return {
    ...leaving(at, memo, at.sender),
    ...goal,
    asset,
    amount,
    custody: [keeperOf(at, { asset, amount, vault, router, role })],
    ...(expires === undefined ? {} : { expires }),
    notes: [...goal.notes, ...throughNotes(at, router)],
  };
}

function leaving(at: TransactionContext, memo: string, sender: string | undefined) {
  return { kind: 'leg', side: 'source', key: keyOf(at.tx), fromChain: at.chain, fromAccount: sender, memo } as const;
}

type Kept = {
  readonly asset: string;
  readonly amount: bigint;
  readonly vault: Address;
  readonly router: Address;
  readonly role: string;
};

/** Who has it now: of native value the vault, of tokens whom the version of the router leaves them with; old RUNE is burnt. */
function keeperOf(at: TransactionContext, { asset, amount, vault, router, role }: Kept): Address {
  const gets = (to: Address): boolean => at.moved({ asset, to, amount }).length > 0;
  // Where internal value was not told, the router alone is seen to get it.
  if (asset === 'native') return !gets(vault) && gets(router) ? router : vault;
  const [first, second] = role === VAULT_ROUTER ? [vault, router] : [router, vault];
  if (gets(first)) return first;
  if (gets(second)) return second;
  return gets(asset) ? asset : first;
}

function throughNotes(at: TransactionContext, router: Address): readonly string[] {
  if (at.to === undefined || at.to === router) return [];
  return [`through the ${at.isRole(at.to, AGGREGATOR) ? 'aggregator' : 'contract'} ${at.to}`];
}
