import { readFile } from 'node:fs/promises';
import { InputError } from '@fundtrail/core';
import type { Terminal } from '../terminal.ts';

/** Files as options name them; `-` is stdin. */
export type Files = {
  /** @throws InputError when the file cannot be read or is no text; `option` names what asked for it. */
  readText(path: string, option: string): Promise<string>;
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'this is a folder, not a file',
  EACCES: 'the file may not be read',
};

export function createFiles(terminal: Pick<Terminal, 'readStdin'>): Files {
  return {
    readText: async (path, option) => {
      if (path === '-') return terminal.readStdin();
      return decode(await readBytes(path, option), path, option);
    },
  };
}

async function readBytes(path: string, option: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const reason = REASONS[code];
    if (reason === undefined) throw error;
    throw new InputError(reason, { file: path, field: option }, { cause: error, remedy: 'Check the path.' });
  }
}

function decode(bytes: Uint8Array, path: string, option: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new InputError(
      'the file is not UTF-8 text',
      { file: path, field: option },
      { cause: error, remedy: 'Save it as plain CSV in UTF-8, not compressed.' },
    );
  }
}
