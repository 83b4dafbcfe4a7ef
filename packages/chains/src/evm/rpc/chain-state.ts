import { type ChainInfo, type Hash, SourceError } from '@fundtrail/core';
import type { RpcClient } from '../../transport/json-rpc/client.ts';
import { isMissing } from './answers.ts';
import type { Wire } from './wire.ts';

export type Head = { readonly block: number; readonly time: number; readonly hash: Hash };

/** How far the chain goes and what of it is final, as the node last told. */
export type ChainState = {
  head(signal?: AbortSignal): Promise<Head>;
  /** Number of the newest block, at least `wanted` if the chain is that long; asks only where the last answer does not reach. */
  headAtLeast(wanted: number, signal?: AbortSignal): Promise<number>;
  /** The highest block that the chain calls final, by the rule of its catalogue entry; undefined where the node has no such tag. */
  finalized(signal?: AbortSignal): Promise<number | undefined>;
  /**
   * The last block that cannot be taken back: what the chain calls final, else what lies deeper than its reorg window. Asks only where
   * what was told last does not reach `wanted`, and then once per head.
   */
  finalTo(wanted: number, signal?: AbortSignal): Promise<number>;
  /** Whether a block is known to be final, without asking. */
  isFinal(block: number): boolean;
  /** Number of the newest block that was told; -1 before the first. */
  newest(): number;
};

export function createChainState(node: RpcClient, wire: Wire, chain: ChainInfo): ChainState {
  let newest = -1;
  let final = -1;
  /** The head at which was last asked what is final. */
  let finalAskedAt = -1;

  const readTag = async (tag: string, signal?: AbortSignal): Promise<Head | undefined> => {
    const answer = await node.ask('eth_getBlockByNumber', [tag, false], { signal });
    if (answer === null) return undefined;
    const block = wire.record(answer, 'block');
    return {
      block: wire.count(block.number, 'block.number'),
      time: wire.count(block.timestamp, 'block.timestamp'),
      hash: wire.hash(block.hash, 'block.hash'),
    };
  };

  const head = async (signal?: AbortSignal): Promise<Head> => {
    const told = await readTag('latest', signal);
    if (told === undefined) throw new SourceError('malformed', node.id, 'it has no newest block');
    newest = told.block;
    return told;
  };

  const headAtLeast = async (wanted: number, signal?: AbortSignal): Promise<number> =>
    newest >= wanted ? newest : (await head(signal)).block;

  const finalized = async (signal?: AbortSignal): Promise<number | undefined> => {
    const told =
      typeof chain.finality === 'number'
        ? Math.max(0, (await head(signal)).block - chain.finality)
        : await readFinal(() => readTag(String(chain.finality), signal));
    finalAskedAt = newest;
    if (told !== undefined) final = Math.max(final, told);
    return told;
  };

  return {
    head,
    headAtLeast,
    finalized,
    finalTo: async (wanted, signal) => {
      if (final >= wanted) return final;
      const known = await headAtLeast(wanted, signal);
      if (finalAskedAt !== known && (await finalized(signal)) === undefined) {
        final = Math.max(final, known - chain.reorgWindow);
      }
      return final;
    },
    isFinal: (block) => block <= final,
    newest: () => newest,
  };
}

/** A node without the tag says so in one of three ways: null, an unknown block, or wrong parameters. */
async function readFinal(read: () => Promise<Head | undefined>): Promise<number | undefined> {
  try {
    return (await read())?.block;
  } catch (error) {
    if (isMissing(error) || (error instanceof SourceError && error.failure === 'refused')) return undefined;
    throw error;
  }
}
