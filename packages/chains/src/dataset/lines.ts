import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { InputError } from '@fundtrail/core';

/** A batch of lines of a text file, plain or gzip. */
export type LineBatch = { readonly lines: readonly string[] /** Of the first, from 1. */; readonly firstLine: number };

export type LineReader = {
  readonly batches: AsyncIterable<LineBatch>;
  /** sha256 (hex) of the file's bytes as they lie on disk; there when the batches have been read to their end. */
  digest(): string;
};

const READ_BYTES = 1 << 18;
const GZIP_MAGIC = [0x1f, 0x8b];
/** In characters. No row of a transfers file comes near; a longer line is not such a file. */
const LONGEST_LINE = 64 * 1024;

/**
 * Reads a file line by line; a name that ends in `.gz` is unpacked.
 * @throws InputError for a file that is missing, not gzip though named so (or the other way round), cut, not UTF-8, or without line ends.
 */
export async function openLines(
  path: string,
  { longestLine = LONGEST_LINE }: { readonly longestLine?: number } = {},
): Promise<LineReader> {
  const packed = path.endsWith('.gz');
  await checkMagic(path, packed);
  const hash = createHash('sha256');
  let digest: string | undefined;

  async function* read(): AsyncGenerator<LineBatch> {
    const file = createReadStream(path, { highWaterMark: READ_BYTES });
    file.on('data', (chunk) => hash.update(chunk));
    const text = new PassThrough({ highWaterMark: READ_BYTES });
    const done = packed ? pipeline(file, createGunzip({ chunkSize: READ_BYTES }), text) : pipeline(file, text);
    // The reader below meets the same failure; this only keeps it from being nobody's.
    done.catch(() => undefined);
    try {
      yield* cutLines(text, path, longestLine, done);
    } finally {
      file.destroy();
    }
    digest = hash.digest('hex');
  }

  return {
    batches: read(),
    digest() {
      if (digest === undefined) throw new Error('the lines were not read to their end');
      return digest;
    },
  };
}

/**
 * Cuts a text that comes in pieces, not packed, into lines. `name` is what it is called in errors; `done` fails where its pieces come to an
 * end too early.
 * @throws InputError for what is not UTF-8, or without line ends
 */
export async function* cutLines(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
  longestLine: number,
  done?: Promise<void>,
): AsyncGenerator<LineBatch> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let line = 1;
  try {
    for await (const piece of pieces) {
      const parts = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      if (rest.length > longestLine)
        throw new InputError('this line is too long', { file: name, line: line + parts.length });
      if (parts.length > 0) yield { lines: parts.map(withoutReturn), firstLine: line };
      line += parts.length;
    }
    rest += decoder.decode();
    await done;
  } catch (error) {
    throw error instanceof InputError ? error : readFailure(error, name, line);
  }
  if (rest !== '') yield { lines: [withoutReturn(rest)], firstLine: line };
}

async function checkMagic(path: string, packed: boolean): Promise<void> {
  const head = Buffer.alloc(2);
  let bytes: number;
  try {
    const file = await open(path, 'r');
    try {
      ({ bytesRead: bytes } = await file.read(head, 0, 2, 0));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readFailure(error, path, undefined);
  }
  if (bytes === 0)
    throw new InputError('the file is empty', { file: path }, { remedy: 'Give a file with a header and rows.' });
  const magic = head[0] === GZIP_MAGIC[0] && head[1] === GZIP_MAGIC[1];
  if (packed && !magic) {
    throw new InputError(
      'this is not gzip, though its name says so',
      { file: path },
      { remedy: 'Pack it with gzip, or take .gz off its name.' },
    );
  }
  if (!packed && magic) {
    throw new InputError(
      'this is gzip, though its name does not say so',
      { file: path },
      { remedy: 'Let its name end in .gz.' },
    );
  }
}

function readFailure(error: unknown, path: string, line: number | undefined): InputError {
  const code = (error as { readonly code?: unknown }).code;
  const place = line === undefined ? { file: path } : { file: path, line };
  if (code === 'ENOENT') return new InputError('there is no such file', { file: path }, { cause: error });
  if (code === 'EISDIR') return new InputError('this is a folder, not a file', { file: path }, { cause: error });
  if (code === 'Z_BUF_ERROR') {
    return new InputError('the gzip data is cut', place, { cause: error, remedy: 'Fetch or pack the file again.' });
  }
  if (typeof code === 'string' && code.startsWith('Z_')) {
    return new InputError('the gzip data is damaged', place, { cause: error, remedy: 'Fetch or pack the file again.' });
  }
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new InputError('this is not UTF-8 text', place, { cause: error, remedy: 'Save the file as UTF-8.' });
  }
  return new InputError(
    `the file cannot be read (${typeof code === 'string' ? code : 'unknown failure'})`,
    { file: path },
    { cause: error },
  );
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
