import type { Hash } from '@fundtrail/core';
import { Cursor, shownHash } from './cursor.ts';
import { hash256 } from './hash256.ts';

/** The head of a block as its bytes tell it. */
export type RawHeader = {
  readonly hash: Hash;
  readonly parentHash: Hash;
  /** In the order of the encoding. */
  readonly merkleRoot: Buffer;
  /** Unix seconds. */
  readonly time: number;
  readonly version: number;
  /** What its hash must not exceed, as a number. */
  readonly target: bigint;
};

export const HEADER_BYTES = 80;
const VERSION_BYTES = 4;
const HASH_BYTES = 32;
const MANTISSA = 0x7f_ffff;
const HALF_SIGN = 0x80_0000;
const ALL_HASHES = 1n << 256n;

/** Reads the head at the cursor, and leaves the cursor behind it. @throws RawFault */
export function decodeHeader(cursor: Cursor): RawHeader {
  const { bytes } = cursor;
  const begin = cursor.skip(HEADER_BYTES);
  const fields = new Cursor(bytes, begin);
  const version = bytes.readInt32LE(fields.skip(VERSION_BYTES));
  const parentHash = fields.hash();
  const root = fields.skip(HASH_BYTES);
  const time = fields.uint32();
  return {
    hash: shownHash(hash256(bytes.subarray(begin, begin + HEADER_BYTES))),
    parentHash,
    merkleRoot: bytes.subarray(root, root + HASH_BYTES),
    time,
    version,
    target: targetOf(fields.uint32()),
  };
}

/** The target of `bits`: a sign, 23 bits of mantissa and an exponent of 256. Zero where it is no positive number of 256 bits. */
export function targetOf(bits: number): bigint {
  const size = bits >>> 24;
  if ((bits & HALF_SIGN) !== 0) return 0n;
  const mantissa = BigInt(bits & MANTISSA);
  const target = size <= 3 ? mantissa >> BigInt(8 * (3 - size)) : mantissa << BigInt(8 * (size - 3));
  return target < ALL_HASHES ? target : 0n;
}

/** Whether a header's hash shows the work that it claims; of chains that are mined by double SHA-256. */
export function hasWork({ hash, target }: RawHeader): boolean {
  return BigInt(hash) <= target;
}

/** Hashes that have to be tried for a header on average; what two branches are weighed by. */
export function workOf({ target }: Pick<RawHeader, 'target'>): bigint {
  return ALL_HASHES / (target + 1n);
}
