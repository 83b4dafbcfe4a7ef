import { type Address, type Hash, MAX_AMOUNT, SourceError } from '@fundtrail/core';

/** A row of an explorer's answer with readers that name action, row and field where a value is not what the dialect promises. */
export type Row = {
  /** First of the names that is there and is not empty; undefined when none is. */
  text(...names: readonly string[]): string | undefined;
  /** A whole number up to 2^256-1, decimal or 0x-hex. */
  amount(name: string): bigint;
  optionalAmount(...names: readonly string[]): bigint | undefined;
  /** A whole number that a double holds exactly. */
  count(name: string): number;
  hash(...names: readonly string[]): Hash;
  address(name: string): Address;
  /** undefined when the field is missing or empty, as a creation's `to` is. */
  optionalAddress(name: string): Address | undefined;
  fail(field: string, problem: string): SourceError;
};

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
const HASH = /^0x[0-9a-fA-F]{64}$/;
const WHOLE = /^(?:[0-9]{1,78}|0x[0-9a-fA-F]{1,64})$/;

/** @param number place of the row in its answer, from 1. */
export function readRow(value: unknown, action: string, number: number, source: string): Row {
  const fail = (field: string, problem: string): SourceError =>
    new SourceError('malformed', source, `${action} row ${number}: ${field}: ${problem}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fail('row', 'is not an object');
  const fields = value as Record<string, unknown>;

  function text(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const found = fields[name];
      if (found === undefined || found === null || found === '') continue;
      if (typeof found === 'string') return found;
      if (typeof found === 'number' && Number.isSafeInteger(found)) return String(found);
      throw fail(name, 'is not a text');
    }
    return undefined;
  }
  function required(names: readonly string[]): string {
    const found = text(...names);
    if (found === undefined) throw fail(names.join(' or '), 'is missing');
    return found;
  }
  function amount(name: string): bigint {
    const found = required([name]);
    if (!WHOLE.test(found)) throw fail(name, `${show(found)} is not a whole number`);
    const read = BigInt(found);
    if (read > MAX_AMOUNT) throw fail(name, 'is larger than 2^256-1');
    return read;
  }
  function optionalAddress(name: string): Address | undefined {
    const found = text(name);
    if (found === undefined) return undefined;
    if (!ADDRESS.test(found)) throw fail(name, `${show(found)} is not an address`);
    return found.toLowerCase();
  }
  return {
    text,
    amount,
    optionalAmount(...names) {
      const name = names.find((candidate) => text(candidate) !== undefined);
      return name === undefined ? undefined : amount(name);
    },
    count(name) {
      const read = amount(name);
      if (read > BigInt(Number.MAX_SAFE_INTEGER)) throw fail(name, 'is too large');
      return Number(read);
    },
    hash(...names) {
      const found = required(names);
      if (!HASH.test(found)) throw fail(names.join(' or '), `${show(found)} is not a transaction hash`);
      return found.toLowerCase();
    },
    address(name) {
      const found = optionalAddress(name);
      if (found === undefined) throw fail(name, 'is missing');
      return found;
    },
    optionalAddress,
    fail,
  };
}

function show(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
