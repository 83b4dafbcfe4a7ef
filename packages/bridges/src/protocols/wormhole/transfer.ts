import type { Address, AssetRef, ChainName } from '@fundtrail/core';
import type { DraftLeg } from '../../adapter.ts';
import { foreignAccount } from '../../decode/foreign-account.ts';
import { packed } from '../../decode/packed.ts';
import type { TransactionContext } from '../../read/contexts.ts';
import { payee, payer } from '../../read/parties.ts';
import { chainOf } from './chains.ts';

/** A transfer as the payload of a message tells it. Amounts have at most 8 decimals. */
export type Transfer = {
  readonly amount: bigint;
  readonly token: string;
  readonly tokenChain: number;
  readonly to: string;
  readonly toChain: number;
  /** To whoever delivers it; with a payload of its own a transfer has none. */
  readonly fee: bigint;
  readonly withPayload: boolean;
};

const PLAIN = 1;
const WITH_PAYLOAD = 3;
const SIZE = 133;
/** More than any token has decimals. */
const MOST_DECIMALS = 30;

/** Payload of the token bridge; undefined for its other messages and for what is cut off. */
export function transferOf(payload: string): Transfer | undefined {
  const bytes = packed(payload);
  if (bytes.size < SIZE) return undefined;
  const id = bytes.number(0, 1);
  if (id !== PLAIN && id !== WITH_PAYLOAD) return undefined;
  return {
    amount: bytes.uint(1, 32),
    token: bytes.hex(33, 32),
    tokenChain: bytes.number(65, 2),
    to: bytes.hex(67, 32),
    toChain: bytes.number(99, 2),
    fee: id === PLAIN ? bytes.uint(101, 32) : 0n,
    withPayload: id === WITH_PAYLOAD,
  };
}

/** Receiver and what is to be known of it. */
export function receiverOf(transfer: Transfer): Pick<DraftLeg, 'toChain' | 'toAccount' | 'fault' | 'notes'> {
  const toChain: ChainName = chainOf(transfer.toChain);
  const { account, fault } = foreignAccount(toChain, transfer.to);
  const notes = transfer.withPayload ? ['the receiver is a contract that acts on a payload'] : [];
  return { toChain, toAccount: account, fault, notes };
}

/** What the bridge took for a transfer: locked or burnt, in the token's own decimals. */
export function taken(
  at: TransactionContext,
  bridge: Address,
  { amount }: Transfer,
): Pick<DraftLeg, 'asset' | 'amount' | 'custody'> {
  const legs = at.legs.filter(
    (leg) => (payee(leg) === bridge || payee(leg) === leg.asset) && isInDecimals(leg.amount, amount),
  );
  // Wrapped ether stays with the bridge, even if it came as ether.
  const leg = legs.find((one) => payee(one) === bridge && one.asset !== 'native') ?? legs[0];
  if (leg === undefined) return { custody: [bridge] };
  return { asset: leg.asset, amount: leg.amount, custody: [payee(leg)] };
}

/** What the bridge paid the receiver: released or minted, less the part of who delivered it. */
export function paid(
  at: TransactionContext,
  bridge: Address,
  to: Address | undefined,
  net: bigint | undefined,
): Pick<DraftLeg, 'asset' | 'amount' | 'custody'> {
  const given = at.legs.filter(
    (leg) => (payer(leg) === bridge || payer(leg) === leg.asset) && payee(leg) !== bridge && payee(leg) !== leg.asset,
  );
  const own = to === undefined ? given : given.filter((leg) => payee(leg) === to);
  const fitting = net === undefined ? own : own.filter((leg) => isInDecimals(leg.amount, net));
  const leg = fitting[0] ?? (own.length === 1 ? own[0] : undefined);
  if (leg === undefined || (to === undefined && own.length > 1)) return { custody: [bridge] };
  const asset: AssetRef = leg.asset;
  return { asset, amount: leg.amount, custody: [payer(leg)] };
}

/** Whether an amount is this one of at most 8 decimals: what a token has more of them is zero, since the bridge moves no dust. */
function isInDecimals(amount: bigint, told: bigint): boolean {
  if (told === 0n) return false;
  let scaled = told;
  for (let zeros = 0; zeros < MOST_DECIMALS && scaled < amount; zeros += 1) scaled *= 10n;
  return scaled === amount;
}
