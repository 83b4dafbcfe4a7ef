import { type ChainId, chainInfo, InputError, SourceError } from '@fundtrail/core';
import type { Http, HttpRequest, Immutable } from '../../transport/http.ts';

/** Puts questions to one Esplora. */
export type EsploraClient = {
  readonly source: string;
  readonly chain: ChainId;
  /** @throws SourceError `refused` where the server says that there is no such thing */
  json<T>(question: EsploraQuestion, read: (json: unknown) => T): Promise<T>;
  /** Of the routes that answer with a bare word: a height or a hash. */
  text<T>(question: EsploraQuestion, read: (text: string) => T): Promise<T>;
  bytes<T>(question: EsploraQuestion, read: (bytes: Uint8Array) => T): Promise<T>;
  /** An answer that is not what it must be. */
  malformed(path: string, words: string): SourceError;
};

export type EsploraQuestion = Pick<HttpRequest, 'before' | 'unwrap'> & {
  /** Below the API's address: `/tx/<txid>`. */
  readonly path: string;
  /** What the path names, for the words of a refusal: `transaction`. */
  readonly thing: string;
  /** Tells apart questions about one path that are read in different ways: such do not share an answer in flight. */
  readonly as?: string;
  readonly signal: AbortSignal | undefined;
  /** Set when the answer can never change; see `HttpRequest.immutable`. */
  readonly kept?: Pick<Immutable, 'keeps' | 'renew'>;
  /**
   * What is asked for is known to exist, so a server that does not have it is behind: it is asked again, and in the end
   * `unreachable`, never "no such thing".
   */
  readonly exists?: boolean;
};

/** How servers say that they do not have what was asked for; a page of a gateway is none of it. */
const UNKNOWN = /not found|no such|does not exist|unknown/i;
const MARKUP = /^\s*</;
/** Of a refusal in words. */
const BAD_REQUEST = 400;
const NOT_FOUND = 404;
const MOST_QUOTED = 160;

export function createEsploraClient(http: Http, base: URL, source: string, chain: ChainId): EsploraClient {
  const malformed = (path: string, words: string): SourceError =>
    new SourceError('malformed', source, `${path}: ${words}`);

  function refusal(question: EsploraQuestion, told: unknown, status: number): SourceError | undefined {
    const words = wordsOf(told);
    if (words === undefined) return undefined;
    if (status === NOT_FOUND && UNKNOWN.test(words)) {
      if (question.exists === true) {
        const behind = `${question.path}: it does not have yet what exists, it lags behind`;
        return new SourceError('unreachable', source, behind);
      }
      const { name } = chainInfo(chain);
      const unknown = `there is no such ${question.thing} on ${name}`;
      return new SourceError('refused', source, unknown, { remedy: 'Check the id and the network.' });
    }
    return status === BAD_REQUEST ? new SourceError('refused', source, `${question.path}: ${words}`) : undefined;
  }

  function request(question: EsploraQuestion, format: HttpRequest['format']): HttpRequest {
    const { path, signal, kept, before, unwrap, exists, as } = question;
    const url = new URL(base);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
    return {
      url,
      ...(format === undefined ? {} : { format }),
      label: path,
      sameAs: JSON.stringify([path, as ?? '', exists === true, kept?.renew === true]),
      explain: (told, status) => refusal(question, told, status),
      ...(signal === undefined ? {} : { signal }),
      ...(before === undefined ? {} : { before }),
      ...(unwrap === undefined ? {} : { unwrap }),
      ...(kept === undefined ? {} : { immutable: { of: [chain, path], ...kept } }),
    };
  }

  /** What a reader refuses as input is an answer that is not what it must be. */
  function reading<Told, T>(path: string, read: (told: Told) => T): (told: unknown) => T {
    return (told) => {
      try {
        return read(told as Told);
      } catch (error) {
        if (error instanceof InputError) throw malformed(path, error.message);
        throw error;
      }
    };
  }

  return {
    source,
    chain,
    malformed,
    json: (question, read) => http.ask(request(question, undefined), reading(question.path, read)),
    text: (question, read) =>
      http.ask(
        request(question, 'text'),
        reading(question.path, (text: string) => {
          if (MARKUP.test(text)) throw malformed(question.path, 'answered with HTML instead of a word');
          return read(text);
        }),
      ),
    bytes: (question, read) => http.ask(request(question, 'bytes'), reading(question.path, read)),
  };
}

/** The words of an error, short; undefined for a page of markup and for nothing. Mempool's dialect wraps them into an object. */
function wordsOf(told: unknown): string | undefined {
  const inner = typeof told === 'object' && told !== null && 'error' in told ? told.error : told;
  const text = typeof inner === 'object' && inner !== null && 'message' in inner ? inner.message : inner;
  if (typeof text !== 'string' || MARKUP.test(text)) return undefined;
  const plain = text.replace(/[^\x20-\x7e]+/g, ' ').trim();
  if (plain === '') return undefined;
  return plain.length > MOST_QUOTED ? `${plain.slice(0, MOST_QUOTED)}…` : plain;
}
