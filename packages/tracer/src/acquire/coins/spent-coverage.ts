import type { ChainId, Coin, Coverage, Source } from '@fundtrail/core';
import { OPEN_END } from '../coverage.ts';

/** Coverage of a coin whose spender is there for good: nothing can follow. `block` is the one that made it. */
export function spentCoverage(
  chain: ChainId,
  { id, coverageIds }: Pick<Source, 'id' | 'coverageIds'>,
  coin: Coin,
  block: number,
): Coverage {
  const source = coverageIds[0] ?? id;
  return { chain, address: coin, source, kind: 'native', fromBlock: block, toBlock: OPEN_END, status: 'complete' };
}
