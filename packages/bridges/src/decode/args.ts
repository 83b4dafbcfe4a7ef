import { type Address, InvariantError } from '@fundtrail/core';
import { Result } from 'ethers';

/** Decoded arguments by name, each read as what the caller says it is. Names and types come from the rule's own ABI. */
export type Args = {
  /** Stored form. */
  address(name: string): Address;
  uint(name: string): bigint;
  /** A `uint` that fits a number: an id of a chain, a nonce of 32 bits. */
  number(name: string): number;
  /** Lower-case hex with `0x`: `bytes`, `bytes32`. */
  hex(name: string): string;
  text(name: string): string;
  flag(name: string): boolean;
  /** Items of a list of numbers. */
  uints(name: string): readonly bigint[];
  tuple(name: string): Args;
  tuples(name: string): readonly Args[];
  /** Items of a list of bytes or addresses, as `hex`. */
  hexes(name: string): readonly string[];
};

/** Wraps what ethers decoded. */
export function argsOf(result: Result): Args {
  const value = (name: string): unknown => result.getValue(name);
  const text = (name: string): string => {
    const found = value(name);
    if (typeof found === 'string') return found;
    throw new InvariantError(`${name} is no text`);
  };
  const uint = (name: string): bigint => {
    const found = value(name);
    if (typeof found === 'bigint') return found;
    throw new InvariantError(`${name} is no number`);
  };
  const list = (name: string): Result => {
    const found = value(name);
    if (found instanceof Result) return found;
    throw new InvariantError(`${name} is no tuple`);
  };
  return {
    address: (name) => text(name).toLowerCase(),
    hex: (name) => text(name).toLowerCase(),
    text,
    uint,
    number: (name) => Number(uint(name)),
    flag: (name) => value(name) === true,
    tuple: (name) => argsOf(list(name)),
    tuples: (name) => [...list(name)].map((item) => argsOf(item as Result)),
    uints: (name) => [...list(name)].map((item) => BigInt(item as bigint)),
    hexes: (name) => [...list(name)].map((item) => String(item).toLowerCase()),
  };
}
