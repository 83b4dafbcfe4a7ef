import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { InputError } from '@fundtrail/core';

/** The bytes of a file in order, as many at a time as are asked for. */
export type ByteReader = {
  /** Where the bytes at hand begin in the file. */
  readonly base: number;
  /** The bytes at hand; at least `length`, unless the file has no more. They are never changed afterwards. */
  atLeast(length: number): Promise<Buffer>;
  /** Drops the first bytes at hand. */
  drop(length: number): void;
  /** sha256 (hex) of the file; there when all of it was read. */
  digest(): string;
  close(): Promise<void>;
};

const READ_BYTES = 4 * 1024 * 1024;

/** @throws InputError where the file is missing or cannot be read */
export async function openBytes(path: string): Promise<ByteReader> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error);
  });
  const hash = createHash('sha256');
  let base = 0;
  let held: Buffer = Buffer.alloc(0);
  let ended = false;

  async function more(wanted: number): Promise<void> {
    const fresh = Buffer.allocUnsafe(held.length + Math.max(READ_BYTES, wanted - held.length));
    const { bytesRead } = await file.read(fresh, held.length, fresh.length - held.length).catch((error: unknown) => {
      throw unreadable(path, error);
    });
    ended = bytesRead === 0;
    hash.update(fresh.subarray(held.length, held.length + bytesRead));
    held.copy(fresh);
    held = fresh.subarray(0, held.length + bytesRead);
  }

  return {
    get base() {
      return base;
    },
    async atLeast(length) {
      while (held.length < length && !ended) await more(length);
      return held;
    },
    drop(length) {
      held = held.subarray(length);
      base += length;
    },
    digest() {
      if (!ended) throw new Error('the bytes were not read to their end');
      return hash.digest('hex');
    },
    close: () => file.close(),
  };
}

function unreadable(path: string, error: unknown): InputError {
  const code = (error as { readonly code?: unknown }).code;
  const what = code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${String(code)})`;
  return new InputError(what, { file: path }, { cause: error });
}
