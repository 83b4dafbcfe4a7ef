import { InputError } from '@fundtrail/core';

const UNIX_SECONDS = /^[0-9]{1,12}$/;
const ISO_UTC = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/;

/** @throws InputError unless the text is a whole number of at least `minimum`. */
export function parseWhole(text: string, field: string, minimum = 0): number {
  const value = /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= minimum) return value;
  throw new InputError(
    `${JSON.stringify(text)} is not a whole number of at least ${minimum}`,
    { field },
    { remedy: `Give a number like ${Math.max(minimum, 1000)}.` },
  );
}

/** A limit that may be lifted with `none`. @throws InputError */
export function parseLimit(text: string, field: string, minimum = 0): number | null {
  return text === 'none' ? null : parseWhole(text, field, minimum);
}

/** Unix seconds, or a date or time in UTC; a date means its first second. @throws InputError */
export function parseTime(text: string, field: string): number {
  if (UNIX_SECONDS.test(text)) return Number(text);
  const milliseconds = ISO_UTC.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(milliseconds)) return milliseconds / 1000;
  throw new InputError(
    `${JSON.stringify(text)} is not a time`,
    { field },
    { remedy: 'Give Unix seconds, or UTC like 2022-03-23 or 2022-03-23T13:29:09Z.' },
  );
}

/** US dollars as a decimal text. @throws InputError */
export function parseUsd(text: string, field: string): string {
  if (/^(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(text)) return text;
  throw new InputError(
    `${JSON.stringify(text)} is not an amount of US dollars`,
    { field },
    { remedy: 'Give a number like 1000 or 999.50, without sign or exponent.' },
  );
}
