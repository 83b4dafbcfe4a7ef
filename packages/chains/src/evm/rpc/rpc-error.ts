import { findCause, SourceError, type SourceFailure } from '@fundtrail/core';
import {
  answerError,
  type Classify,
  INTERNAL_ERROR,
  METHOD_NOT_FOUND,
  RATE_WORDS,
  RpcAnswerError,
  TOO_MANY_REQUESTS,
  UNAUTHORIZED_WORDS,
  UNREACHABLE_WORDS,
  UNSUPPORTED_WORDS,
} from '../../transport/json-rpc/error.ts';

/** Methods that take a range of blocks, whose refusals may mean: ask for less. */
export const RANGED_METHODS: ReadonlySet<string> = new Set(['eth_getLogs', 'trace_filter']);

/** EIP-1474 "limit exceeded": providers use it for rates and for the size of an answer; the words tell which. */
const LIMIT_EXCEEDED = -32_005;

/** What a called contract says of itself: geth's code 3, and that of Parity's heirs. Its words are anybody's. */
const REVERTED_CODES: ReadonlySet<number> = new Set([3, -32_015]);
const REVERTED_WORDS = /^(execution|vm|evm|transaction)\b.{0,24}(revert|exception|error)/i;
/** A bound on the number of blocks. */
const SPAN_WORDS =
  /block.{0,24}(range|span|distance)|range.{0,40}(block|large|wide|limit|exceed|allowed|max)|max.{0,16}range|[0-9] ?k? range|blocks? (is|are) allowed/i;
/** A bound on the size of the answer, or on the work for it. */
const SIZE_WORDS =
  /more than [0-9,]+ results|too many (results|logs|blocks)|response (size|is too)|too large|size exceed|query timeout|timed? ?out|results? limit|limit exceeded|exceeds? .*limit/i;
const HINTED_SPAN =
  /([0-9][0-9,_]*)\s*(k)?[ -]*blocks?\b|(?:range|span|limit(?:ed)?|max(?:imum)?)\D{0,24}?([0-9][0-9,_]*)\s*(k)?\b/i;

/** Translates a JSON-RPC error answer of an EVM node: by its words and code, else by the HTTP status it came under. */
export const classifyRpcError: Classify = (source, method, code, message, status) => {
  const told = failureOf(method, status === TOO_MANY_REQUESTS ? status : code, message);
  return answerError(source, method, { code, message, status }, told);
};

function failureOf(method: string, code: number, message: string): SourceFailure | undefined {
  // First of all: the words of a contract must neither slow down a key nor take a method for missing.
  if (isRevert(code, message)) return 'refused';
  if (UNAUTHORIZED_WORDS.test(message)) return 'unauthorized';
  const rated = code === TOO_MANY_REQUESTS || RATE_WORDS.test(message);
  // Before rates: an answer about the range must not be asked for again as it was.
  const tooMuch = rated ? SPAN_WORDS.test(message) && !RATE_WORDS.test(message) : shrinkWords(message);
  if (RANGED_METHODS.has(method) && tooMuch) return 'refused';
  if (rated) return 'rate_limited';
  if (code === METHOD_NOT_FOUND || UNSUPPORTED_WORDS.test(message)) return 'unsupported';
  if (code === LIMIT_EXCEEDED) return RANGED_METHODS.has(method) ? 'refused' : 'rate_limited';
  if (code === INTERNAL_ERROR || UNREACHABLE_WORDS.test(message)) return 'unreachable';
  return undefined;
}

/**
 * Whether a failed question about a range of blocks could be answered for a smaller one: `span` when the node bounds the
 * number of blocks, `size` when it bounds the answer or the work, undefined when less would not help.
 */
export function askedTooMuch(error: unknown): 'span' | 'size' | undefined {
  if (!(error instanceof SourceError)) return undefined;
  if (error.failure === 'timeout') return 'size';
  if (error.failure !== 'refused') return undefined;
  if (/HTTP 413/.test(error.message)) return 'size';
  const answer = answerBehind(error);
  if (answer === undefined || isRevert(answer.rpcCode, answer.message)) return undefined;
  if (SIZE_WORDS.test(answer.message) && !SPAN_WORDS.test(answer.message)) return 'size';
  if (SPAN_WORDS.test(answer.message)) return 'span';
  return answer.rpcCode === LIMIT_EXCEEDED ? 'size' : undefined;
}

/** The number of blocks that a refusal names as allowed, when it names one. */
export function hintedSpan(error: unknown): number | undefined {
  const match = HINTED_SPAN.exec(answerBehind(error)?.message ?? '');
  const digits = match?.[1] ?? match?.[3];
  if (digits === undefined) return undefined;
  const span =
    Number(digits.replaceAll(/[,_]/g, '')) * (match?.[2] !== undefined || match?.[4] !== undefined ? 1_000 : 1);
  return Number.isSafeInteger(span) && span > 0 ? span : undefined;
}

function isRevert(code: number, message: string): boolean {
  return REVERTED_CODES.has(code) || REVERTED_WORDS.test(message);
}

function answerBehind(error: unknown): RpcAnswerError | undefined {
  return findCause(error, (candidate): candidate is RpcAnswerError => candidate instanceof RpcAnswerError);
}

function shrinkWords(message: string): boolean {
  return SPAN_WORDS.test(message) || SIZE_WORDS.test(message);
}
