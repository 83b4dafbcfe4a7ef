import pg from 'pg';

const INT8 = 20;
const INT8_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;
const TEXT_ARRAY: number = 1009;

const parseTextArray = pg.types.getTypeParser(TEXT_ARRAY, 'text') as (text: string) => (string | null)[];

/**
 * How answers of the server are read. Differs from the driver's own where that would lose digits: it reads int8 as text
 * and elements of numeric[] as floats.
 */
export function typeParserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === INT8) return parseInt8;
  if (oid === INT8_ARRAY) return (text) => parseTextArray(text).map((item) => (item === null ? null : parseInt8(item)));
  if (oid === NUMERIC_ARRAY) return parseTextArray;
  return pg.types.getTypeParser(oid, format ?? 'text') as (value: string) => unknown;
}

/** Block numbers, times, counts: all far below 2^53. A value beyond it must not be rounded silently. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} is beyond what a number can hold exactly`);
  return value;
}
