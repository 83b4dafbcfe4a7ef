import type { Draft, LogRule } from '../../adapter.ts';
import { packed } from '../../decode/packed.ts';
import { guidOf, type Packet, type PacketV1, pathKey, readPacket, readPacketV1 } from './packet.ts';

/** What LayerZero's own contracts tell of a packet: nobody else can emit it, so it proves what an application's event says. */
export type PacketPart = SentV2 | DeliveredV2 | SentV1 | DeliveredV1;
export type SentV2 = { readonly is: 'sent v2'; readonly log: number; readonly packet: Packet };
export type DeliveredV2 = {
  readonly is: 'delivered v2';
  readonly log: number;
  readonly srcEid: number;
  readonly nonce: bigint;
  readonly sender: string;
  readonly receiver: string;
};
export type SentV1 = { readonly is: 'sent v1'; readonly log: number; readonly key: string; readonly packet: PacketV1 };
export type DeliveredV1 = {
  readonly is: 'delivered v1';
  readonly log: number;
  readonly key: string;
  readonly srcChain: number;
  readonly receiver: string;
};

const LIBRARY = ['UltraLightNodeV2'];
const V2 = 30_000;

export const SENT_PACKETS: readonly LogRule[] = [
  {
    on: 'log',
    event: 'event PacketSent(bytes encodedPayload, bytes options, address sendLibrary)',
    from: ['EndpointV2'],
    read: (args, { log }) => {
      const packet = readPacket(args.hex('encodedPayload'));
      if (packet === undefined || guidOf(packet) !== packet.guid) return undefined;
      return proof({ is: 'sent v2', log: log.index, packet });
    },
  },
  {
    on: 'log',
    event: 'event PacketSent(bytes encodedPayload, bytes options, uint256 nativeFee, uint256 lzTokenFee)',
    from: ['SendUln301'],
    read: (args, { log }) => {
      const packet = readPacket(args.hex('encodedPayload'));
      return packet === undefined ? undefined : sentV1(log.index, olderForm(packet));
    },
  },
  {
    on: 'log',
    event: 'event Packet(bytes payload)',
    from: LIBRARY,
    read: (args, { log }) => {
      const packet = readPacketV1(args.hex('payload'));
      return packet === undefined ? undefined : sentV1(log.index, packet);
    },
  },
];

export const DELIVERED_PACKETS: readonly LogRule[] = [
  {
    on: 'log',
    event: 'event PacketDelivered((uint32 srcEid, bytes32 sender, uint64 nonce) origin, address receiver)',
    from: ['EndpointV2', 'ReceiveUln301'],
    read: (args, { log, role }) => {
      const origin = args.tuple('origin');
      const [srcEid, nonce] = [origin.number('srcEid'), origin.uint('nonce')];
      const [sender, receiver] = [origin.hex('sender'), args.address('receiver')];
      if (role === 'EndpointV2') {
        return proof({ is: 'delivered v2', log: log.index, srcEid, nonce, sender, receiver });
      }
      return deliveredV1(log.index, { srcChain: srcEid % V2, sender: addressIn(sender), receiver, nonce });
    },
  },
  {
    on: 'log',
    event:
      'event PacketReceived(uint16 indexed srcChainId, bytes srcAddress, address indexed dstAddress, uint64 nonce, bytes32 payloadHash)',
    from: LIBRARY,
    read: (args, { log }) => {
      const sender = args.hex('srcAddress');
      return deliveredV1(log.index, {
        srcChain: args.number('srcChainId'),
        // Some libraries tell the path: the sender comes first.
        sender: packed(sender).size === 40 ? packed(sender).hex(0, 20) : sender,
        receiver: args.address('dstAddress'),
        nonce: args.uint('nonce'),
      });
    },
  },
];

/** Whether this packet, delivered here, is the one of this id. */
export function hasGuid(delivered: DeliveredV2, guid: string, receiver: string, dstEid: number): boolean {
  const { nonce, srcEid, sender } = delivered;
  return guidOf({ nonce, srcEid, sender, dstEid, receiver }) === guid;
}

function olderForm({ nonce, srcEid, sender, dstEid, receiver, message }: Packet): PacketV1 {
  const [srcChain, dstChain] = [srcEid % V2, dstEid % V2];
  return { nonce, srcChain, sender: addressIn(sender), dstChain, receiver: addressIn(receiver), payload: message };
}

/** The address in 32 bytes; all of them where they hold more than one. */
function addressIn(word: string): string {
  return /^0x0{24}/.test(word) ? `0x${word.slice(-40)}` : word;
}

function sentV1(log: number, packet: PacketV1): Draft {
  return proof({ is: 'sent v1', log, key: pathKey(packet), packet });
}

function deliveredV1(
  log: number,
  path: { readonly srcChain: number; readonly sender: string; readonly receiver: string; readonly nonce: bigint },
): Draft {
  return proof({ is: 'delivered v1', log, key: pathKey(path), srcChain: path.srcChain, receiver: path.receiver });
}

function proof(part: PacketPart): Draft {
  return { kind: 'leg', side: part.is.startsWith('sent') ? 'source' : 'destination', part };
}
