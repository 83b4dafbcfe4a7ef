import { redactUrls } from '@fundtrail/core';
import { decoded } from './credentials.ts';

/** Takes out of a text what must not be told: URLs, and whatever of this source's own URL or key it repeats. */
export type Redact = (text: string) => string;

/** A key has this many characters; a shorter part of a path is a word like `rpc` or `mainnet` unless it holds a digit. */
const SHORTEST_KEY = 12;
const SHORTEST_KEY_WITH_DIGIT = 6;
/** What is a password by its place may be shorter, but a text without every "a" tells nothing. */
const SHORTEST_PASSWORD = 4;

export function createRedact(url: URL, apiKey?: string): Redact {
  const passwords = [apiKey ?? '', url.username, url.password].filter((part) => part.length >= SHORTEST_PASSWORD);
  const keys = [...url.pathname.split('/'), ...[...url.searchParams].map(([, value]) => value)].filter(looksLikeKey);
  const secrets = [...new Set([...passwords, ...keys].flatMap((part) => [part, decoded(part)]))].sort(
    (one, other) => other.length - one.length,
  );
  return (text) => secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '…'), redactUrls(text));
}

function looksLikeKey(part: string): boolean {
  return part.length >= SHORTEST_KEY || (part.length >= SHORTEST_KEY_WITH_DIGIT && /[0-9]/.test(part));
}
