import { createHash } from 'node:crypto';
import { InputError } from '@fundtrail/core';

/** Query parameters by which explorers and nodes take a key. */
const KEY_PARAMETERS = /^(?:api-?_?key|key|token|auth|access_?token)$/i;

/**
 * Reads the URL of a source.
 * @throws InputError that does not repeat the text, because it can hold a key.
 */
export function parseSourceUrl(text: string, field: string): URL {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new InputError('this is not the URL of a source', { field }, { remedy: 'Write it like https://host/api.' });
  }
  if (url.username !== '' || url.password !== '') {
    throw new InputError(
      'the URL carries a user or a password',
      { field },
      { remedy: 'Give the key as its own setting.' },
    );
  }
  return url;
}

/** Paths that explorers document; any other part of a path can be a key. */
const PUBLIC_PATH = /^(?:\/(?:api|v[0-9]+|eth-rpc|testnet4?|signet))*\/?$/;
const PATH_DIGEST_DIGITS = 8;

/**
 * A source's stable name: kind, host, and its path where that is a documented one, else a digest of it. Query and
 * credentials are left out: they can carry keys, and so can paths.
 */
export function sourceId(kind: string, url: URL): string {
  if (PUBLIC_PATH.test(url.pathname)) return `${kind}:${url.host}${url.pathname.replace(/\/+$/, '')}`;
  const digest = createHash('sha256').update(url.pathname).digest('hex').slice(0, PATH_DIGEST_DIGITS);
  return `${kind}:${url.host}#${digest}`;
}

/** What a rate belongs to: the host and, where there is one, its key, of which only a digest is kept. */
export function limitKey(kind: string, url: URL, key: string | undefined): string {
  const secret = key ?? [...url.searchParams].find(([name]) => KEY_PARAMETERS.test(name))?.[1];
  const digest = secret === undefined ? '' : `:${createHash('sha256').update(secret).digest('hex').slice(0, 16)}`;
  return `${kind}:${url.host}${digest}`;
}
