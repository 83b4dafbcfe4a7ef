import { type Hash, type Logger, SourceError } from '@fundtrail/core';
import { ForkedReadError } from '../../transport/forked-read.ts';
import type { AskOptions, RpcClient } from '../../transport/json-rpc/client.ts';
import type { Traits } from '../../transport/traits.ts';
import { behind, lacksBlock, quantity } from './answers.ts';
import { type BlockView, hashesOf } from './block-view.ts';
import { readBlockFrames, readBlockTrees, tellsAll } from './traced-block.ts';
import { readCallTree, type TraceView } from './traces.ts';
import { createWays } from './ways.ts';
import type { Wire } from './wire.ts';

/**
 * How a node tells native value inside contracts: `trace` (trace_*: Erigon, Reth, Nethermind, anvil), `debug` (callTracer:
 * Geth and most others) or `none`.
 */
export type TraceMode = 'trace' | 'debug' | 'none';

const BLOCK_WAYS = ['trace_block', 'debug_traceBlockByHash', 'debug_traceBlockByNumber'] as const;
const SINGLE_WAYS = ['trace_transaction', 'debug_traceTransaction'] as const;
export type BlockWay = (typeof BLOCK_WAYS)[number];
export type SingleWay = (typeof SINGLE_WAYS)[number];

/** Asks a node for traces in the way it has, which is found out with the first question and then remembered. */
export type Tracer = {
  /** Undefined when the node cannot tell: it has no traces, or none of that age. */
  transaction(hash: Hash, block: BlockView, options: AskOptions): Promise<TraceView | undefined>;
  /**
   * Traces of a block by transaction; what is absent the node could not tell. One question, or one per transaction where the node traces
   * only these. Checked to be of this block.
   */
  block(block: BlockView, options: AskOptions): Promise<ReadonlyMap<Hash, TraceView>>;
  /** What is known so far; `none` only once it is known of blocks and of single transactions. */
  mode(): TraceMode | undefined;
  ways(): { readonly block: BlockWay | 'none' | undefined; readonly single: SingleWay | 'none' | undefined };
};

export type TracerDeps = {
  readonly node: RpcClient;
  readonly wire: Wire;
  readonly logger: Logger;
  readonly traits: Traits;
  /** Restricts the ways instead of finding out; undefined: any. */
  readonly mode?: TraceMode;
};

const CALL_TRACER = { tracer: 'callTracer' } as const;

export function createTracer({ node, wire, logger, traits, mode: given }: TracerDeps): Tracer {
  const allowed = <Way extends string>(ways: readonly Way[]): readonly Way[] =>
    given === undefined ? ways : ways.filter((way) => way.startsWith(`${given}_`));
  const about = { source: node.id, traits, logger };
  const blockWays = createWays({ ...about, trait: 'block_traces', candidates: allowed(BLOCK_WAYS) });
  const singleWays = createWays({ ...about, trait: 'transaction_traces', candidates: allowed(SINGLE_WAYS) });

  /** Undefined when the node refuses this transaction or block (pruned state), which says nothing of others. */
  const unlessRefused = async <T>(ask: Promise<T>): Promise<T | undefined> => {
    try {
      return await ask;
    } catch (error) {
      if (lacksBlock(error)) throw behind(node.id, 'a block to trace');
      if (!(error instanceof SourceError) || error.retryable) throw error;
      logger.warn({ action: 'rpc_trace_refused', source: node.id, err: error }, 'node refused a trace');
      return undefined;
    }
  };

  /** Names the block by number only where the node needs it, and then asks what hash has that number. */
  const stillThere = async (block: BlockView, options: AskOptions): Promise<void> => {
    const now = await node.ask('eth_getBlockByNumber', [quantity(block.number), false], options);
    const hash = now === null ? undefined : wire.hash(wire.record(now, 'block').hash, 'block.hash');
    if (hash !== block.hash)
      throw new ForkedReadError(node.id, `block ${block.number} was replaced while it was traced`);
  };

  /** Whatever is traced here has its outermost frame: an empty list means that the node has no traces of it, and must not be kept. */
  const check = (answer: unknown): void => {
    if (Array.isArray(answer) && answer.length === 0)
      throw new SourceError('refused', node.id, 'it told no traces at all');
  };

  const traceBlock = async (way: BlockWay, block: BlockView, asked: AskOptions) => {
    const hashes = hashesOf(wire, block);
    const options = { ...asked, check, keeps: (answer: unknown) => tellsAll(hashes, answer) };
    const about = { wire, source: node.id, block, hashes };
    switch (way) {
      case 'trace_block':
        return readBlockFrames(about, await node.ask(way, [quantity(block.number)], options));
      case 'debug_traceBlockByHash':
        return readBlockTrees(about, await node.ask(way, [block.hash, CALL_TRACER], options));
      case 'debug_traceBlockByNumber': {
        const trees = readBlockTrees(about, await node.ask(way, [quantity(block.number), CALL_TRACER], options));
        await stillThere(block, { signal: asked.signal });
        return trees;
      }
    }
  };

  const traceSingle = async (way: SingleWay, hash: Hash, block: BlockView, asked: AskOptions) => {
    const options = { ...asked, check };
    if (way === 'debug_traceTransaction') return readCallTree(wire, await node.ask(way, [hash, CALL_TRACER], options));
    const about = { wire, source: node.id, block, hashes: [hash] };
    const view = readBlockFrames(about, await node.ask(way, [hash], options)).get(hash);
    if (view === undefined) throw new SourceError('refused', node.id, `it told no trace of ${hash}`);
    return view;
  };

  const single = (hash: Hash, block: BlockView, options: AskOptions): Promise<TraceView | undefined> =>
    unlessRefused(singleWays.ask((way) => traceSingle(way, hash, block, options)));

  return {
    ways: () => ({ block: blockWays.known(), single: singleWays.known() }),
    mode: () => {
      const known = [blockWays.known(), singleWays.known()];
      const way = known.find((candidate) => candidate !== undefined && candidate !== 'none');
      if (way !== undefined) return way.startsWith('trace') ? 'trace' : 'debug';
      return known.every((candidate) => candidate === 'none') ? 'none' : undefined;
    },
    transaction: async (hash, block, options) => {
      const view = await single(hash, block, options);
      if (view !== undefined || singleWays.known() !== 'none' || blockWays.known() === 'none') return view;
      const views = await unlessRefused(blockWays.ask((way) => traceBlock(way, block, options)));
      return views?.get(hash);
    },
    block: async (block, options) => {
      const views = await unlessRefused(blockWays.ask((way) => traceBlock(way, block, options)));
      if (views !== undefined || blockWays.known() !== 'none' || singleWays.known() === 'none')
        return views ?? new Map();
      const found = new Map<Hash, TraceView>();
      for (const hash of hashesOf(wire, block)) {
        const view = await single(hash, block, options);
        if (view !== undefined) found.set(hash, view);
        if (singleWays.known() === 'none') break;
      }
      return found;
    },
  };
}
