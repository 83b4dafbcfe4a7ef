import type { ChainId, Coin, Coverage } from '@fundtrail/core';

/** The last block of coverage that no later block can change. */
const END_OF_BLOCKS = Number.MAX_SAFE_INTEGER;

/** A coin that is looked for from a block on. */
export type SoughtCoin = {
  readonly chain: ChainId;
  readonly source: string;
  readonly coin: Coin;
  readonly fromBlock: number;
};

/**
 * Coverage of a coin that was looked for up to a block, or to the end of all blocks where a final one spends it.
 * @param final the last block that cannot be taken back
 * @param spender the block that spends it
 */
export function lookedFor(sought: SoughtCoin, toBlock: number, final: number, spender?: number): Coverage {
  if (spender !== undefined && spender <= final)
    return { ...about(sought), toBlock: END_OF_BLOCKS, status: 'complete' };
  const finality = final >= toBlock ? {} : { finalTo: Math.max(final, sought.fromBlock - 1) };
  return { ...about(sought), toBlock, status: 'complete', ...finality };
}

export function unknownCoin(sought: SoughtCoin, toBlock: number, reason: string): Coverage {
  return { ...about(sought), toBlock, status: 'unavailable', reason };
}

function about({ chain, source, coin, fromBlock }: SoughtCoin) {
  return { chain, address: coin, source, kind: 'native', fromBlock } as const;
}
