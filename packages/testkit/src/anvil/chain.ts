import { setTimeout as pause } from 'node:timers/promises';
import { FundtrailError, type Hash } from '@fundtrail/core';
import { ask } from './json-rpc.ts';
import { type MinedBlock, readBlock, type TransactionRequest } from './mined.ts';
import { type Keep, keepNone, type Reorg, reorganise } from './reorg.ts';

const MINED_TRIES = 1_000;
const MINED_PAUSE_MS = 5;

/**
 * What a test does to a chain of anvil's, beside sending transactions. As seen with anvil 1.7.1:
 *
 * - `anvil_reorg` replaces the last blocks by as many new ones at once; no client ever sees a lower head. The new blocks
 *   have the times of the old ones where the time between blocks is fixed. Afterwards the old blocks are unknown: null by
 *   hash, `unknown block` for their logs, null receipts for what is in no block any more.
 * - What is dropped does not go back to the pool, and what is in the pool does not get into the new blocks.
 * - A transaction sent again with its nonce keeps its hash, also that of an account without a key.
 * - One with a wrong nonce or without the money is left out without an error; one that fails is in the block.
 * - The first new block's base fee goes on from the abandoned head's, so hashes differ even where nothing else does,
 *   except at the lowest base fee.
 * - It goes as deep as the chain is high: it does not stop at the finalized block.
 * - `safe` is one epoch and `finalized` two epochs behind the head (32 blocks each, see `slotsInAnEpoch`), block 0 on a
 *   shorter chain. They follow the head back when it is set back.
 * - `eth_sendTransaction` answers before the block is there, also where a block is mined per transaction.
 * - `eth_getLogs` beyond the head is an error of its own (`BlockOutOfRangeError`), where others answer an empty list.
 */
export type Chain = {
  readonly url: string;
  ask(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** Sends and waits until it is in a block, whether it succeeds there or not. Fees and gas are the node's where left out. */
  send(request: TransactionRequest): Promise<Hash>;
  /** Number of the newest block. */
  height(): Promise<number>;
  block(which: number | 'latest' | 'safe' | 'finalized'): Promise<MinedBlock>;
  /** Mines so many blocks, the first with what waits in the pool; resolves to the newest. */
  mine(blocks?: number): Promise<MinedBlock>;
  /** Stops mining a block per transaction, so that `mine` says what is in one block; true begins again. */
  mineBySelf(on: boolean): Promise<void>;
  /** Remembers everything; calling what it resolves to once sets the chain back, to a lower head. */
  snapshot(): Promise<() => Promise<void>>;
  /** Replaces the last `depth` blocks; nothing of them comes again unless `keep` says so. */
  reorg(depth: number, keep?: Keep): Promise<Reorg>;
};

export function openChain(url: string): Chain {
  return {
    url,
    ask: (method, params = []) => ask(url, method, params),
    send: async (request) => {
      const hash = String(await ask(url, 'eth_sendTransaction', [request]));
      for (let tries = 0; tries < MINED_TRIES; tries += 1) {
        if ((await ask(url, 'eth_getTransactionReceipt', [hash])) !== null) return hash;
        await pause(MINED_PAUSE_MS);
      }
      throw new FundtrailError('not_mined', `no block took transaction ${hash}`);
    },
    height: async () => Number(await ask(url, 'eth_blockNumber')),
    block: (which) => readBlock(url, which),
    mine: async (blocks = 1) => {
      await ask(url, 'anvil_mine', [`0x${blocks.toString(16)}`]);
      return await readBlock(url, 'latest');
    },
    mineBySelf: async (on) => void (await ask(url, 'evm_setAutomine', [on])),
    snapshot: async () => {
      const id = await ask(url, 'evm_snapshot');
      return async () => {
        if ((await ask(url, 'evm_revert', [id])) !== true) {
          throw new FundtrailError('no_snapshot', 'the chain was set back to this or an older snapshot before');
        }
      };
    },
    reorg: (depth, keep = keepNone) => reorganise(url, depth, keep),
  };
}
