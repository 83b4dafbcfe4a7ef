import { FundtrailError } from '@fundtrail/core';
import type { UtxoNode } from './start-utxo-node.ts';

export type CopyBlocksOptions = {
  readonly from: UtxoNode;
  /** Of the same chain; its blocks so far are the same. */
  readonly to: UtxoNode;
  /** Told after each block, before the next one. */
  readonly onBlock?: (block: number) => void | Promise<void>;
};

/**
 * Gives one node the blocks of another, as they stand now: what that one went through on its way (blocks taken back, transactions that waited)
 * is not copied, so the copy is the chain as it would be undisturbed, block for block the same.
 * @throws FundtrailError where a block is not taken
 */
export async function copyBlocks({ from, to, onBlock }: CopyBlocksOptions): Promise<void> {
  const last = await from.height();
  for (let block = (await to.height()) + 1; block <= last; block += 1) {
    const hash = (await from.hashAt(block)).slice(2);
    const { time } = (await from.ask('getblockheader', [hash])) as { readonly time: number };
    await to.ask('setmocktime', [time]);
    const refusal = await to.ask('submitblock', [await from.ask('getblock', [hash, 0])]);
    if (refusal !== null) throw new FundtrailError('other_block', `block ${block} was not taken: ${String(refusal)}`);
    await onBlock?.(block);
  }
}
