import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type ChainId, type Hash, InputError } from '@fundtrail/core';
import type { RawBlock } from '../bitcoin/raw/block.ts';
import { openBlockFile } from '../bitcoin/raw/block-file.ts';
import { type BlockPlace, blockTransactions } from '../bitcoin/raw/block-transactions.ts';
import { orderBlocks, type PlacedHeader } from '../bitcoin/raw/chain-order.ts';
import { RawFault } from '../bitcoin/raw/cursor.ts';
import { coinbaseHeight } from '../bitcoin/raw/height.ts';
import { decodeSpentOutputs } from '../bitcoin/raw/spent-outputs.ts';
import type { UtxoOutput } from '../bitcoin/utxo-fact.ts';
import type { BlockFileName } from './block-files.ts';
import type { Dataset, Skipped } from './dataset.ts';
import { digestOf } from './folder-files.ts';
import { openUtxoDataset, type UtxoReading, type UtxoRecord } from './utxo-dataset.ts';

export type BlockDatasetOptions = {
  readonly files: readonly BlockFileName[];
  /** The file or folder. */
  readonly path: string;
  readonly name: string;
  /** Where it is known; else the files must tell, all alike. */
  readonly chain: ChainId | undefined;
  readonly skipped?: readonly Skipped[];
};

const NO_BLOCK = `0x${'0'.repeat(64)}`;
const REFERENCE_DIGITS = 32;

/** Which blocks count, and at which height. */
type Index = {
  readonly chain: ChainId;
  readonly heights: ReadonlyMap<Hash, number>;
  /** The file that each is read from. */
  readonly home: ReadonlyMap<Hash, string>;
  readonly skipped: readonly Skipped[];
};

/**
 * Opens files of raw blocks of one chain, in any order. Blocks of branches that lost are left out, and one that comes twice is taken once: from
 * the file whose spent outputs are known. Inputs have their amounts where those are, or where they spend outputs of the same block; other
 * transactions are not whole. Memory: some hundred bytes a block, and what `openUtxoDataset` keeps.
 * @throws InputError with file, byte and remedy; nothing of a faulty file is given out
 */
export async function openBlockDataset(options: BlockDatasetOptions): Promise<Dataset> {
  const { files, path, name, skipped = [] } = options;
  const index = await indexBlocks(options);
  return openUtxoDataset({
    kind: 'blocks',
    name,
    chain: index.chain,
    file: path,
    skipped: [...skipped, ...index.skipped],
    read: async () => readAll(files, path, index),
  });
}

async function indexBlocks({ files, path, name, chain: given }: BlockDatasetOptions): Promise<Index> {
  const headers = new Map<Hash, PlacedHeader>();
  const home = new Map<Hash, string>();
  let chain = given;
  let repeated = 0;
  for (const file of files) {
    const reading = await openBlockFile(file.path, chain);
    chain = reading.chain;
    let blocks = 0;
    for await (const { block } of reading.blocks) {
      blocks += 1;
      const { hash, parentHash, target } = block;
      if (parentHash === NO_BLOCK) checkGenesis(hash, chain, file.path);
      const known = headers.get(hash);
      if (known !== undefined) repeated += 1;
      if (known === undefined || file.spent !== undefined) home.set(hash, file.path);
      headers.set(hash, { hash, parentHash, target, height: heightOf(block, file) ?? known?.height, file: file.path });
    }
    checkAlone(file, blocks);
  }
  if (chain === undefined) throw new InputError('there are no blocks', { file: path });
  const { heights, stale } = orderBlocks([...headers.values()]);
  const skipped = [
    { count: stale.size, what: 'blocks of branches that lost' },
    { count: repeated, what: 'blocks that came again' },
  ].filter(({ count }) => count > 0);
  return { chain, heights, home, skipped: skipped.map(({ count, what }) => ({ name, reason: `${what} (${count})` })) };
}

/** @throws InputError where the name of the file says another height than the block */
function heightOf(block: RawBlock, { path, height: named }: BlockFileName): number | undefined {
  const told = coinbaseHeight(block);
  if (told === undefined || named === undefined || told === named) return told ?? named;
  throw new InputError(
    `the block says it is at height ${told}, and the name of the file ${named}`,
    { file: path },
    { remedy: 'Name the file after its block.' },
  );
}

/** The first block names its chain (CAIP-4). */
function checkGenesis(hash: Hash, chain: ChainId, file: string): void {
  const own = `bip122:${hash.slice(2, 2 + REFERENCE_DIGITS)}`;
  if (own === chain) return;
  throw new InputError(
    `this is the first block of ${own}, not of ${chain}`,
    { file, field: 'chain' },
    { remedy: `Name the chain with --chain ${own}, or take the file away.` },
  );
}

/** Spent outputs and a height in a name are of one block. */
function checkAlone({ path, spent, height }: BlockFileName, blocks: number): void {
  if (blocks < 2 || (spent === undefined && height === undefined)) return;
  throw new InputError(
    `holds ${blocks} blocks, and ${spent === undefined ? 'its name the height of one' : 'there are spent outputs beside it'}`,
    { file: path },
    { remedy: 'Give each block a file of its own, or the file another name.' },
  );
}

function readAll(files: readonly BlockFileName[], path: string, index: Index): UtxoReading {
  const digests: { readonly name: string; readonly sha256: string }[] = [];

  async function* batches(): AsyncGenerator<readonly UtxoRecord[]> {
    for (const { path: file, name, spent } of files) {
      const outputs = spent === undefined ? undefined : await readSpent(spent);
      const reading = await openBlockFile(file, index.chain);
      const given = new Set<Hash>();
      for await (const { block } of reading.blocks) {
        const height = index.heights.get(block.hash);
        if (height === undefined || index.home.get(block.hash) !== file || given.has(block.hash)) continue;
        given.add(block.hash);
        yield transactionsOf(block, { chain: index.chain, height, spent: outputs?.outputs }, spent ?? file, file);
      }
      digests.push({ name, sha256: reading.digest() });
      if (outputs !== undefined) digests.push({ name: `${name} spent`, sha256: outputs.sha256 });
    }
  }

  return {
    batches: batches(),
    digest() {
      const [only, ...others] = digests;
      if (only === undefined) throw new InputError('there are no blocks', { file: path });
      // A height in a name is a part of what the file tells.
      return others.length === 0 && files[0]?.height === undefined ? only.sha256 : digestOf(digests);
    },
  };
}

function transactionsOf(block: RawBlock, place: BlockPlace, blamed: string, file: string): readonly UtxoRecord[] {
  try {
    return blockTransactions(block, place).map((transaction) => ({ place: { file }, transaction }));
  } catch (error) {
    throw error instanceof InputError ? error.at({ file: blamed }) : error;
  }
}

async function readSpent(path: string): Promise<{ readonly outputs: readonly UtxoOutput[]; readonly sha256: string }> {
  const bytes = await readFile(path);
  try {
    return { outputs: decodeSpentOutputs(bytes), sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    throw error instanceof RawFault ? error.in(path) : error;
  }
}
