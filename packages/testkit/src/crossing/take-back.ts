import { type Hash, InputError } from '@fundtrail/core';
import { keepAll } from '../anvil/reorg.ts';
import type { Play } from './scenery.ts';
import type { StepName } from './steps.ts';
import type { CrossingTransaction } from './truth.ts';

/** Blocks that were taken back with a payout in them, and that were mined in their place. */
export type TakenBack = {
  readonly chain: string;
  /** Numbers of the blocks that were taken back: first and last. */
  readonly fromBlock: number;
  readonly toBlock: number;
  readonly oldHashes: readonly Hash[];
  /** One more, or as many, with the same transactions: each one block later. */
  readonly newHashes: readonly Hash[];
  /** The payout before, and where it is now. */
  readonly was: CrossingTransaction;
  readonly is: CrossingTransaction;
};

/**
 * Takes back all blocks from the first payout of a step on, and mines what was in them again, each block one number later, the first of
 * the new ones empty: hashes of transactions stay, blocks are others. What is recorded tells the new places.
 * @throws InputError where the step was not played
 */
export async function takeBack(play: Play, step: StepName): Promise<TakenBack> {
  const { record } = play;
  const was = record.transactions.find((made) => made.step === step);
  if (was === undefined) throw new InputError(`the step ${step} was not played so far`, { field: 'step' });
  const blocks = was.chain === play.coins.id ? await takeBackCoins(play, was.block) : await takeBackEvm(play, was);
  await record.placeAgain(was.chain);
  const is = record.transactions.find(({ hash }) => hash === was.hash) ?? was;
  return { chain: was.chain, fromBlock: was.block, ...blocks, was, is };
}

/** By how much transactions of a UTXO chain are later than they were. */
const LATER_SECONDS = 7;

type ToldBlock = { readonly time: number; readonly tx: readonly { readonly hex: string }[] };
type Blocks = Pick<TakenBack, 'toBlock' | 'oldHashes' | 'newHashes'>;

async function takeBackEvm({ a, b, c }: Play, { chain: id, block }: CrossingTransaction): Promise<Blocks> {
  const side = [a, b, c].find((one) => one.id === id) ?? a;
  const { chain } = side;
  // A last empty block, so that everything can move by one.
  await chain.mine();
  const toBlock = await chain.height();
  const reorg = await chain.reorg(toBlock - block + 1, (abandoned) => [[], ...keepAll(abandoned).slice(0, -1)]);
  const hashes = (of: typeof reorg.blocks): readonly Hash[] => of.map(({ hash }) => hash);
  return { toBlock, oldHashes: hashes(reorg.abandoned), newHashes: hashes(reorg.blocks) };
}

async function takeBackCoins({ coins }: Play, block: number): Promise<Blocks> {
  const { node } = coins;
  const toBlock = await node.height();
  const oldHashes: Hash[] = [];
  const contents: string[][] = [[]];
  const times: number[] = [];
  for (let number = block; number <= toBlock; number += 1) {
    const hash = await node.hashAt(number);
    oldHashes.push(hash);
    const told = (await node.ask('getblock', [hash.slice(2), 2])) as ToldBlock;
    times.push(told.time);
    contents.push(told.tx.slice(1).map(({ hex }) => hex));
  }
  await node.invalidate(oldHashes[0] ?? '');
  const newHashes: Hash[] = [];
  for (const [at, content] of contents.entries()) {
    // Another miner: with the same one a block could come out the same. Times stay near: what follows elsewhere is no earlier.
    const time = (times[at - 1] ?? (times[0] ?? 0) - LATER_SECONDS) + LATER_SECONDS;
    newHashes.push((await coins.mine(content, { miner: `miner after ${toBlock}`, time })).blockHash);
  }
  return { toBlock, oldHashes, newHashes };
}
