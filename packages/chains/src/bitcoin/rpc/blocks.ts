import { type BlockHeader, type ChainId, type Hash, SourceError } from '@fundtrail/core';
import { createFlights } from '../../transport/flights.ts';
import { ForkedReadError } from '../../transport/forked-read.ts';
import type { Traits } from '../../transport/traits.ts';
import { hashOf } from '../fields.ts';
import type { BlockIndex, BlockMemory } from './block-memory.ts';
import type { ChainState } from './chain-state.ts';
import { type CoreBlock, readCoreBlock, type ToldHeader } from './core-block.ts';
import type { CoreClient } from './core-client.ts';

/** Reads blocks, each once for all that ask for it at a time. */
export type Blocks = {
  /** Two requests. @throws SourceError `refused` when there is no such block */
  header(number: number, signal?: AbortSignal): Promise<BlockHeader>;
  /** Two requests. @throws SourceError `refused` when there is no such block */
  read(number: number, signal?: AbortSignal): Promise<CoreBlock>;
  /** The same of a block that the chain is known to reach. @throws ForkedReadError when it does not any more */
  readExisting(number: number, signal?: AbortSignal): Promise<CoreBlock>;
  /** What a block that the chain reaches spends: two requests, one where it was read lately, none where that is final; with the block where it had to be read. */
  index(number: number, signal?: AbortSignal): Promise<{ readonly index: BlockIndex; readonly block?: CoreBlock }>;
  /** Asks anew which blocks are on the chain, final ones as well: what was read belongs to two branches. */
  doubt(): void;
};

export type BlocksDeps = {
  readonly node: CoreClient;
  readonly chain: ChainId;
  readonly state: ChainState;
  readonly memory: BlockMemory;
  readonly traits: Traits;
};

/** What is remembered of a node that refuses verbosity 3 (previous outputs): by itself, one older than Core 23 answers as to 2. */
const VERBOSITY = 'block_verbosity';
/** Hashes of final blocks by their numbers: far more than the memory has blocks. */
const MOST_HASHES = 10_000;

export function createBlocks(deps: BlocksDeps): Blocks {
  const { node, chain, state, memory, traits } = deps;
  const flights = createFlights();
  const finalHashes = new Map<number, Hash>();

  const doubt = (): void => finalHashes.clear();

  /** @throws SourceError `refused` when there is no such block */
  async function hashAt(number: number, signal: AbortSignal | undefined): Promise<Hash> {
    const known = finalHashes.get(number);
    if (known !== undefined) return known;
    const hash = await node.ask('getblockhash', [number], (answer) => hashOf(answer, 'hash'), signal);
    if (number <= state.final()) {
      finalHashes.set(number, hash);
      const [oldest] = finalHashes.keys();
      if (finalHashes.size > MOST_HASHES && oldest !== undefined) finalHashes.delete(oldest);
    }
    return hash;
  }

  async function existing(number: number, signal: AbortSignal | undefined): Promise<Hash> {
    try {
      return await hashAt(number, signal);
    } catch (error) {
      if (!(error instanceof SourceError) || error.failure !== 'refused') throw error;
      throw new ForkedReadError(node.id, `its chain does not reach block ${number} any more, as it did just now`);
    }
  }

  function keep(block: CoreBlock): CoreBlock {
    memory.keep(block);
    return block;
  }

  /** @throws ForkedReadError for a block that was taken back in the meantime */
  function checkPlace({ header, isOnChain }: ToldHeader, hash: Hash, number: number): void {
    if (header.hash !== hash || header.number !== number) {
      const told = `block ${header.number} ${header.hash.slice(2)}`;
      throw new SourceError('malformed', node.id, `told ${told} for block ${number} ${hash.slice(2)}`);
    }
    if (isOnChain) return;
    // A reorganisation deeper than any that was held possible leaves nothing for certain.
    doubt();
    throw new ForkedReadError(node.id, `block ${number} ${hash.slice(2)} was just replaced`);
  }

  const ask = (hash: Hash, verbosity: number, signal: AbortSignal): Promise<CoreBlock> =>
    node.ask('getblock', [hash.slice(2), verbosity], (answer) => readCoreBlock(chain, answer), signal);

  async function askWhole(hash: Hash, signal: AbortSignal): Promise<CoreBlock> {
    if (traits.get(VERBOSITY) === '2') return ask(hash, 2, signal);
    try {
      return await ask(hash, 3, signal);
    } catch (error) {
      if (!(error instanceof SourceError) || error.retryable || error.failure === 'unauthorized') throw error;
      const block = await ask(hash, 2, signal).catch(() => {
        throw error;
      });
      await traits.set(VERBOSITY, '2');
      return block;
    }
  }

  async function readAt(number: number, hash: Hash, signal: AbortSignal | undefined): Promise<CoreBlock> {
    const block = await flights.share(hash, (shared) => askWhole(hash, shared), signal);
    checkPlace(block, hash, number);
    return block;
  }

  return {
    doubt,
    async header(number, signal) {
      const hash = await hashAt(number, signal);
      const told = await state.headerOf(hash, signal);
      checkPlace(told, hash, number);
      return told.header;
    },
    async read(number, signal) {
      return keep(await readAt(number, await hashAt(number, signal), signal));
    },
    async readExisting(number, signal) {
      return keep(await readAt(number, await existing(number, signal), signal));
    },
    async index(number, signal) {
      const hash = await existing(number, signal);
      const known = memory.get(hash);
      if (known !== undefined) return { index: known };
      const block = await readAt(number, hash, signal);
      return { index: memory.get(hash) ?? memory.keep(block), block };
    },
  };
}
