import type { Address, ChainId, Coverage } from '@fundtrail/core';
import type { OutspendsAnswer } from './outspends.ts';

/** The last block of coverage that no later block can change. */
const END_OF_BLOCKS = Number.MAX_SAFE_INTEGER;

/** A coin that is asked about, and the answer in which it stands. */
export type AskedCoin = {
  readonly chain: ChainId;
  readonly source: string;
  readonly coin: Address;
  /** The block that made it. */
  readonly block: number;
  readonly toBlock: number;
  readonly answer: OutspendsAnswer;
};

/** Coverage of a coin that a mined transaction spends: nothing can follow once that is final. */
export function spentCoverage(asked: AskedCoin, spender: number): Coverage {
  const { answer, toBlock } = asked;
  if (spender <= answer.final) return { ...about(asked), toBlock: END_OF_BLOCKS, status: 'complete' };
  return complete(asked, Math.max(spender, Math.min(toBlock, answer.reach)));
}

/** Coverage of a coin that no block up to `toBlock` spends; `later` is the block that does. */
export function unspentCoverage(asked: AskedCoin, later: number | undefined): Coverage {
  const { answer, block, toBlock } = asked;
  if (later !== undefined && later <= answer.final) return { ...about(asked), toBlock, status: 'complete' };
  if (later !== undefined) return complete(asked, toBlock);
  const reach = Math.min(toBlock, answer.reach);
  if (reach >= block) return complete(asked, reach);
  return unavailable(asked, `the coin was made in block ${block}, after the last one that was looked at, ${reach}`);
}

export function unavailable(asked: Omit<AskedCoin, 'answer'>, reason: string): Coverage {
  return { ...about(asked), toBlock: asked.toBlock, status: 'unavailable', reason };
}

function complete(asked: AskedCoin, toBlock: number): Coverage {
  const { final } = asked.answer;
  const finality = final >= toBlock ? {} : { finalTo: Math.max(final, asked.block - 1) };
  return { ...about(asked), toBlock, status: 'complete', ...finality };
}

function about({ chain, source, coin, block }: Omit<AskedCoin, 'answer'>) {
  return { chain, address: coin, source, kind: 'native', fromBlock: block } as const;
}
