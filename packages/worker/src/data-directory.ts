import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** PostgreSQL refuses to run as root, and the user it runs as then cannot enter root's home. */
const ROOT_DATA_DIRECTORY = '/var/lib/fundtrail/data';

/** Where everything of an embedded installation lies: the database and the key that seals secrets. */
export function defaultDataDirectory(
  env: Readonly<Record<string, string | undefined>>,
  isRoot = process.getuid?.() === 0,
): string {
  if (isRoot) return ROOT_DATA_DIRECTORY;
  const base = env.XDG_DATA_HOME;
  return base?.startsWith('/') ? join(base, 'fundtrail') : resolve(homedir(), '.local', 'share', 'fundtrail');
}

/** The file of the installation's key, for installations that do not give it as FUNDTRAIL_SECRET_KEY. */
export function keyFileIn(dataDirectory: string): string {
  return join(dataDirectory, 'secret-key');
}
