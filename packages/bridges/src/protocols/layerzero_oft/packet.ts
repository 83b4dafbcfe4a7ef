import { concat, keccak256, toBeHex } from 'ethers';
import { packed } from '../../decode/packed.ts';

/** A packet of LayerZero v2, or of v1's endpoint served by v2's library: senders and receivers are 32 bytes. */
export type Packet = {
  readonly nonce: bigint;
  readonly srcEid: number;
  readonly sender: string;
  readonly dstEid: number;
  readonly receiver: string;
  /** As the packet has it; `guidOf` tells whether it is right. */
  readonly guid: string;
  readonly message: string;
};

/** A packet of LayerZero v1. */
export type PacketV1 = {
  readonly nonce: bigint;
  readonly srcChain: number;
  readonly sender: string;
  readonly dstChain: number;
  /** 20 bytes, 32 on chains whose addresses are as long. */
  readonly receiver: string;
  readonly payload: string;
};

const VERSION = 1;
const HEADER = 113;
const HEADER_V1 = 52;
/** v1's numbers of Aptos and Solana, whose addresses are 32 bytes. */
const LONG_ADDRESSES: ReadonlySet<number> = new Set([108, 168]);

/** Reads an encoded packet (`PacketV1Codec` of LayerZero-v2); undefined where it is none. */
export function readPacket(bytes: string): Packet | undefined {
  const packet = packed(bytes);
  if (packet.size < HEADER || packet.number(0, 1) !== VERSION) return undefined;
  return {
    nonce: packet.uint(1, 8),
    srcEid: packet.number(9, 4),
    sender: packet.hex(13, 32),
    dstEid: packet.number(45, 4),
    receiver: packet.hex(49, 32),
    guid: packet.hex(81, 32),
    message: packet.rest(HEADER),
  };
}

/** Reads a packet of `UltraLightNodeV2` (LayerZero-Labs/LayerZero @a1fb11a); undefined where it is none. */
export function readPacketV1(bytes: string): PacketV1 | undefined {
  const packet = packed(bytes);
  if (packet.size < HEADER_V1) return undefined;
  const dstChain = packet.number(30, 2);
  const length = LONG_ADDRESSES.has(dstChain) ? 32 : 20;
  if (packet.size < 32 + length) return undefined;
  return {
    nonce: packet.uint(0, 8),
    srcChain: packet.number(8, 2),
    sender: packet.hex(10, 20),
    dstChain,
    receiver: packet.hex(32, length),
    payload: packet.rest(32 + length),
  };
}

/** The id that a packet has everywhere: nobody can choose it. */
export function guidOf(packet: Omit<Packet, 'guid' | 'message'>): string {
  const parts = [toBeHex(packet.nonce, 8), toBeHex(packet.srcEid, 4), packet.sender, toBeHex(packet.dstEid, 4)];
  return keccak256(concat([...parts, packet.receiver]));
}

/** The key of a packet of v1, in which nonces count per path. */
export function pathKey(path: {
  readonly srcChain: number;
  readonly sender: string;
  readonly receiver: string;
  readonly nonce: bigint;
}): string {
  return `${path.srcChain}:${path.sender}:${path.receiver}:${path.nonce}`;
}
