import { type Address, type Hash, SourceError } from '@fundtrail/core';

/** A JSON object whose members are still unchecked. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a node's JSON with its shape checked: what is not what the protocol promises is `malformed`, never a default.
 * `path` names the place in messages.
 */
export type Wire = {
  readonly record: (value: unknown, path: string) => Fields;
  readonly list: (value: unknown, path: string) => readonly unknown[];
  readonly text: (value: unknown, path: string) => string;
  /** A quantity (`0x` hex; some nodes write small ones as JSON numbers). */
  readonly quantity: (value: unknown, path: string) => bigint;
  /** A quantity that is a count: block numbers, indexes, times. */
  readonly count: (value: unknown, path: string) => number;
  /** Data in stored form: lower-case hex. */
  readonly hex: (value: unknown, path: string) => string;
  readonly address: (value: unknown, path: string) => Address;
  readonly hash: (value: unknown, path: string) => Hash;
};

const QUANTITY = /^0x[0-9a-fA-F]+$/;
const HEX = /^0x[0-9a-fA-F]*$/;
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
const HASH = /^0x[0-9a-fA-F]{64}$/;

export function createWire(source: string): Wire {
  const refuse = (path: string, value: unknown, wanted: string): never => {
    const found = JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
    throw new SourceError('malformed', source, `${path} is ${found}, not ${wanted}`);
  };
  const text = (value: unknown, path: string): string =>
    typeof value === 'string' ? value : refuse(path, value, 'a text');
  const matching = (pattern: RegExp, value: unknown, path: string, wanted: string): string => {
    if (typeof value !== 'string' || !pattern.test(value)) return refuse(path, value, wanted);
    return value.toLowerCase();
  };
  const quantity = (value: unknown, path: string): bigint => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
    return BigInt(matching(QUANTITY, value, path, 'a quantity'));
  };
  return {
    record: (value, path) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Fields)
        : refuse(path, value, 'an object'),
    list: (value, path) => (Array.isArray(value) ? value : refuse(path, value, 'a list')),
    text,
    quantity,
    count: (value, path) => {
      const count = Number(quantity(value, path));
      return Number.isSafeInteger(count) ? count : refuse(path, value, 'a count');
    },
    hex: (value, path) => matching(HEX, value, path, 'hex'),
    address: (value, path) => matching(ADDRESS, value, path, 'an address'),
    hash: (value, path) => matching(HASH, value, path, 'a hash'),
  };
}
