import { type ChainId, splitAccountId } from '@fundtrail/core';
import type { Replay } from '@fundtrail/ledger';

type OpenCoin = ReturnType<Replay['takeOpened']>[number];

/** Gives each chain the coins of its own that a replay comes to follow. */
export type OpenedByChain = {
  /** Since this was last asked for the chain, in order. */
  take(chain: ChainId): readonly OpenCoin[];
};

export function createOpenedByChain(replay: Pick<Replay, 'takeOpened'>): OpenedByChain {
  const waiting = new Map<ChainId, OpenCoin[]>();
  return {
    take: (chain) => {
      for (const coin of replay.takeOpened()) {
        const { chain: its } = splitAccountId(coin.account);
        const own = waiting.get(its);
        if (own === undefined) waiting.set(its, [coin]);
        else own.push(coin);
      }
      const taken = waiting.get(chain) ?? NONE;
      waiting.delete(chain);
      return taken;
    },
  };
}

const NONE: readonly OpenCoin[] = [];
