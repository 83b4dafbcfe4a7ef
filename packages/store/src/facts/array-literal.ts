/**
 * Arrays for `unnest($n::type[])` as PostgreSQL's own text, built in one pass: the driver's general way costs several
 * times as much, and a batch has a dozen of them.
 */

/** Numbers, booleans and amounts: nothing in them needs quoting. */
export function plainArray(values: readonly (number | bigint | boolean)[]): string {
  return `{${values.join(',')}}`;
}

/** The same with undefined as null. */
export function maybeArray(values: readonly (number | bigint | undefined)[]): string {
  return `{${values.map((value) => value ?? 'null').join(',')}}`;
}

/** bytea[] from `0x…` texts; undefined is null. The empty text is the empty string of bytes. */
export function bytesArray(values: readonly (string | undefined)[]): string {
  return `{${values.map((value) => (value === undefined ? 'null' : `"\\\\x${value.slice(2)}"`)).join(',')}}`;
}

export function textArray(values: readonly (string | undefined)[]): string {
  return `{${values.map((value) => (value === undefined ? 'null' : quote(value))).join(',')}}`;
}

function quote(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
