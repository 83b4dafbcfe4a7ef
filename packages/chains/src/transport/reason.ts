import type { SourceError } from '@fundtrail/core';
import { wordsOf } from './failures.ts';

/**
 * Why a source gave nothing for good, in words that depend on the failure alone: a recorded folder and any server of the same answers then
 * lead to the same case, byte for byte. The source's own words are in the error and in the log.
 */
export function reasonOf(error: SourceError): string {
  if (error.failure === 'refused') return 'the source refused to answer';
  return wordsOf(error);
}
