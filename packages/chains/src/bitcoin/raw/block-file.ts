import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type ChainId, chainInfo, InputError } from '@fundtrail/core';
import { decodeBlock, LARGEST_BLOCK, type RawBlock } from './block.ts';
import { type ByteReader, openBytes } from './block-bytes.ts';
import { CUT_REMEDY, Cursor, RawFault } from './cursor.ts';
import { decodeHeader, HEADER_BYTES, hasWork, type RawHeader, targetOf } from './header.ts';
import { BITCOIN, NETWORKS, networkOf } from './networks.ts';

/** A block of a file. */
export type FiledBlock = {
  readonly block: RawBlock;
  /** Where it begins in the file. */
  readonly offset: number;
};

export type BlockFile = {
  /** In the file's order, each decoded and checked by itself. */
  readonly blocks: AsyncIterable<FiledBlock>;
  readonly chain: ChainId;
  /** sha256 (hex) of the file; there when all blocks were read. */
  digest(): string;
};

const MAGIC_BYTES = 4;
const FRAME_BYTES = 8;
const AUXPOW_VERSION = 0x100;
const FIRST_WINDOW = 1024 * 1024;
/** Bitcoin has been harder than this ever since (1.18 billion, the first days of 2014); test networks hardly ever were. */
const HARD_SINCE = { time: 1_388_534_400, target: targetOf(0x1903a30c) };

/**
 * Opens a file of blocks: one raw block, several one behind the other, or a blk*.dat of a node (magic and size before each block, zeros after
 * the last). Memory: a few blocks.
 * @param chain where it is known; else the magic says it, or the header of a block of Bitcoin that shows its work.
 * @throws InputError with file, byte and remedy
 */
export async function openBlockFile(path: string, chain?: ChainId): Promise<BlockFile> {
  const bytes = await openBytes(path);
  try {
    const head = await bytes.atLeast(HEADER_BYTES);
    if (head.length === 0)
      throw new InputError('the file is empty', { file: path }, { remedy: 'Give a file of blocks.' });
    const magic = head.toString('hex', 0, MAGIC_BYTES);
    const framed = NETWORKS.filter((network) => network.magic === magic);
    const taken = framed.length > 0 ? chainOfMagic(framed, chain, path) : chainOfHeader(head, chain, path);
    const blocks = framed.length > 0 ? readFramed(bytes, magic, taken, path) : readRaw(bytes, taken, path);
    return { blocks, chain: taken, digest: bytes.digest };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

function chainOfMagic(
  framed: readonly { readonly chain: ChainId }[],
  chain: ChainId | undefined,
  file: string,
): ChainId {
  const chains = framed.map((network) => network.chain);
  const [taken, ...others] = chains.filter((candidate) => chain === undefined || candidate === chain);
  if (taken !== undefined && others.length === 0) return taken;
  throw new InputError(
    chain === undefined ? 'blocks of more than one chain begin like this' : `these are not blocks of ${chain}`,
    { file, field: 'chain' },
    { remedy: `Name the chain with --chain: ${chains.join(' or ')}.` },
  );
}

/** A header whose hash shows no work is taken of no chain that is mined by double SHA-256. */
function chainOfHeader(head: Buffer, chain: ChainId | undefined, file: string): ChainId {
  if (head.length < HEADER_BYTES) throw new RawFault(0, `the file has only ${head.length} bytes`, CUT_REMEDY).in(file);
  const header = decodeHeader(new Cursor(head));
  const taken = chain ?? BITCOIN;
  const easiest = networkOf(taken)?.easiest;
  if (easiest !== undefined && !hasWork(header)) throw noBlock(file, head);
  const late = header.time >= HARD_SINCE.time ? HARD_SINCE.target : easiest;
  if (chain !== undefined || easiest === undefined || late === undefined || header.target <= late) return taken;
  throw new InputError(
    'this block is hardly one of Bitcoin: it took too little work',
    { file, field: 'chain' },
    { remedy: 'Name its chain with --chain.' },
  );
}

function noBlock(file: string, head: Buffer): InputError {
  const obfuscated = existsSync(join(dirname(file), 'xor.dat'));
  const dat = /^blk[0-9]+\.dat$/.test(basename(file));
  const start = head.toString('hex', 0, MAGIC_BYTES);
  return new RawFault(
    0,
    obfuscated
      ? 'no block begins here: the node obfuscated its files with the key in xor.dat'
      : `no block begins here, nor a known magic (${start})`,
    obfuscated || dat
      ? 'Bitcoin Core obfuscates blk*.dat since version 28: undo it with the key in xor.dat, or have them written with -blocksxor=0.'
      : 'Give raw blocks or blk*.dat files; name the chain with --chain where it is not Bitcoin.',
  ).in(file);
}

async function* readFramed(bytes: ByteReader, magic: string, chain: ChainId, file: string): AsyncGenerator<FiledBlock> {
  try {
    for (;;) {
      const frame = await bytes.atLeast(FRAME_BYTES);
      if (frame.length === 0) return;
      const found = frame.toString('hex', 0, MAGIC_BYTES);
      if (/^0*$/.test(found)) {
        await skipZeros(bytes, file);
        return;
      }
      if (found !== magic) {
        const problem = `${found} stands where a block begins with ${magic}`;
        throw new RawFault(0, problem, 'The file is damaged, or put together from others: copy it again.').in(
          file,
          bytes.base,
        );
      }
      if (frame.length < FRAME_BYTES) throw cut(0, 'the size of a block is missing').in(file, bytes.base);
      const size = frame.readUInt32LE(MAGIC_BYTES);
      if (size > LARGEST_BLOCK) {
        throw new RawFault(MAGIC_BYTES, `a block of ${size} bytes`, 'The file is damaged: copy it again.').in(
          file,
          bytes.base,
        );
      }
      const held = await bytes.atLeast(FRAME_BYTES + size);
      if (held.length < FRAME_BYTES + size) {
        throw cut(
          0,
          `the block that begins here has ${size} bytes, and the file ${held.length - FRAME_BYTES} of them`,
        ).in(file, bytes.base);
      }
      bytes.drop(FRAME_BYTES);
      const block = decodeChecked(held.subarray(FRAME_BYTES, FRAME_BYTES + size), chain, file, bytes.base);
      if (block.end < size && !endsInExtension(block)) {
        throw new RawFault(
          block.end,
          `${size - block.end} bytes follow the last transaction of block ${block.hash.slice(2)}`,
          'The file is damaged: copy it again.',
        ).in(file, bytes.base);
      }
      yield { block, offset: bytes.base };
      bytes.drop(size);
    }
  } finally {
    await bytes.close();
  }
}

/** A node sets aside more than it has written to. */
async function skipZeros(bytes: ByteReader, file: string): Promise<void> {
  for (let held = await bytes.atLeast(1); held.length > 0; held = await bytes.atLeast(1)) {
    const at = held.findIndex((byte) => byte !== 0);
    if (at >= 0) {
      throw new RawFault(at, 'more follows after zeros', 'The file is damaged: copy it again.').in(file, bytes.base);
    }
    bytes.drop(held.length);
  }
}

async function* readRaw(bytes: ByteReader, chain: ChainId, file: string): AsyncGenerator<FiledBlock> {
  try {
    for (let window = FIRST_WINDOW; ; ) {
      const held = await bytes.atLeast(window);
      if (held.length === 0) return;
      if (held.length < HEADER_BYTES && bytes.base > 0) {
        const problem = `${held.length} bytes follow the last block`;
        throw new RawFault(
          0,
          problem,
          'The last block is cut, or something else was added: fetch or copy the file again.',
        ).in(file, bytes.base);
      }
      try {
        const block = decodeChecked(held, chain, file, bytes.base);
        if (endsInExtension(block) && block.end < held.length) throw extension(block).in(file, bytes.base);
        yield { block, offset: bytes.base };
        bytes.drop(block.end);
      } catch (error) {
        const isShort = error instanceof InputError && error.cause instanceof RawFault && error.cause.short;
        // All that there is was looked at, or more than a block can have.
        if (!isShort || held.length < window || window > LARGEST_BLOCK) throw error;
        window *= 2;
      }
    }
  } finally {
    await bytes.close();
  }
}

function decodeChecked(bytes: Buffer, chain: ChainId, file: string, base: number): RawBlock {
  try {
    checkHeader(decodeHeader(new Cursor(bytes)), chain);
    return decodeBlock(bytes);
  } catch (error) {
    if (!(error instanceof RawFault)) throw error;
    if (!error.short) throw error.in(file, base);
    throw cut(error.offset, `${error.message} of the block that begins at byte ${base}`).in(file, base);
  }
}

/** @throws RawFault where a header cannot be of the chain */
export function checkHeader(header: RawHeader, chain: ChainId): void {
  const network = networkOf(chain);
  if (network?.mergedMining === true && (header.version & AUXPOW_VERSION) !== 0) {
    throw new RawFault(
      0,
      'a block that was mined together with those of another chain (AuxPoW)',
      'Such blocks are not read from files: ask a node for them.',
    );
  }
  if (network?.easiest === undefined || (hasWork(header) && header.target <= network.easiest)) return;
  throw new RawFault(
    0,
    `no block of ${chainInfo(chain).name} begins here: its header shows no work`,
    'Bytes are missing, changed or too many before this place: fetch or copy the file again.',
  );
}

function endsInExtension({ transactions }: RawBlock): boolean {
  return transactions.at(-1)?.hogEx === true;
}

function extension(block: RawBlock): RawFault {
  return new RawFault(
    block.end,
    'the extension block (MWEB) of this block does not say where it ends',
    'Give the blk*.dat files of a node, which say the size of each block.',
  );
}

function cut(offset: number, problem: string): RawFault {
  return new RawFault(offset, problem, CUT_REMEDY, true);
}
