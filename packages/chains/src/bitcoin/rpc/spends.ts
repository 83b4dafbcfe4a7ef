import {
  type Coin,
  type Hash,
  InputError,
  isCoin,
  SourceError,
  type Spends,
  type SpendsRequest,
  type TransactionFact,
} from '@fundtrail/core';
import { unforked } from '../../transport/forked-read.ts';
import type { Blocks } from './blocks.ts';
import type { ChainState } from './chain-state.ts';
import { type CoinWalkDeps, createCoinWalk } from './coin-walk.ts';
import { scanBlocks } from './scan-blocks.ts';

/**
 * Finds what spends coins by reading blocks, since a node has no index of that: each block once, from the lowest asked for on, together
 * with the coins that come of what was found. Two requests a block, at most `maxBlocks` of them: what lies further is asked for again.
 */
export type ReadSpends = (request: SpendsRequest) => Promise<Spends>;

export type SpendsDeps = CoinWalkDeps & {
  readonly state: ChainState;
  readonly blocks: Blocks;
  readonly maxBlocks: number;
};

export function createReadSpends(deps: SpendsDeps): ReadSpends {
  return (request) => {
    const coins = checkedCoins(request);
    // Whoever asks may count what it was told: a transaction is told once, also when blocks are read anew.
    const told = new Map<Hash, readonly Coin[]>();
    const onward = (fact: TransactionFact): readonly Coin[] => {
      const coins = told.get(fact.hash) ?? request.onward?.(fact) ?? [];
      told.set(fact.hash, coins);
      return coins;
    };
    return unforked(async (again) => {
      if (again) {
        deps.blocks.doubt();
        await deps.state.head(request.signal);
      }
      return readSpends(deps, request, coins, onward);
    });
  };
}

type AskedCoins = SpendsRequest['coins'];

async function readSpends(
  deps: SpendsDeps,
  request: SpendsRequest,
  coins: AskedCoins,
  onward: (fact: TransactionFact) => readonly Coin[],
): Promise<Spends> {
  const { node, state, blocks, maxBlocks } = deps;
  const { signal } = request;
  const reach = await state.reach(request.toBlock, signal);
  const final = state.final();
  const last = Math.min(request.toBlock, reach);
  const lowest = coins[0]?.block ?? last + 1;
  if (lowest > reach && lowest <= request.toBlock) {
    throw new SourceError('unreachable', node.id, `is behind: its newest block is ${reach}, not ${lowest} or later`);
  }
  const walk = createCoinWalk(deps, request, onward);
  let asked = 0;
  let left = maxBlocks;
  for (let next = lowest; next <= last && left > 0 && !walk.isFull(); ) {
    const range = { fromBlock: next, toBlock: Math.min(last, next + left - 1), signal };
    for await (const block of scanBlocks(node.id, range, blocks.index, ({ index }) => index.header)) {
      const { number } = block.index.header;
      for (let coin = coins[asked]; coin !== undefined && coin.block <= number; coin = coins[asked]) {
        walk.seek(coin.coin, block);
        asked += 1;
      }
      await walk.look(block);
      left -= 1;
      next = number + 1;
      if (walk.isFull() || walk.isDone()) break;
    }
    // Where nothing is sought, no block is of interest before the next coin was made.
    if (walk.isDone()) next = Math.max(next, coins[asked]?.block ?? last + 1);
  }
  return { transactions: walk.found(), coverage: await walk.coverage(final, last) };
}

/** By block. @throws InputError for what is no coin */
function checkedCoins({ coins, chain }: SpendsRequest): AskedCoins {
  const strange = coins.find(({ coin }) => !isCoin(coin));
  if (strange !== undefined) throw new InputError(`${strange.coin} is not a coin of ${chain}`, { field: 'coins' });
  return coins.toSorted((one, other) => one.block - other.block);
}
