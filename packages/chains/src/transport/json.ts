import { SourceError } from '@fundtrail/core';

/** @throws SourceError `malformed` that says what stands there instead of JSON, without repeating it. */
export function parseJson(
  text: string,
  source: string,
  about: string,
  parse: (text: string) => unknown = JSON.parse,
): unknown {
  try {
    return parse(text);
  } catch {
    const kind = /^\s*</.test(text)
      ? 'HTML instead of JSON'
      : text.trim() === ''
        ? 'an empty body'
        : 'cut or broken JSON';
    throw new SourceError('malformed', source, `${about}answered with ${kind} (${text.length} characters)`);
  }
}
