import { FundtrailError } from '@fundtrail/core';
import { ask } from './json-rpc.ts';
import { type MinedBlock, readBlock } from './mined.ts';

export type CopyOptions = {
  /** URL of the chain whose blocks are mined again. */
  readonly from: string;
  /** URL of a chain of anvil's with the same number and first timestamp, started with `order: 'fifo'`, and nothing on it yet. */
  readonly to: string;
  /** The last block to mine; the newest when left out. */
  readonly upTo?: number;
  /** Told after each block, before the next one is mined. */
  readonly onBlock?: (block: MinedBlock) => void | Promise<void>;
};

/**
 * Mines the blocks of one local chain again on another: the same transactions in the same order, times, fees and hashes.
 * What a chain went through on its way (reorganisations) is not copied, so a copy is that chain as it would be undisturbed.
 * Only what came by transactions is there: not what was set by `anvil_set…`.
 * @throws FundtrailError where a block did not come out the same.
 */
export async function copyChain(options: CopyOptions): Promise<void> {
  const { from, to } = options;
  const last = options.upTo ?? Number(await ask(from, 'eth_blockNumber'));
  await ask(to, 'anvil_autoImpersonateAccount', [true]);
  await ask(to, 'evm_setAutomine', [false]);
  try {
    for (let number = 1; number <= last; number += 1) {
      const block = await readBlock(from, number);
      await mineAgain(from, to, block);
      const copied = await readBlock(to, number);
      if (copied.hash !== block.hash) {
        throw new FundtrailError('other_block', `block ${number} came out as another one`, {
          remedy: 'Start both chains with the same chainId and timestamp, and the copy with order fifo.',
        });
      }
      await options.onBlock?.(copied);
    }
  } finally {
    await ask(to, 'evm_setAutomine', [true]);
  }
}

async function mineAgain(from: string, to: string, block: MinedBlock): Promise<void> {
  const header = (await ask(from, 'eth_getBlockByHash', [block.hash, false])) as Record<
    'baseFeePerGas' | 'miner',
    string
  >;
  await ask(to, 'evm_setNextBlockTimestamp', [block.timestamp]);
  await ask(to, 'anvil_setNextBlockBaseFeePerGas', [header.baseFeePerGas]);
  await ask(to, 'anvil_setCoinbase', [header.miner]);
  for (const { request } of block.transactions) await ask(to, 'eth_sendTransaction', [request]);
  await ask(to, 'evm_mine', []);
}
