import type { SourceFailure } from '@fundtrail/core';
import {
  answerError,
  type Classify,
  INTERNAL_ERROR,
  METHOD_NOT_FOUND,
  RATE_WORDS,
  TOO_MANY_REQUESTS,
  UNAUTHORIZED_WORDS,
  UNREACHABLE_WORDS,
  UNSUPPORTED_WORDS,
} from '../../transport/json-rpc/error.ts';

/** Codes of src/rpc/protocol.h of Bitcoin Core. */
const OUT_OF_MEMORY = -7;
const NOT_CONNECTED = -9;
const IN_INITIAL_DOWNLOAD = -10;
const IN_WARMUP = -28;
/** An unknown thing, or a parameter out of range: of the question, not of the node. */
const ABOUT_QUESTION: ReadonlySet<number> = new Set([-5, -8]);

const NO_INDEX_WORDS = /-?txindex/i;
const INDEXING_WORDS =
  /still in the process of being indexed|being indexed|index.{0,20}(not|n't) (yet )?(synced|ready)/i;
const PRUNED_WORDS = /pruned/i;

export const TXINDEX_REMEDY = 'Start the node with -txindex=1, or name a source that has an index, such as an Esplora.';
export const PRUNED_REMEDY = 'Use a node that keeps all blocks (without -prune), or an Esplora.';

/** Translates an error of Bitcoin Core or a node of its kin. */
export const classifyCoreError: Classify = (source, method, code, message, status) => {
  const answer = { code, message, status };
  if (INDEXING_WORDS.test(message)) return answerError(source, method, answer, 'unreachable');
  if (NO_INDEX_WORDS.test(message)) return answerError(source, method, answer, 'unsupported', TXINDEX_REMEDY);
  if (code === IN_WARMUP) return answerError(source, method, answer, 'unreachable', 'Wait until the node has started.');
  if (PRUNED_WORDS.test(message)) return answerError(source, method, answer, 'refused', PRUNED_REMEDY);
  return answerError(source, method, answer, failureOf(code, message, status));
};

function failureOf(code: number, message: string, status: number | undefined): SourceFailure | undefined {
  if (ABOUT_QUESTION.has(code)) return 'refused';
  if ([IN_INITIAL_DOWNLOAD, NOT_CONNECTED, OUT_OF_MEMORY, INTERNAL_ERROR].includes(code)) return 'unreachable';
  if (UNAUTHORIZED_WORDS.test(message)) return 'unauthorized';
  if (code === TOO_MANY_REQUESTS || status === TOO_MANY_REQUESTS || RATE_WORDS.test(message)) return 'rate_limited';
  if (code === METHOD_NOT_FOUND || UNSUPPORTED_WORDS.test(message)) return 'unsupported';
  return UNREACHABLE_WORDS.test(message) ? 'unreachable' : undefined;
}
