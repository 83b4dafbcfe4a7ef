import { type BlockHeader, type ChainId, type Coverage, SourceError } from '@fundtrail/core';
import type { ExplorerClient } from './client.ts';
import { readNodeBlock } from './node-answer.ts';

/** How far an explorer can speak of its chain, and which part of it can still be taken back. */
export type Heads = {
  /** One request. @throws SourceError `unsupported` where the explorer answers no questions of a node. */
  newest(signal?: AbortSignal): Promise<BlockHeader>;
  /** One request. @throws SourceError `refused` when there is no such block */
  header(number: number, signal?: AbortSignal): Promise<BlockHeader>;
  /** Up to where the chain calls its blocks final; undefined where the explorer cannot say. */
  finalized(signal?: AbortSignal): Promise<number | undefined>;
  /** Whether the explorer told a block as its newest that is at least this one. */
  hasReached(block: number): boolean;
  /**
   * The last block up to which an answer for blocks until `toBlock` may be believed: an explorer answers about blocks that
   * it does not have yet as if they were empty. Costs a request only where `toBlock` is beyond the newest block seen.
   */
  reach(toBlock: number): Promise<number>;
  /** Whether a block lies deeper below the newest block that the explorer itself told than what can be taken back. Asks nothing. */
  isFinal(block: number): boolean;
  /** Coverage with the last block that can no longer be taken back; as it is where all of it is final, or no head is known. */
  finality(coverage: Coverage): Coverage;
};

/** @param lastBlock larger than any block: a request that far knows no head, and its answer is all that the explorer has. */
export function createHeads(client: ExplorerClient, chain: ChainId, reorgWindow: number, lastBlock: number): Heads {
  let newest: number | undefined;
  /** The newest block that anybody spoke of: a lagging answer makes nothing less final. */
  let highest = -1;

  async function blockAt(tag: string, signal?: AbortSignal): Promise<BlockHeader> {
    const question = { method: 'eth_getBlockByNumber', parameters: { tag, boolean: 'false' }, list: [tag, false] };
    const answer = await client.node(question, signal);
    if (answer === null) throw new SourceError('refused', client.source, `it has no block ${tag}`);
    return { chain, ...readNodeBlock(answer, client.source) };
  }

  async function ask(signal?: AbortSignal): Promise<BlockHeader> {
    const head = await blockAt('latest', signal);
    newest = head.number;
    highest = Math.max(highest, head.number);
    return head;
  }

  return {
    newest: ask,
    async header(number, signal) {
      const header = await blockAt(`0x${number.toString(16)}`, signal);
      if (header.number === number) return header;
      throw new SourceError('malformed', client.source, `answered with block ${header.number} instead of ${number}`);
    },
    async finalized(signal) {
      try {
        return (await blockAt('finalized', signal)).number;
      } catch (error) {
        if (error instanceof SourceError && (error.failure === 'unsupported' || error.failure === 'refused'))
          return undefined;
        throw error;
      }
    },
    async reach(toBlock) {
      if (toBlock > lastBlock) return toBlock;
      if (newest !== undefined && toBlock > newest) {
        try {
          return Math.min(toBlock, (await ask()).number);
        } catch (error) {
          if (!(error instanceof SourceError) || error.failure !== 'unsupported') throw error;
        }
      }
      highest = Math.max(highest, toBlock);
      return toBlock;
    },
    hasReached: (block) => newest !== undefined && newest >= block,
    isFinal: (block) => newest !== undefined && block <= newest - reorgWindow,
    finality(coverage) {
      if (coverage.status === 'unavailable' || coverage.toBlock > lastBlock) return coverage;
      const finalTo = Math.max(highest - reorgWindow, coverage.fromBlock - 1);
      return coverage.toBlock <= finalTo ? coverage : { ...coverage, finalTo };
    },
  };
}
