import { InputError, type InputPlace } from '@fundtrail/core';

const UNIX_SECONDS = /^[0-9]{1,12}$/;
const ISO_UTC = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z)?$/;

/** A time in a CSV, in Unix seconds: given so, or as ISO 8601 in UTC. @throws InputError */
export function readCsvTime(text: string, place: InputPlace): number {
  if (UNIX_SECONDS.test(text)) return Number(text);
  const milliseconds = ISO_UTC.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(milliseconds)) return Math.floor(milliseconds / 1000);
  throw new InputError(`${JSON.stringify(text)} is not a time`, place, {
    remedy: 'Give Unix seconds, or UTC like 2022-03-23T13:29:09Z.',
  });
}
