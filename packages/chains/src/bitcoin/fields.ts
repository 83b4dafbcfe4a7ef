import { type Address, type Hash, InputError } from '@fundtrail/core';

/** A JSON object whose members are still unchecked. */
export type Fields = Readonly<Record<string, unknown>>;

const HASH = /^[0-9a-fA-F]{64}$/;
const SCRIPT = /^(?:[0-9a-fA-F]{2})*$/;
/** Characters of a wrong value that a message repeats. */
const SHOWN = 60;

/** Readers of members of JSON about UTXO chains. What is of another form is refused under its field's name, never a default. */
export function recordOf(value: unknown, field = ''): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw wrong(value, field, 'an object');
}

export function listOf(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(value, field, 'a list');
}

/** A whole number up to `largest`. */
export function countOf(value: unknown, field: string, largest = Number.MAX_SAFE_INTEGER): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= largest) return value;
  throw wrong(value, field, `a whole number up to ${largest}`);
}

/** Base units. A JSON number beyond 2^53 has lost digits already, and is refused. */
export function amountOf(value: unknown, field: string): bigint {
  return BigInt(countOf(value, field));
}

/** A transaction's or block's hash as it is shown, without 0x; in stored form. */
export function hashOf(value: unknown, field: string): Hash {
  if (typeof value === 'string' && HASH.test(value)) return `0x${value.toLowerCase()}`;
  throw wrong(value, field, '64 hex digits');
}

/** A script in hex, perhaps empty; in stored form. */
export function scriptOf(value: unknown, field: string): Address {
  if (typeof value === 'string' && SCRIPT.test(value)) return `0x${value.toLowerCase()}`;
  throw wrong(value, field, 'a script in hex');
}

/** Reads every member of a list; a fault in one is told with its place: `vin[3].txid`. */
export function eachOf<T>(value: unknown, field: string, read: (member: unknown) => T): readonly T[] {
  return listOf(value, field).map((member, at) => {
    try {
      return read(member);
    } catch (error) {
      throw error instanceof InputError ? under(error, `${field}[${at}]`) : error;
    }
  });
}

function under(error: InputError, parent: string): InputError {
  const inner = error.place.field ?? '';
  const field = inner === '' ? parent : `${parent}.${inner}`;
  return new InputError(
    error.detail,
    { ...error.place, field },
    { cause: error.cause, ...(error.remedy === undefined ? {} : { remedy: error.remedy }) },
  );
}

function wrong(value: unknown, field: string, wanted: string): InputError {
  if (value === undefined) return new InputError('is missing', { field });
  const shown = JSON.stringify(value) ?? String(value);
  const found = shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown;
  return new InputError(`${found} is not ${wanted}`, { field });
}
