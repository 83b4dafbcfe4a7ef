import { type ChainId, type Hash, SourceError } from '@fundtrail/core';
import { ForkedReadError } from '../../transport/forked-read.ts';
import type { AskOptions, RpcClient } from '../../transport/json-rpc/client.ts';
import { behind, quantity } from './answers.ts';
import { type BlockView, readBlockView } from './block-view.ts';
import type { ChainState } from './chain-state.ts';
import type { Wire } from './wire.ts';

const KEPT_BLOCKS = 128;

/** Asks for blocks; a block that is told for another is malformed. */
export type Blocks = {
  /** With the hashes of its transactions; one request, shared by all who ask. @throws ForkedReadError where the node has none of that hash */
  byHash(hash: Hash, options: AskOptions): Promise<BlockView>;
  /**
   * @param full with whole transactions
   * @throws SourceError `refused` when there is no such block, `unreachable` when only this host lacks it
   */
  byNumber(number: number, full: boolean, options: AskOptions): Promise<BlockView>;
};

export function createBlocks(deps: {
  readonly node: RpcClient;
  readonly wire: Wire;
  readonly state: ChainState;
  readonly chain: ChainId;
}): Blocks {
  const { node, wire, state, chain } = deps;
  // By hash: what a hash names never changes, so that a reorg cannot make this stale.
  const kept = new Map<Hash, Promise<BlockView>>();

  const askByHash = async (hash: Hash, { signal: _own, ...options }: AskOptions): Promise<BlockView> => {
    // Whoever stops waiting must not take the answer from the others.
    const value = await node.ask('eth_getBlockByHash', [hash, false], options);
    if (value === null) throw new ForkedReadError(node.id, `block ${hash} of a receipt is gone`);
    const view = readBlockView(wire, value, chain);
    if (view.hash !== hash) throw new ForkedReadError(node.id, `block ${view.hash} was told for ${hash}`);
    return view;
  };

  return {
    byHash: (hash, options) => {
      const known = kept.get(hash);
      if (known !== undefined && options.renew !== true) return known;
      const asked = askByHash(hash, options);
      kept.set(hash, asked);
      asked.catch(() => kept.delete(hash));
      const oldest = kept.keys().next().value;
      if (kept.size > KEPT_BLOCKS && oldest !== undefined) kept.delete(oldest);
      return asked;
    },
    byNumber: async (number, full, options) => {
      const value = await node.ask('eth_getBlockByNumber', [quantity(number), full], options);
      if (value === null) {
        // The chain may have been set back below what was its head: only the head as it is now tells.
        if (number <= state.newest() && (await state.head(options.signal)).block >= number)
          throw behind(node.id, `block ${number}`);
        throw new SourceError('refused', node.id, `it has no block ${number}`);
      }
      const view = readBlockView(wire, value, chain);
      if (view.number === number) return view;
      throw new SourceError('malformed', node.id, `told block ${view.number} for ${number}`);
    },
  };
}
