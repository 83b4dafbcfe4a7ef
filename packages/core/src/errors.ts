/** Where in an input an error stands; every part is optional and only set when known. */
export type InputPlace = {
  readonly file?: string;
  readonly line?: number;
  readonly field?: string;
};

export type ErrorOptions = {
  readonly cause?: unknown;
  /** What to do next, in one plain sentence. */
  readonly remedy?: string;
};

/**
 * The base of every error fundtrail throws on purpose: a stable `code`, whether trying again can help, and a remedy.
 * Drivers' and providers' errors are translated into one of these once, at the edge.
 */
export class FundtrailError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly remedy: string | undefined;

  constructor(code: string, message: string, options: ErrorOptions & { readonly retryable?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.remedy = options.remedy;
  }
}

/** Something a person gave us is wrong. Nothing was changed. Exit code 2, HTTP 400. */
export class InputError extends FundtrailError {
  readonly place: InputPlace;
  /** The message without its place, for problem documents that carry the place apart. */
  readonly detail: string;

  constructor(detail: string, place: InputPlace = {}, options: ErrorOptions = {}) {
    super('invalid_input', `${formatPlace(place)}${detail}`, options);
    this.detail = detail;
    this.place = place;
  }

  /** The same error with more of its place known, e.g. the file and line around a field. */
  at(place: InputPlace): InputError {
    return new InputError(
      this.detail,
      { ...place, ...this.place },
      {
        cause: this.cause,
        ...(this.remedy === undefined ? {} : { remedy: this.remedy }),
      },
    );
  }
}

/** A thing that was named does not exist. Exit code 2, HTTP 404. */
export class NotFoundError extends FundtrailError {
  constructor(what: string, options: ErrorOptions = {}) {
    super('not_found', what, options);
  }
}

/** The request contradicts the state of what it names (e.g. resuming a finished case). Exit code 2, HTTP 409. */
export class ConflictError extends FundtrailError {
  constructor(message: string, options: ErrorOptions = {}) {
    super('conflict', message, options);
  }
}

/**
 * Why a source gave no facts. Error, empty and truncated are three things: empty is an answer and never an error,
 * truncated is coverage, and everything else is one of these.
 * - `rate_limited`, `timeout`, `unreachable`: try again later (`retryable`).
 * - `malformed`: the answer is not what the protocol promises (HTML, cut JSON, wrong block).
 * - `refused`: the source understood and will not answer for this subject.
 * - `unsupported`: the source does not offer this kind of question at all.
 * - `unauthorized`: a key is missing or refused; nothing else will work either.
 * - `disputed`: providers answered, and differently; asking the same ones again decides nothing.
 */
export type SourceFailure =
  | 'rate_limited'
  | 'timeout'
  | 'unreachable'
  | 'malformed'
  | 'refused'
  | 'unsupported'
  | 'unauthorized'
  | 'disputed';

const RETRYABLE_FAILURES: ReadonlySet<SourceFailure> = new Set(['rate_limited', 'timeout', 'unreachable', 'malformed']);

/** A source of facts failed. `source` is its id, which never holds a URL's credentials or a key. */
export class SourceError extends FundtrailError {
  readonly failure: SourceFailure;
  readonly source: string;
  /** What the source asks us to wait, in milliseconds, when it says so. */
  readonly retryAfterMs: number | undefined;

  constructor(
    failure: SourceFailure,
    source: string,
    message: string,
    options: ErrorOptions & { readonly retryAfterMs?: number } = {},
  ) {
    super(`source_${failure}`, `${source}: ${message}`, { ...options, retryable: RETRYABLE_FAILURES.has(failure) });
    this.failure = failure;
    this.source = source;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** An invariant of the ledger or of a stored case does not hold: a defect, to be reported with the case. */
export class InvariantError extends FundtrailError {
  constructor(message: string, options: ErrorOptions = {}) {
    super('invariant', message, options);
  }
}

/** Walks an error and its causes, outermost first, and returns the first that matches. */
export function findCause<E>(error: unknown, matches: (candidate: unknown) => candidate is E): E | undefined {
  const seen = new Set<unknown>();
  for (let current = error; current !== undefined && current !== null && !seen.has(current); ) {
    if (matches(current)) return current;
    seen.add(current);
    current = current instanceof Error ? current.cause : undefined;
  }
  return undefined;
}

function formatPlace(place: InputPlace): string {
  const where =
    place.file === undefined
      ? place.line === undefined
        ? ''
        : `line ${place.line}`
      : joinLine(place.file, place.line);
  const parts = [where, place.field ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? '' : `${parts.join(': ')}: `;
}

function joinLine(file: string, line: number | undefined): string {
  return line === undefined ? file : `${file}:${line}`;
}
