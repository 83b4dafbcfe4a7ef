import type { DraftLeg, TransactionContext } from '../../adapter.ts';
import { foreignAccount } from '../../decode/foreign-account.ts';
import { chainOfEid } from '../layerzero_oft/eids.ts';
import type { DeliveredV1, PacketPart, SentV1 } from '../layerzero_oft/packets.ts';
import type { Redeemed, StargatePart, Swap, SwapRemote } from './events.ts';
import { readSwapPayload, type SwapPayload } from './message.ts';

type Part = StargatePart | PacketPart;

/** More decimals than any token has over what messages have. */
const MOST_DECIMALS = 18;

/** What left a pool: its packet is the next that is sent, and holds the receiver. */
export function swapLeg(at: TransactionContext, swap: Swap | Redeemed, parts: readonly Part[]): DraftLeg {
  const sent = parts.find((other): other is SentV1 => other.is === 'sent v1' && isPacketOf(other, swap));
  const told = sent === undefined ? undefined : readSwapPayload(sent.packet.payload);
  const toChain = chainOfEid(swap.dstChain);
  const to = told === undefined ? undefined : foreignAccount(toChain, told.to);
  const unknown = toChain === undefined ? `endpoint ${swap.dstChain} is not known` : undefined;
  return {
    kind: 'leg',
    side: 'source',
    key: sent?.key,
    evidence: `log:${swap.log}`,
    fromChain: at.chain,
    fromAccount: swap.from,
    toChain,
    toAccount: to?.account,
    ...(swap.is === 'redeemed' ? redeemed(swap) : takenByPool(at, swap.pool, told)),
    fault: unknown ?? (told === undefined ? 'its packet cannot be read' : to?.fault),
    notes: told?.hasPayload === true ? ['comes with a payload: the receiver is a contract that acts on it'] : [],
  };
}

function isPacketOf({ log, packet }: SentV1, swap: Swap | Redeemed): boolean {
  if (log < swap.log || packet.dstChain !== swap.dstChain) return false;
  const told = readSwapPayload(packet.payload);
  return told !== undefined && (swap.is === 'redeemed' || told.amount === swap.amount);
}

/** Shares of the pool are burnt: they are its own token. */
function redeemed({ pool, amount }: Redeemed): Pick<DraftLeg, 'asset' | 'amount' | 'custody'> {
  return { asset: pool, amount, custody: [pool] };
}

type Moved = Pick<DraftLeg, 'asset' | 'amount' | 'custody'>;

/** The pool tells amounts in shared decimals: what it was paid is that and the fees, in the token's own. Ether goes to a vault. */
function takenByPool(at: TransactionContext, pool: string, told: SwapPayload | undefined): Moved {
  if (told === undefined) return {};
  const whole = told.amount + told.fees;
  const paid = at.moved({ to: pool });
  const token = paid.find(({ amount }) => isScaled(amount, whole)) ?? paid[0];
  const ether = at.legs.find(
    (leg) => leg.asset === 'native' && at.isRole(leg.to, 'EtherVault') && leg.amount === token?.amount,
  );
  if (ether !== undefined) return { asset: 'native', amount: ether.amount, custody: [ether.to] };
  return token === undefined ? {} : { asset: token.asset, amount: token.amount, custody: [pool] };
}

/** What a pool paid: its packet is the last that was delivered before, or, by the later library, the next one. */
export function swapRemoteLeg(at: TransactionContext, paid: SwapRemote, parts: readonly Part[]): DraftLeg {
  const delivered = parts.filter((other): other is DeliveredV1 => other.is === 'delivered v1');
  const packet = delivered.findLast(({ log }) => log < paid.log) ?? delivered.find(({ log }) => log > paid.log);
  const fromChain = packet === undefined ? undefined : chainOfEid(packet.srcChain);
  const unknown = packet === undefined ? 'its packet is not in the record' : `endpoint ${packet.srcChain} is not known`;
  return {
    kind: 'leg',
    side: 'destination',
    key: packet?.key,
    evidence: `log:${paid.log}`,
    fromChain,
    toChain: at.chain,
    toAccount: paid.to,
    ...paidByPool(at, paid),
    fault: fromChain === undefined ? unknown : undefined,
  };
}

function paidByPool(at: TransactionContext, { pool, to, amount }: SwapRemote): Moved {
  const token = at.moved({ from: pool, to }).find((leg) => isScaled(leg.amount, amount));
  if (token !== undefined) return { asset: token.asset, amount: token.amount, custody: [pool] };
  const ether = at.legs.find((leg) => leg.asset === 'native' && leg.to === to && isScaled(leg.amount, amount));
  if (ether !== undefined) return { asset: 'native', amount: ether.amount, custody: [ether.from] };
  return {};
}

/** Whether an amount in a token's own decimals is one in shared decimals, the dust left out that those cannot tell. */
function isScaled(own: bigint, shared: bigint): boolean {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals += 1) {
    if (own / 10n ** BigInt(decimals) === shared) return true;
  }
  return false;
}
