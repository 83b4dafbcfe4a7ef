import { SourceError } from '@fundtrail/core';
import type { Redact } from '../redact.ts';
import type { Classify } from './error.ts';

/** One JSON-RPC question: what its answer must carry, and how errors name it. */
export type RpcQuestion = {
  readonly source: string;
  readonly id: number;
  readonly method: string;
  readonly redact: Redact;
  readonly classify: Classify;
};

/**
 * The `result` of an answer, unchecked; null is a result.
 *
 * The id must be ours: it is what tells an answer to this question from one that a proxy or cache mixed up. `"7"` for 7 tells it as
 * well. The version is not looked at: some gateways leave it out, and it says nothing about the answer. A list is the answer
 * to a batch, which was never sent.
 * @throws SourceError `malformed` for what is no answer, and by its class for an error that the node tells
 */
export function readRpcResult(question: RpcQuestion, json: unknown): unknown {
  const error = readRpcError(question, json, undefined);
  if (error !== undefined) throw error;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw malformed(question, `answered with ${Array.isArray(json) ? 'a list' : 'something else than an object'}`);
  }
  const { id } = json as { readonly id?: unknown };
  if (!isOwn(question, id)) throw malformed(question, 'answered under the id of another question');
  if (!('result' in json)) throw malformed(question, 'answered without a result');
  return json.result;
}

/**
 * The error that an answer tells, under any HTTP status (`status` where it is no success); undefined where it tells none.
 * A node that could not read the question answers with an id of null, and gateways leave it out; only another id is refused.
 */
export function readRpcError(
  question: RpcQuestion,
  json: unknown,
  status: number | undefined,
): SourceError | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const { error, id } = json as { readonly error?: unknown; readonly id?: unknown };
  if (error === undefined || error === null) return undefined;
  if (id !== undefined && id !== null && !isOwn(question, id)) {
    return malformed(question, 'told an error under the id of another question');
  }
  const { code, message } = typeof error === 'object' ? (error as { code?: unknown; message?: unknown }) : {};
  const words = typeof error === 'string' ? error : typeof message === 'string' ? message : 'without a reason';
  return question.classify(question.source, question.method, readCode(code), question.redact(words), status);
}

/** Some nodes write the code as text; 0 where there is none. */
function readCode(code: unknown): number {
  const number = typeof code === 'string' && code.trim() !== '' ? Number(code) : code;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
}

function isOwn(question: RpcQuestion, id: unknown): boolean {
  return id === question.id || id === String(question.id);
}

function malformed(question: RpcQuestion, message: string): SourceError {
  return new SourceError('malformed', question.source, `${question.method}: ${message}`);
}
