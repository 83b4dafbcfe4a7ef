import { SourceError } from '@fundtrail/core';

/** The text of an answer. @throws SourceError `malformed` when it is longer than `maxBytes`. */
export async function readBody(response: Response, maxBytes: number, source: string): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new SourceError('malformed', source, `answered with more than ${maxBytes} bytes`);
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  parts.push(decoder.decode());
  return parts.join('');
}
