import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Skipped } from './dataset.ts';

/** A file of blocks, and beside it what its block spends. */
export type BlockFileName = {
  readonly path: string;
  readonly name: string;
  /** Path of the outputs that its one block spends. */
  readonly spent: string | undefined;
  /** As the name says it: `block300025.raw`. */
  readonly height: number | undefined;
};

const BLOCKS = /^(?:blk[0-9]+\.dat|.+\.(?:raw|blk|bin))$/;
const SPENT = /-undo\.[a-z]+$/;
const HEIGHT = /^block([0-9]{1,9})\.[a-z]+$/;

/** A file and, where it is there, `<name>-undo.<ending>` beside it. */
export async function blockFile(path: string): Promise<BlockFileName> {
  const beside = new Set(await namesIn(dirname(path)));
  return named(dirname(path), basename(path), beside);
}

/** All files of blocks of a folder, in the order of their names; undefined where there is none. Others are told by name. */
export async function listBlockFiles(
  folder: string,
): Promise<{ readonly files: readonly BlockFileName[]; readonly skipped: readonly Skipped[] } | undefined> {
  const names = (await namesIn(folder)).sort();
  const beside = new Set(names);
  const files = names
    .filter((name) => BLOCKS.test(name) && !SPENT.test(name))
    .map((name) => named(folder, name, beside));
  if (files.length === 0) return undefined;
  const used = new Set(files.flatMap(({ path, spent }) => (spent === undefined ? [path] : [path, spent])));
  const skipped = names
    .filter((name) => !used.has(join(folder, name)))
    .map((name) => ({ name, reason: 'the name is not that of a file of blocks: .raw, .blk, .bin or blk<number>.dat' }));
  return { files, skipped };
}

/** None where the folder cannot be read: whoever reads it next says so. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

function named(folder: string, name: string, beside: ReadonlySet<string>): BlockFileName {
  const spent = name.replace(/\.([a-z]+)$/, '-undo.$1');
  const height = HEIGHT.exec(name)?.[1];
  return {
    path: join(folder, name),
    name,
    spent: spent !== name && beside.has(spent) ? join(folder, spent) : undefined,
    height: height === undefined ? undefined : Number(height),
  };
}
