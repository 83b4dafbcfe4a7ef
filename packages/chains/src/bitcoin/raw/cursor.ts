import { type Address, type Hash, InputError } from '@fundtrail/core';

/** Why bytes are not what they should be, and at which byte; `short` where they end too early, and more of them may help. */
export class RawFault extends Error {
  readonly offset: number;
  readonly short: boolean;
  readonly remedy: string;

  constructor(offset: number, problem: string, remedy: string, short = false) {
    super(problem);
    this.name = 'RawFault';
    this.offset = offset;
    this.short = short;
    this.remedy = remedy;
  }

  /** The fault as it is told of a file, in which the bytes begin at `base`. */
  in(file: string, base = 0): InputError {
    const problem = `at byte ${base + this.offset}: ${this.message}`;
    return new InputError(problem, { file }, { cause: this, remedy: this.remedy });
  }
}

export const CUT_REMEDY = 'The file is cut: fetch or copy it again.';
const HASH_BYTES = 32;
const TWO_TO_32 = 0x1_0000_0000;
const scratch = Buffer.alloc(HASH_BYTES);

/**
 * Reads the encoding of the Bitcoin protocol in place: nothing is copied but what is given out as text. Offsets are those of `bytes`.
 * Every reader throws a short `RawFault` where the bytes end.
 */
export class Cursor {
  readonly bytes: Buffer;
  offset: number;

  constructor(bytes: Buffer, offset = 0) {
    this.bytes = bytes;
    this.offset = offset;
  }

  /** Steps over bytes, and says where they begin. */
  skip(length: number): number {
    const at = this.offset;
    if (at + length > this.bytes.length) {
      throw new RawFault(at, `${length} bytes are wanted, and ${this.bytes.length - at} are left`, CUT_REMEDY, true);
    }
    this.offset = at + length;
    return at;
  }

  byte(): number {
    return this.bytes[this.skip(1)] ?? 0;
  }

  uint32(): number {
    return this.bytes.readUInt32LE(this.skip(4));
  }

  /** A count or length (CompactSize). */
  count(): number {
    const first = this.byte();
    if (first < 0xfd) return first;
    if (first === 0xfd) return this.bytes.readUInt16LE(this.skip(2));
    if (first === 0xfe) return this.uint32();
    const at = this.skip(8);
    const high = this.bytes.readUInt32LE(at + 4);
    if (high !== 0) throw new RawFault(at, 'a length beyond all sizes', 'These are not the bytes of a block.');
    return this.bytes.readUInt32LE(at);
  }

  /** An amount in base units. */
  amount(): bigint {
    const at = this.skip(8);
    const high = this.bytes.readUInt32LE(at + 4);
    const low = this.bytes.readUInt32LE(at);
    // A double holds all amounts that there are, and is made into a bigint faster than two halves.
    if (high < 0x20_0000) return BigInt(high * TWO_TO_32 + low);
    throw new RawFault(at, 'an amount beyond all money', 'These are not the bytes of a transaction.');
  }

  /** A hash, whose bytes lie in reverse of the order in which it is shown. */
  hash(): Hash {
    return shownHash(this.bytes, this.skip(HASH_BYTES));
  }

  /** A length and as many bytes, stepped over. */
  skipBytes(): void {
    this.skip(this.count());
  }

  script(): Address {
    const length = this.count();
    const at = this.skip(length);
    return `0x${this.bytes.toString('hex', at, at + length)}`;
  }
}

/** The hash that lies at an offset, in stored form. */
export function shownHash(bytes: Uint8Array, offset = 0): Hash {
  for (let at = 0; at < HASH_BYTES; at += 1) scratch[HASH_BYTES - 1 - at] = bytes[offset + at] ?? 0;
  return `0x${scratch.toString('hex')}`;
}
