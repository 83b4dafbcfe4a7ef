import { SourceError } from '@fundtrail/core';

/**
 * What an explorer's list question was answered with.
 * - `rows`: all the rows of the page; `incomplete` says why the explorer itself does not vouch for them.
 * - `window`: the explorer does not page this far.
 */
export type ListAnswer =
  | { readonly kind: 'rows'; readonly rows: readonly unknown[]; readonly incomplete?: string }
  | { readonly kind: 'window' };

const EMPTY = /^no (?:transactions|internal transactions|token transfers|records|data|logs)\b.*found/i;
const WINDOW = /result window is too large/i;
/** Looked at in this order: a text about an invalid key can also speak of too many attempts. */
const FAILURES: readonly (readonly [
  RegExp,
  'unauthorized' | 'rate_limited' | 'timeout' | 'unreachable' | 'unsupported',
])[] = [
  [
    /(?:missing|invalid|unknown)[ /\w#()]{0,20}api ?key|api ?key[ \w]{0,20}(?:missing|invalid|required|not found)/i,
    'unauthorized',
  ],
  [/rate limit|calls? per (?:second|sec|minute|day)|too many (?:requests|calls)|throttl|daily limit/i, 'rate_limited'],
  [/query timeout|timed? ?out/i, 'timeout'],
  [/server too busy|temporarily unavailable|try again later|service unavailable/i, 'unreachable'],
  [
    /(?:missing or )?invalid (?:action|module)|unknown (?:action|module)|missing (?:action|module)|unsupported chainid|not supported|not implemented|method not found|api pro endpoint|upgrade your (?:api )?plan/i,
    'unsupported',
  ],
];

/**
 * Judges the answer to a list question. Only `status` 1 with rows and the explorer's own words for "none" are data; every other answer is an
 * error of a class, never taken as empty.
 * @throws SourceError
 */
export function readList(json: unknown, source: string): ListAnswer {
  const { status, message, result } = envelope(json, source);
  const text = typeof result === 'string' && result !== '' ? result : message;
  if (EMPTY.test(message) || (typeof result === 'string' && EMPTY.test(result))) {
    if (Array.isArray(result) && result.length > 0)
      throw new SourceError('malformed', source, `says "${message}" and sends rows`);
    return { kind: 'rows', rows: [] };
  }
  if (WINDOW.test(text)) return { kind: 'window' };
  if (status === '1' && Array.isArray(result)) return { kind: 'rows', rows: result };
  // Blockscout's word for rows of a range that it has not finished processing.
  if (status === '2' && Array.isArray(result)) return { kind: 'rows', rows: result, incomplete: message };
  throw failureOf(text, source);
}

/**
 * Judges the answer to a question that has one value, and returns its `result`.
 * @throws SourceError `refused` where the explorer says that there is none
 */
export function readValue(json: unknown, source: string): unknown {
  const { status, message, result } = envelope(json, source);
  if (status === '1' && result !== null && result !== '') return result;
  throw failureOf(typeof result === 'string' && result !== '' ? result : message, source);
}

/**
 * Judges the answer to a node's question put through an explorer, and returns its `result` (null where the node knows none).
 * @throws SourceError
 */
export function readNodeAnswer(json: unknown, source: string): unknown {
  const body = asObject(json, source);
  if ('error' in body && body.error !== null && body.error !== undefined) {
    const error = body.error;
    const message = typeof error === 'object' && 'message' in error ? String(error.message) : String(error);
    throw failureOf(message, source);
  }
  if ('status' in body) {
    const { message, result } = envelope(json, source);
    throw failureOf(typeof result === 'string' && result !== '' ? result : message, source);
  }
  if (!('result' in body)) throw new SourceError('malformed', source, 'answered without a result');
  return body.result;
}

function failureOf(text: string, source: string): SourceError {
  const failure = FAILURES.find(([pattern]) => pattern.test(text))?.[1] ?? 'refused';
  return new SourceError(failure, source, quote(text));
}

/** An explorer's words, short and without what could be a key or an address line. */
function quote(text: string): string {
  const plain = text
    .replace(/https?:\/\/\S+/g, '…')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim();
  return plain.length > 160 ? `${plain.slice(0, 160)}…` : plain === '' ? 'refused without a reason' : plain;
}

function envelope(
  json: unknown,
  source: string,
): { readonly status: string; readonly message: string; readonly result: unknown } {
  const body = asObject(json, source);
  const { status, message, result } = body;
  if ((typeof status !== 'string' && typeof status !== 'number') || result === undefined) {
    throw new SourceError('malformed', source, 'answered without status and result');
  }
  return { status: String(status), message: typeof message === 'string' ? message : '', result };
}

function asObject(json: unknown, source: string): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new SourceError('malformed', source, 'answered with something else than an object');
  }
  return json as Record<string, unknown>;
}
