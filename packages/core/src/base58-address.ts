import bs58check from 'bs58check';
import type { AddressFault } from './address-fault.ts';

/** What a Base58Check text holds: its version byte and the hash behind it. */
export type Base58Payload = { readonly version: number; readonly hash: string };

const ALPHABET = /^[1-9A-HJ-NP-Za-km-z]*$/;
const OUTSIDE = /[^1-9A-HJ-NP-Za-km-z]/u;
const ADDRESS_BYTES = 21;
const KEY_BYTES = 33;
const EXTENDED_KEY_BYTES = 78;
/** Place of a byte that is 0 in an extended key that is private. */
const EXTENDED_KEY_KIND = 45;
const TRON = 0x41;
/** Digits of 21 bytes that are all zero, which no address falls short of. */
const LEAST_CHARACTERS = 25;
/** More than any known use of Base58Check: decoding takes the square of the length. */
const MOST_DECODED = 120;
/** Digits of 21 bytes and their checksum at most. */
const MOST_CHARACTERS = 35;
const RETYPE = 'Check it for a typing error, or copy it again from where it stands.';

/** The version and hash of a text whose checksum is right; undefined for any other. */
export function readBase58(text: string): Base58Payload | undefined {
  const bytes = decode(text);
  if (bytes?.length !== ADDRESS_BYTES) return undefined;
  return { version: bytes[0] ?? 0, hash: Buffer.from(bytes.subarray(1)).toString('hex') };
}

export function writeBase58(version: number, hash: string): string {
  const bytes = new Uint8Array(ADDRESS_BYTES);
  bytes[0] = version;
  bytes.set(Buffer.from(hash, 'hex'), 1);
  return bs58check.encode(bytes);
}

export function isTronAddress(text: string): boolean {
  return readBase58(text)?.version === TRON;
}

/** Whether a text is a private key in the form in which wallets export it: it must not be repeated anywhere. */
export function isPrivateKey(text: string): boolean {
  const bytes = decode(text);
  if (bytes === undefined) return false;
  if (bytes.length === EXTENDED_KEY_BYTES) return bytes[EXTENDED_KEY_KIND] === 0;
  return bytes.length === KEY_BYTES || (bytes.length === KEY_BYTES + 1 && bytes[KEY_BYTES] === 1);
}

/** What is wrong with a text that should be a Base58Check address of a chain; its version is not judged. */
export function base58Fault(text: string): AddressFault {
  const wrong = OUTSIDE.exec(text);
  if (wrong !== null) {
    return {
      fault: `${JSON.stringify(wrong[0])} at place ${wrong.index + 1} is no character of Base58`,
      remedy: 'Base58 uses digits and letters without 0, O, I and l. Check it for a typing error.',
    };
  }
  const bytes = decode(text);
  if (bytes === undefined) {
    if (text.length < LEAST_CHARACTERS) return { fault: 'it is too short', remedy: RETYPE };
    if (text.length > MOST_CHARACTERS) return { fault: 'it is too long', remedy: RETYPE };
    const remedy = /[A-Z]/.test(text)
      ? RETYPE
      : `Base58 tells upper from lower case, and this has no capital. ${RETYPE}`;
    return { fault: 'it fails its checksum', remedy };
  }
  if (bytes.length === EXTENDED_KEY_BYTES) {
    return { fault: 'it is an extended public key', remedy: 'Give the addresses that come of it, one by one.' };
  }
  return { fault: `it holds ${bytes.length} bytes, where ${ADDRESS_BYTES} are right`, remedy: 'Give an address.' };
}

function decode(text: string): Uint8Array | undefined {
  return text.length <= MOST_DECODED && ALPHABET.test(text) ? bs58check.decodeUnsafe(text) : undefined;
}
