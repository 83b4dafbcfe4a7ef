import { readFileSync } from 'node:fs';
import type { TransactionFact } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';

/** A transaction of the shared data, with what its recording says that it is. */
export type Recorded = {
  /** Name of the file, without its ending. */
  readonly file: string;
  /** Names of the tests that it was recorded for, without their parameters. */
  readonly names: readonly string[];
  readonly fact: TransactionFact;
  /** What of it is not recorded. */
  readonly made?: string;
};

/** File of what is recorded as events only, without a receipt. */
export const CACHED = 'tornado';

export type Json = { readonly [field: string]: unknown };

/** Path of a part of the shared data. @throws where it is missing */
export function dataPath(path: string): string {
  const full = sharedData(path);
  if (full === undefined) throw new Error(`${path} does not lie beside the project`);
  return full;
}

export function dataJson<T = Json>(path: string): T {
  return JSON.parse(readFileSync(dataPath(path), 'utf8')) as T;
}
