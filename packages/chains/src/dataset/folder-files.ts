import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Address, InputError } from '@fundtrail/core';
import type { Skipped } from './dataset.ts';

/** A recorded answer: the question's action, the account, and where it lies. */
export type RecordedFile = {
  readonly action: string;
  readonly account: Address;
  readonly name: string;
  readonly path: string;
};

const FILE_NAME = /^(0x[0-9a-fA-F]{40})\.json(?:\.gz)?$/;
const unpack = promisify(gunzip);

/**
 * Lists `<folder>/<action>/<address>.json[.gz]`. A file of another name is told by name, and so is the second file of an account.
 * @throws InputError when the folder cannot be read.
 */
export async function listRecorded(
  folder: string,
  actions: readonly string[],
): Promise<{
  readonly files: readonly RecordedFile[];
  readonly offered: ReadonlySet<string>;
  readonly skipped: readonly Skipped[];
}> {
  const files: RecordedFile[] = [];
  const skipped: Skipped[] = [];
  const offered = new Set<string>();
  for (const action of actions) {
    const names = await namesIn(join(folder, action), folder);
    if (names === undefined) continue;
    offered.add(action);
    const seen = new Set<Address>();
    for (const fileName of names.sort()) {
      const name = `${action}/${fileName}`;
      const account = FILE_NAME.exec(fileName)?.[1]?.toLowerCase();
      if (account === undefined) skipped.push({ name, reason: 'the name is not an address with .json or .json.gz' });
      else if (seen.has(account)) skipped.push({ name, reason: 'the account has another file' });
      else {
        seen.add(account);
        files.push({ action, account, name, path: join(folder, action, fileName) });
      }
    }
  }
  return { files, offered, skipped };
}

/** The bytes of a recorded file and what they say. `answer` is a text when the file cannot be read as JSON: the reason. */
export async function readRecorded(
  file: RecordedFile,
): Promise<{ readonly sha256: string; readonly answer: { readonly json: unknown } | string }> {
  const bytes = await readFile(file.path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  let text: string;
  try {
    text = (file.path.endsWith('.gz') ? await unpack(bytes) : bytes).toString('utf8');
  } catch {
    return { sha256, answer: 'the gzip data is cut or damaged' };
  }
  try {
    return { sha256, answer: { json: JSON.parse(text) } };
  } catch {
    return { sha256, answer: 'the content is not JSON' };
  }
}

/** The content of the folder as one digest: each file's own digest with its name, in the order of names, as sha256sum writes them. */
export function digestOf(files: readonly { readonly name: string; readonly sha256: string }[]): string {
  const hash = createHash('sha256');
  for (const { name, sha256 } of files.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    hash.update(`${sha256}  ${name}\n`);
  return hash.digest('hex');
}

async function namesIn(directory: string, folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(directory);
  } catch (error) {
    const code = (error as { readonly code?: unknown }).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new InputError(`the folder cannot be read (${String(code)})`, { file: folder }, { cause: error });
  }
}
