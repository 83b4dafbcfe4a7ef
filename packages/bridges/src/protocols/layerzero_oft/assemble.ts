import type { Draft, DraftLeg, TransactionContext } from '../../adapter.ts';
import { foreignAccount, topicOf } from '../../decode/foreign-account.ts';
import { packed } from '../../decode/packed.ts';
import { paidOut, takenIn } from '../../read/carried.ts';
import { chainOfEid, eidOf } from './eids.ts';
import type { OftPart, ReceivedOft, ReceivedOftV1, SentOft, SentOftV1 } from './oft-events.ts';
import { type DeliveredV1, hasGuid, type PacketPart, type SentV1, type SentV2 } from './packets.ts';

/** A token's message: receiver, amount in shared decimals, and what a contract is to do with it. */
const MESSAGE = { receiver: 0, rest: 40 } as const;

/**
 * Legs of what tokens say of themselves, where a packet of LayerZero's own contracts proves it: sent by the token itself, or delivered to it,
 * under the id that it says.
 */
export function assemble(drafts: readonly Draft[], at: TransactionContext): readonly Draft[] {
  const parts = drafts.flatMap((draft) => (draft.part === undefined ? [] : [draft.part as PacketPart | OftPart]));
  const used = new Set<PacketPart | OftPart>();
  const take = <T extends PacketPart>(found: T | undefined): T | undefined => {
    if (found !== undefined) used.add(found);
    return found;
  };
  return drafts.flatMap((draft): readonly Draft[] => {
    if (draft.part === undefined) return [draft];
    const part = draft.part as PacketPart | OftPart;
    if (part.is === 'oft sent') {
      const sent = parts.find((other) => other.is === 'sent v2' && proves(other, part));
      return sent?.is === 'sent v2' ? [sentLeg(at, part, sent)] : [];
    }
    if (part.is === 'oft received') {
      const here = eidOf(at.chain);
      const isIt = (other: PacketPart | OftPart): boolean =>
        other.is === 'delivered v2' &&
        other.receiver === part.oft &&
        here !== undefined &&
        hasGuid(other, part.guid, topicOf(part.oft), here);
      const composer = parts.find((other) => other.is === 'composed' && other.guid === part.guid);
      return parts.some(isIt) ? [receivedLeg(at, part, composer?.is === 'composed' ? composer.to : undefined)] : [];
    }
    if (part.is === 'oft v1 sent') {
      const sent = take(
        parts.findLast(
          (other) => other.is === 'sent v1' && other.log < part.log && !used.has(other) && provesV1(other, part),
        ) as SentV1 | undefined,
      );
      return sent === undefined ? [] : [sentLegV1(at, part, sent)];
    }
    if (part.is === 'oft v1 received') {
      const delivered = take(
        parts.find((other) => other.is === 'delivered v1' && !used.has(other) && isFor(other, part)) as
          | DeliveredV1
          | undefined,
      );
      return delivered === undefined ? [] : [receivedLegV1(at, part, delivered)];
    }
    return [];
  });
}

function proves({ packet }: SentV2, { guid, oft, dstEid }: SentOft): boolean {
  return packet.guid === guid && packet.sender === topicOf(oft) && packet.dstEid === dstEid;
}

function provesV1({ packet }: SentV1, { oft, dstChain }: SentOftV1): boolean {
  return packet.sender === oft && packet.dstChain === dstChain;
}

function isFor(delivered: DeliveredV1, { oft, srcChain }: ReceivedOftV1): boolean {
  return delivered.receiver === oft && delivered.srcChain === srcChain;
}

function sentLeg(at: TransactionContext, part: SentOft, { packet }: SentV2): DraftLeg {
  const toChain = chainOfEid(part.dstEid);
  const message = packed(packet.message);
  const whole = message.size >= MESSAGE.rest;
  const to = whole ? foreignAccount(toChain, message.hex(MESSAGE.receiver, 32)) : undefined;
  const composed = message.size > MESSAGE.rest;
  return {
    kind: 'leg',
    side: 'source',
    key: part.guid,
    evidence: `log:${part.log}`,
    fromChain: at.chain,
    fromAccount: part.from,
    toChain,
    toAccount: to?.account,
    ...taken(at, part.oft, part.amount),
    amount: part.amount,
    toAsset: foreignAccount(toChain, packet.receiver).account,
    fee: part.amount - part.arriving,
    fault: faultOf(toChain, part.dstEid) ?? (whole ? to?.fault : 'the message is no token message'),
    notes: composed ? ['composed: the receiver is a contract that acts on it in a later transaction'] : [],
  };
}

function receivedLeg(at: TransactionContext, part: ReceivedOft, composer: string | undefined): DraftLeg {
  const fromChain = chainOfEid(part.srcEid);
  return {
    kind: 'leg',
    side: 'destination',
    key: part.guid,
    evidence: `log:${part.log}`,
    fromChain,
    toChain: at.chain,
    toAccount: part.to,
    ...paid(at, part.oft, part.to, part.amount),
    amount: part.amount,
    fault: faultOf(fromChain, part.srcEid),
    notes: composer === undefined ? [] : [`composed: ${composer} acts on it in a later transaction`],
  };
}

function sentLegV1(at: TransactionContext, part: SentOftV1, { key, packet }: SentV1): DraftLeg {
  const toChain = chainOfEid(part.dstChain);
  const to = foreignAccount(toChain, part.to);
  return {
    kind: 'leg',
    side: 'source',
    key,
    evidence: `log:${part.log}`,
    fromChain: at.chain,
    fromAccount: part.from,
    toChain,
    toAccount: to.account,
    ...taken(at, part.oft, part.amount),
    amount: part.amount,
    toAsset: foreignAccount(toChain, packet.receiver).account,
    fault: faultOf(toChain, part.dstChain) ?? to.fault,
  };
}

function receivedLegV1(at: TransactionContext, part: ReceivedOftV1, { key }: DeliveredV1): DraftLeg {
  const fromChain = chainOfEid(part.srcChain);
  return {
    kind: 'leg',
    side: 'destination',
    key,
    evidence: `log:${part.log}`,
    fromChain,
    toChain: at.chain,
    toAccount: part.to,
    ...paid(at, part.oft, part.to, part.amount),
    amount: part.amount,
    fault: faultOf(fromChain, part.srcChain),
  };
}

/** What the token took: itself, or what it keeps or burns of another. A token that moves in other amounts is still the token. */
function taken(at: TransactionContext, oft: string, amount: bigint): Pick<DraftLeg, 'asset' | 'custody'> {
  return takenIn(at, oft, amount) ?? ownToken(at, oft);
}

function paid(at: TransactionContext, oft: string, to: string, amount: bigint): Pick<DraftLeg, 'asset' | 'custody'> {
  return paidOut(at, oft, to, amount) ?? ownToken(at, oft);
}

function ownToken(at: TransactionContext, oft: string): Pick<DraftLeg, 'asset' | 'custody'> {
  return at.legs.some(({ asset }) => asset === oft) ? { asset: oft, custody: [oft] } : {};
}

function faultOf(chain: string | undefined, eid: number): string | undefined {
  return chain === undefined ? `endpoint ${eid} is not known` : undefined;
}
