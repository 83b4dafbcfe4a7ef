import { InputError } from '@fundtrail/core';
import type { BuiltTransaction, OwnedCoin } from '../utxo-node/build-transaction.ts';
import type { Cast } from './cast.ts';
import type { Stage } from './stage.ts';
import type { StoryCoin, StoryReorg } from './story.ts';

/** What is to be taken back on the way. */
export type ReorgPlan = {
  /** Blocks that are taken off the chain. */
  readonly depth: number;
  /** Waited for while the old branch stands, and again on the new one: somebody is to see both. */
  readonly untilSeen?: (block: number) => void | Promise<void>;
};

/** Takes blocks back in the middle of the chain of payments. */
export type Reorg = {
  /** A wallet that rests, and could pay the exchange. */
  offer(wallet: OwnedCoin): void;
  /** Told after each block. */
  next(): Promise<void>;
  /** @throws InputError where there were too few blocks for it */
  played(): Promise<StoryReorg>;
};

/** Blocks before it begins: both branches are to have something to stand on. */
const BEFORE = 2;

/**
 * A wallet pays the exchange; so many blocks later these are taken back, and all that was in them is mined again in one block more, in
 * the same order but other blocks: all but that deposit, whose coin goes to a wallet of the thief's instead.
 */
export function openReorg(stage: Stage, { thief, deposits }: Cast, { depth, untilSeen }: ReorgPlan): Reorg {
  if (depth < 1) throw new InputError('a reorganisation is at least 1 block deep', { field: 'depth' });
  const { node } = stage;
  let offered: OwnedCoin | undefined;
  let deposit: { readonly built: BuiltTransaction; readonly coin: OwnedCoin } | undefined;
  let blocks = 0;
  let begun = 0;
  let reorg: StoryReorg | undefined;

  function pay(coin: OwnedCoin): void {
    const amount = coin.amount - stage.fee();
    deposit = { coin, built: stage.act('late', [coin], [{ script: deposits[0] ?? '', amount }]) };
    begun = blocks;
  }

  async function takeBack({ built, coin }: { built: BuiltTransaction; coin: OwnedCoin }): Promise<StoryReorg> {
    const toBlock = await node.height();
    await untilSeen?.(toBlock);
    const was = stage.played().find(({ hash }) => hash === built.hash);
    const oldHashes = await stage.takeBack(depth);
    stage.leaveOut(built.hash);
    const amount = coin.amount - stage.fee();
    const instead = stage.act('late', [coin], [{ script: thief.lock(stage.form()).script, amount }]);
    const each = Math.ceil(stage.waiting() / (depth + 1));
    const newHashes: string[] = [];
    while (stage.waiting() > 0) {
      await stage.mine(each);
      newHashes.push(await node.hashAt(await node.height()));
    }
    // A branch takes over when it is longer, also where few transactions make few blocks.
    while (newHashes.length <= depth) newHashes.push(...(await node.mine()));
    await untilSeen?.(await node.height());
    const { script = '', amount: paid = 0n, coin: made = '' } = built.outputs[0] ?? {};
    const withdrawn: StoryCoin = { coin: made, owner: script, amount: paid };
    const place = { hash: built.hash, block: was?.block ?? 0, blockHash: was?.blockHash ?? '' };
    const fromBlock = toBlock - depth + 1;
    return {
      depth,
      fromBlock,
      toBlock,
      oldHashes,
      newHashes,
      withdrawn: { ...withdrawn, ...place },
      instead: instead.hash,
    };
  }

  return {
    offer(wallet) {
      offered ??= wallet;
    },
    async next() {
      blocks += 1;
      if (deposit === undefined && offered !== undefined && blocks >= BEFORE) pay(offered);
      else if (deposit !== undefined && reorg === undefined && blocks - begun >= depth) reorg = await takeBack(deposit);
    },
    async played() {
      if (reorg !== undefined) return reorg;
      throw new InputError(
        `the story has too few blocks for a reorganisation ${depth} deep`,
        { field: 'depth' },
        { remedy: 'Let it have more hops, or fewer in a block.' },
      );
    },
  };
}
