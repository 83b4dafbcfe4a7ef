import { concat, keccak256, toBeHex } from 'ethers';
import { type Packed, packed } from '../../decode/packed.ts';

/** What a burn message tells, of either version. Words are 32 bytes of hex. */
export type BurnMessage = {
  readonly version: 1 | 2;
  readonly sourceDomain: number;
  readonly destinationDomain: number;
  /** Of v1: in v2 a message has none until it is attested. */
  readonly nonce: bigint | undefined;
  readonly sender: string;
  readonly recipient: string;
  readonly body: BurnBody;
};

export type BurnBody = {
  readonly bytes: string;
  readonly burnToken: string;
  readonly mintRecipient: string;
  readonly amount: bigint;
  readonly messageSender: string;
  /** Taken of the amount where it is minted; v2 only, 0 until it is attested. */
  readonly feeExecuted: bigint;
  readonly hasHook: boolean;
};

const WORD = 32;
/** The header's version field counts from 0: messages of CCTP v2 have 1. */
const HEADER_V1 = { version: 0, nonce: 12, nonceSize: 8, sender: 20, recipient: 52, body: 116 } as const;
const HEADER_V2 = { version: 1, nonce: 12, nonceSize: 32, sender: 44, recipient: 76, body: 148 } as const;
const BODY_V1_SIZE = 132;
const BODY_V2_SIZE = 228;
const FEE_EXECUTED = 164;
const EXPIRATION_BLOCK = 196;

/**
 * Reads a message as a transmitter emits it. Undefined for one that burns nothing, or of another version than the transmitter's.
 * Layout: circlefin/evm-cctp-contracts @4061786, `Message`, `BurnMessage` and their v2.
 */
export function readMessage(bytes: string, version: 1 | 2): BurnMessage | undefined {
  const header = version === 1 ? HEADER_V1 : HEADER_V2;
  const message = packed(bytes);
  if (message.size < header.body || message.number(0, 4) !== header.version) return undefined;
  const body = readBody(message.rest(header.body), version);
  if (body === undefined) return undefined;
  return {
    version,
    sourceDomain: message.number(4, 4),
    destinationDomain: message.number(8, 4),
    nonce: version === 1 ? message.uint(header.nonce, header.nonceSize) : undefined,
    sender: message.hex(header.sender, WORD),
    recipient: message.hex(header.recipient, WORD),
    body,
  };
}

/** Reads the body of a burn message; undefined where it is none. */
export function readBody(bytes: string, version: 1 | 2): BurnBody | undefined {
  const body: Packed = packed(bytes);
  if (version === 1 ? body.size !== BODY_V1_SIZE : body.size < BODY_V2_SIZE) return undefined;
  if (body.number(0, 4) !== (version === 1 ? 0 : 1)) return undefined;
  return {
    bytes: body.rest(0),
    burnToken: body.hex(4, WORD),
    mintRecipient: body.hex(36, WORD),
    amount: body.uint(68, WORD),
    messageSender: body.hex(100, WORD),
    feeExecuted: version === 1 ? 0n : body.uint(FEE_EXECUTED, WORD),
    hasHook: body.size > BODY_V2_SIZE,
  };
}

/**
 * The key of a burn of v2: what both sides hold of it, without what only attesting fills in. Burns that are equal in all of that have
 * the same key.
 */
export function contentKey(of: {
  readonly sourceDomain: number;
  readonly destinationDomain: number;
  readonly sender: string;
  readonly recipient: string;
  readonly body: string;
}): string {
  const body = packed(of.body);
  const none = toBeHex(0, WORD);
  const told = concat([
    toBeHex(of.sourceDomain, 4),
    toBeHex(of.destinationDomain, 4),
    of.sender,
    of.recipient,
    body.hex(0, FEE_EXECUTED),
    none,
    none,
    body.rest(EXPIRATION_BLOCK + WORD),
  ]);
  return `v2:${keccak256(told)}`;
}
