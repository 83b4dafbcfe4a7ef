import { type Address, type ChainId, type Hash, InputError } from '@fundtrail/core';
import { type AskNode, createAskNode } from './ask-node.ts';
import { startLitecoind } from './litecoind.ts';

/** The script that everybody can spend (OP_TRUE): mined coins go there where nobody is named. */
export const NOBODY: Address = '0x51';

export type UtxoNodeOptions = {
  /** Whether transactions are told by their ids alone (`-txindex`); true when left out. */
  readonly txindex?: boolean;
  /** Keeps blocks only as far back as it is told by `pruneblockchain`; implies no `txindex`. */
  readonly prune?: boolean;
  /** Unix seconds of block 0's successor, for chains that come out the same each time; the clock's when left out. */
  readonly timestamp?: number;
  /** With `timestamp`: seconds from block to block, 60 when left out. */
  readonly secondsBetweenBlocks?: number;
};

/**
 * A node of a UTXO chain (Litecoin Core 0.21 on regtest) in a process of its own, which mines when told to. Hashes are in stored
 * form. Any script may be paid to and spent (nonstandard ones, too); chains of unconfirmed transactions have no bound.
 *
 * As seen with 0.21.2.1: a block pays its miner 50 coins, 25 from block 150 on, and halves on every 150 blocks; mined coins can be
 * spent after 100 blocks. `getblock` knows verbosity 2 at most (no previous outputs), `getrawtransaction` 1.
 */
export type UtxoNode = {
  /** For JSON-RPC, with user and password. */
  readonly url: string;
  readonly chain: ChainId;
  readonly ask: AskNode;
  height(): Promise<number>;
  hashAt(block: number): Promise<Hash>;
  /** Mines so many blocks, the first with what waits in the mempool; resolves to their hashes. */
  mine(blocks?: number, to?: Address): Promise<readonly Hash[]>;
  /**
   * Mines a block of exactly these transactions, in this order: hex of such as need not be in the mempool, or hashes of such as are.
   * A block at the same place with the same transactions and miner has the same hash: name another miner for another branch.
   */
  generateBlock(transactions: readonly string[], to?: Address): Promise<Hash>;
  /** Puts a transaction (hex) into the mempool, and takes out what it replaces. @throws NodeRefusal */
  send(transaction: string): Promise<Hash>;
  /** Takes this block and all after it off the chain; their transactions wait in the mempool again. */
  invalidate(block: Hash): Promise<void>;
  reconsider(block: Hash): Promise<void>;
  /** Ends the process and removes its files; may be called twice. */
  stop(): Promise<void>;
};

/** @throws FundtrailError where there is no litecoind, see `hasLitecoind` */
export async function startUtxoNode(options: UtxoNodeOptions = {}): Promise<UtxoNode> {
  const { timestamp, secondsBetweenBlocks = 60, prune = false, txindex = !prune } = options;
  if (prune && txindex) throw new InputError('a pruned node has no index of transactions', { field: 'prune' });
  const { url, stop } = await startLitecoind([...(txindex ? ['-txindex=1'] : []), ...(prune ? ['-prune=1'] : [])]);
  const ask = createAskNode(url);
  const height = async (): Promise<number> => Number(await ask('getblockcount'));
  const hashAt = async (block: number): Promise<Hash> => stored(await ask('getblockhash', [block]));
  const setTime = async (): Promise<void> => {
    if (timestamp === undefined) return;
    await ask('setmocktime', [timestamp + secondsBetweenBlocks * (await height())]);
  };
  await setTime();

  return {
    url,
    chain: `bip122:${(await hashAt(0)).slice(2, 34)}`,
    ask,
    height,
    hashAt,
    async mine(blocks = 1, to = NOBODY) {
      const generate = async (count: number): Promise<readonly Hash[]> =>
        ((await ask('generatetodescriptor', [count, descriptor(to)])) as readonly unknown[]).map(stored);
      if (timestamp === undefined) return generate(blocks);
      const hashes: Hash[] = [];
      for (let mined = 0; mined < blocks; mined += 1) {
        await setTime();
        hashes.push(...(await generate(1)));
      }
      return hashes;
    },
    async generateBlock(transactions, to = NOBODY) {
      await setTime();
      const texts = transactions.map((text) => (text.startsWith('0x') ? text.slice(2) : text));
      const made = (await ask('generateblock', [descriptor(to), texts])) as { readonly hash: unknown };
      return stored(made.hash);
    },
    send: async (transaction) => stored(await ask('sendrawtransaction', [transaction, 0])),
    invalidate: async (block) => void (await ask('invalidateblock', [block.slice(2)])),
    reconsider: async (block) => void (await ask('reconsiderblock', [block.slice(2)])),
    stop,
  };
}

function descriptor(script: Address): string {
  return `raw(${script.slice(2)})`;
}

function stored(hash: unknown): Hash {
  return `0x${String(hash)}`;
}
