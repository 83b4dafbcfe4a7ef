import { type BlockHeader, type ChainId, chainInfo, type Hash } from '@fundtrail/core';
import { countOf, hashOf, recordOf } from '../fields.ts';
import { readCoreHeader, type ToldHeader } from './core-block.ts';
import type { CoreClient } from './core-client.ts';

/** How far the node's chain goes and what of it is final, as it last told. */
export type ChainState = {
  /** One request, and one more for a newest block that was not told before. */
  head(signal?: AbortSignal): Promise<BlockHeader>;
  /** Number of the newest block, at least `wanted` if the chain is that long; asks only where the last answer does not reach. */
  reach(wanted: number, signal?: AbortSignal): Promise<number>;
  /** The last block with enough confirmations to be final, its own the first of them; -1 where there is none, or no head was told yet. */
  final(): number;
  headerOf(hash: Hash, signal?: AbortSignal): Promise<ToldHeader>;
};

export function createChainState(node: CoreClient, chain: ChainId): ChainState {
  const { finality, reorgWindow } = chainInfo(chain);
  const confirmations = Math.max(1, typeof finality === 'number' ? finality : reorgWindow);
  let newest: BlockHeader | undefined;

  const headerOf: ChainState['headerOf'] = (hash, signal) =>
    node.ask('getblockheader', [hash.slice(2)], (answer) => readCoreHeader(chain, answer), signal);

  const head: ChainState['head'] = async (signal) => {
    const told = await node.ask('getblockchaininfo', [], readNewest, signal);
    if (newest?.hash !== told.hash) ({ header: newest } = await headerOf(told.hash, signal));
    return newest;
  };

  return {
    head,
    headerOf,
    reach: async (wanted, signal) =>
      newest !== undefined && newest.number >= wanted ? newest.number : (await head(signal)).number,
    final: () => Math.max(-1, (newest?.number ?? -1) - confirmations + 1),
  };
}

function readNewest(answer: unknown): { readonly block: number; readonly hash: Hash } {
  const { blocks, bestblockhash } = recordOf(answer, 'blockchain');
  return { block: countOf(blocks, 'blocks'), hash: hashOf(bestblockhash, 'bestblockhash') };
}
