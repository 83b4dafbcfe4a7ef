import { InvariantError } from '@fundtrail/core';

/** Bytes that were packed without an ABI, read by place. Places and sizes are in bytes, numbers big-endian. */
export type Packed = {
  readonly size: number;
  /** Lower-case hex with `0x`. @throws InvariantError beyond the end: ask `size` first */
  hex(at: number, size: number): string;
  uint(at: number, size: number): bigint;
  number(at: number, size: number): number;
  /** What follows from a place on, `0x` where that is nothing. */
  rest(at: number): string;
};

/** @param bytes hex with `0x`; half a byte at the end is left out */
export function packed(bytes: string): Packed {
  const digits = bytes.slice(2).toLowerCase();
  const size = Math.floor(digits.length / 2);
  const hex = (at: number, length: number): string => {
    if (at + length > size) throw new InvariantError(`there are ${size} bytes, not ${at + length}`);
    return `0x${digits.slice(at * 2, (at + length) * 2)}`;
  };
  return {
    size,
    hex,
    uint: (at, length) => BigInt(hex(at, length)),
    number: (at, length) => Number(BigInt(hex(at, length))),
    rest: (at) => `0x${digits.slice(at * 2, size * 2)}`,
  };
}
