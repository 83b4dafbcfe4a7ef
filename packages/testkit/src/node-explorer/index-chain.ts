import { ask } from '../anvil/json-rpc.ts';
import { type IndexedBlock, indexBlock } from './indexed-block.ts';

/** All blocks of a local chain, kept in step with it. */
export type ChainIndex = {
  /** From block 0 to the newest one that is as many blocks old as the index lags. */
  blocks(): Promise<readonly IndexedBlock[]>;
};

/** @param lag blocks that the index is behind the node. */
export function indexChain(url: string, lag: number): ChainIndex {
  let known: IndexedBlock[] = [];
  let update: Promise<unknown> = Promise.resolve();

  async function follow(): Promise<void> {
    const head = Number(await ask(url, 'eth_blockNumber'));
    const fresh: IndexedBlock[] = [];
    // Downwards from the head until a block is met that is known: what is above it was left.
    for (let number = head; number >= 0; number -= 1) {
      const child = fresh[0];
      if (child !== undefined && known[number]?.hash === child.parentHash) break;
      const block = await indexBlock(url, number);
      if (known[number]?.hash === block.hash) break;
      fresh.unshift(block);
    }
    known = [...known.slice(0, head + 1 - fresh.length), ...fresh];
  }

  return {
    blocks: async () => {
      const mine = update.catch(() => undefined).then(follow);
      update = mine;
      await mine;
      return known.slice(0, Math.max(0, known.length - lag));
    },
  };
}
