import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from '@fundtrail/core';

const KEY_BYTES = 32;
const OTHERS_BITS = 0o077;

export type InstallationKeySource = {
  /** Value of FUNDTRAIL_SECRET_KEY: 32 bytes in base64 or hex; it wins over the file. */
  readonly secretKey?: string | undefined;
  /** Where the key lies otherwise; made with mode 0600 when missing. */
  readonly keyFile: string;
};

/**
 * The 32-byte key that seals what is secret in the database. Two processes that both find no file agree on one key.
 * @throws InputError for a key of another length, or a file that others may read.
 */
export async function loadInstallationKey(source: InstallationKeySource): Promise<Buffer> {
  if (source.secretKey !== undefined && source.secretKey !== '') return parseKey(source.secretKey);
  const existing = await readKeyFile(source.keyFile);
  if (existing !== undefined) return existing;
  await makeKeyFile(source.keyFile);
  const made = await readKeyFile(source.keyFile);
  if (made === undefined) throw new InputError('the key file vanished while it was made', { file: source.keyFile });
  return made;
}

async function readKeyFile(path: string): Promise<Buffer | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new InputError('the key file cannot be read', { file: path }, { cause: error });
  }
  const { mode } = await stat(path);
  if ((mode & OTHERS_BITS) !== 0) {
    throw new InputError('others may read the key file', { file: path }, { remedy: `chmod 600 ${path}` });
  }
  return parseKey(text.trim(), path);
}

/** Written whole under another name and linked, so that nobody ever reads half a key and the first one stays. */
async function makeKeyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}

function parseKey(text: string, file?: string): Buffer {
  const key = /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new InputError(
    `the installation's key has ${key.length} bytes instead of ${KEY_BYTES}`,
    file === undefined ? { field: 'FUNDTRAIL_SECRET_KEY' } : { file },
    { remedy: 'Make one with: openssl rand -base64 32' },
  );
}
