import type { DraftLeg, TransactionContext } from '../../adapter.ts';
import { foreignAccount, topicOf } from '../../decode/foreign-account.ts';
import { paidOut, takenIn } from '../../read/carried.ts';
import { chainOfEid, eidOf } from '../layerzero_oft/eids.ts';
import type { PacketPart } from '../layerzero_oft/packets.ts';
import { assetOf, NATIVE_POOL, sharedAmount } from './assets.ts';
import type { Driven, Received, Rode, Sent, StargatePart } from './events.ts';
import { carrierIn, type Passenger, readPassenger, readTaxi, type Taxi } from './message.ts';

type Part = StargatePart | PacketPart;

/** Said of every ride: its ticket is known on the source chain only, so its key is what both sides tell of it. */
export const INTERCHANGEABLE =
  'rides that are equal in all they say are interchangeable: the key cannot tell them apart';
export const UNCLEAR = 'a taxi, or a bus with one passenger: the message is not in the record';

const NO_GUID = topicOf(0);

/** What was sent: by taxi with a packet of its own, by bus with a ticket for a later one. */
export function sentLeg(at: TransactionContext, sent: Sent, parts: readonly Part[]): DraftLeg {
  return sent.guid === NO_GUID ? busLeg(at, sent, parts) : taxiLeg(at, sent, parts);
}

function taxiLeg(at: TransactionContext, sent: Sent, parts: readonly Part[]): DraftLeg {
  const packet = parts.find((other) => other.is === 'sent v2' && other.packet.guid === sent.guid);
  const taxi: Taxi | undefined = packet?.is === 'sent v2' ? readTaxi(packet.packet.message) : undefined;
  return {
    ...common(at, sent, taxi),
    key: sent.guid,
    notes:
      taxi?.composed === true ? ['composed: the receiver is a contract that acts on it in a later transaction'] : [],
  };
}

function busLeg(at: TransactionContext, sent: Sent, parts: readonly Part[]): DraftLeg {
  const rode = parts.findLast(
    (other): other is Rode => other.is === 'rode' && other.log < sent.log && other.dstEid === sent.dstEid,
  );
  const passenger = rode === undefined ? undefined : readPassenger(rode.passenger);
  const srcEid = eidOf(at.chain);
  const driven = rode === undefined ? undefined : parts.find((other) => isDriverOf(other, rode));
  const known = passenger !== undefined && srcEid !== undefined;
  return {
    ...common(at, sent, passenger),
    proof: 'D',
    key: known ? busKey(srcEid, sent.dstEid, assetOf(sent.role), passenger) : undefined,
    notes: [
      INTERCHANGEABLE,
      ...(rode === undefined ? [] : [`ticket ${rode.ticket}`]),
      ...(driven?.is === 'driven' ? [`driven by packet ${driven.guid}`] : []),
    ],
  };
}

function isDriverOf(other: Part, { dstEid, ticket }: Rode): other is Driven {
  return (
    other.is === 'driven' &&
    other.dstEid === dstEid &&
    ticket >= other.firstTicket &&
    ticket < other.firstTicket + other.passengers
  );
}

function common(at: TransactionContext, sent: Sent, told: Passenger | undefined): DraftLeg {
  const toChain = chainOfEid(sent.dstEid);
  const to = told === undefined ? undefined : foreignAccount(toChain, told.receiver);
  const native = { asset: 'native', custody: [sent.pool] } as const;
  const unknown = toChain === undefined ? `endpoint ${sent.dstEid} is not known` : undefined;
  return {
    kind: 'leg',
    side: 'source',
    evidence: `log:${sent.log}`,
    fromChain: at.chain,
    fromAccount: sent.from,
    toChain,
    toAccount: to?.account,
    // A native pool is paid the amount and the fee of the message in one.
    ...(sent.role === NATIVE_POOL ? native : takenIn(at, sent.pool, sent.amount)),
    amount: sent.amount,
    toAsset: assetOf(sent.role),
    fee: sent.amount > sent.arriving ? sent.amount - sent.arriving : 0n,
    fault: unknown ?? (told === undefined ? 'the message cannot be read' : to?.fault),
  };
}

/** What arrived: by a packet of its own, or as a passenger of one that others share. */
export function receivedLeg(at: TransactionContext, received: Received, parts: readonly Part[]): DraftLeg {
  const fromChain = chainOfEid(received.srcEid);
  const dstEid = eidOf(at.chain);
  const asset = assetOf(received.role);
  const passenger: Passenger = {
    receiver: topicOf(received.to),
    amount: sharedAmount(received.amount, asset, at.chain),
  };
  const shared = parts.filter((other) => other.is === 'received' && other.guid === received.guid).length > 1;
  const carrier = shared ? 'bus' : carrierIn(at.input, passenger);
  const byBus = carrier === 'bus' && dstEid !== undefined;
  const native = { asset: 'native', custody: [received.pool] } as const;
  return {
    kind: 'leg',
    side: 'destination',
    proof: byBus ? 'D' : 'K',
    key: byBus ? busKey(received.srcEid, dstEid, asset, passenger) : received.guid,
    evidence: `log:${received.log}`,
    fromChain,
    toChain: at.chain,
    toAccount: received.to,
    ...(received.role === NATIVE_POOL ? native : paidOut(at, received.pool, received.to, received.amount)),
    amount: received.amount,
    fault: fromChain === undefined ? `endpoint ${received.srcEid} is not known` : undefined,
    notes: [
      ...(byBus ? [INTERCHANGEABLE, `packet ${received.guid}`] : []),
      ...(carrier === undefined ? [UNCLEAR] : []),
    ],
  };
}

function busKey(srcEid: number, dstEid: number, asset: string, { receiver, amount }: Passenger): string {
  return `bus:${srcEid}:${dstEid}:${asset}:${receiver}:${amount}`;
}
