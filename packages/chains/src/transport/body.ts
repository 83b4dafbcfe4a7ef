import { SourceError } from '@fundtrail/core';

/** The text of an answer. @throws SourceError `malformed` when it is longer than `maxBytes`. */
export async function readBody(response: Response, maxBytes: number, source: string): Promise<string> {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  for await (const chunk of chunksOf(response, maxBytes, source)) parts.push(decoder.decode(chunk, { stream: true }));
  parts.push(decoder.decode());
  return parts.join('');
}

/** An answer as it came. @throws SourceError `malformed` when it is longer than `maxBytes`. */
export async function readBytes(response: Response, maxBytes: number, source: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf(response, maxBytes, source)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* chunksOf(response: Response, maxBytes: number, source: string): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new SourceError('malformed', source, `answered with more than ${maxBytes} bytes`);
    yield chunk;
  }
}
