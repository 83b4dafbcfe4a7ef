import { InputError } from '@fundtrail/core';
import type { UtxoNode } from '../utxo-node/start-utxo-node.ts';
import { type Cast, labelsOf, openCast } from './cast.ts';
import { expectedOf } from './expected.ts';
import { CROWD_AMOUNTS, playMixes } from './mix.ts';
import { playPeel } from './peel.ts';
import type { ReorgPlan } from './play-reorg.ts';
import { openStage, type Stage } from './stage.ts';
import type { UtxoStory } from './story.ts';

export type UtxoTheftOptions = {
  /** Payments in the chain that the loot goes down, 10 or more; 1,000 when left out. */
  readonly hops?: number;
  /** 10 when left out. */
  readonly hopsPerBlock?: number;
  /** Chooses amounts, forms of scripts and orders; 1 when left out. */
  readonly seed?: number;
  /** Takes blocks back on the way; none when left out. */
  readonly reorg?: ReorgPlan;
  /** Told when the theft is mined, with what is known then: whoever follows it can begin. */
  readonly onTheft?: (known: Pick<UtxoStory, 'chain' | 'theft' | 'labels'>) => void | Promise<void>;
  /** Told after each block of the story that is mined then, before the next one is; also of those that are mined in place of others. */
  readonly onBlock?: (block: number) => void | Promise<void>;
};

const FEWEST_HOPS = 10;

/**
 * Plays a theft of 500 coins on a node whose chain is new, and what the thief does with them: a long chain of payments, fans and
 * consolidations, a replaced payment, deposits at an exchange, two CoinJoins, and a rest. A thousand hops take some seconds.
 */
export async function playUtxoTheft(node: UtxoNode, options: UtxoTheftOptions = {}): Promise<UtxoStory> {
  const { hops = 1_000, hopsPerBlock = 10, seed = 1 } = options;
  if (hops < FEWEST_HOPS) throw new InputError(`a chain has ${FEWEST_HOPS} hops or more`, { field: 'hops' });
  const stage = openStage(node, seed, options.onBlock);
  const cast = await openCast(stage, CROWD_AMOUNTS);
  const theft = await mineTheft(stage);
  const labels = labelsOf(node.chain, cast);
  await options.onTheft?.({ chain: node.chain, theft, labels });
  const reorg = options.reorg === undefined ? {} : { reorg: options.reorg };
  const { rest, ...peeled } = await playPeel(stage, cast, { hops, hopsPerBlock, ...reorg });
  const mixes = await playMixes(stage, cast, rest);
  await playSweep(stage, cast);
  const transactions = stage.played();
  return {
    chain: node.chain,
    seed,
    theft,
    labels,
    transactions,
    blocks: { from: theft.block, to: await node.height() },
    ...peeled,
    expected: { stolen: theft.amount, mixes, ...expectedOf(transactions, cast) },
  };
}

async function mineTheft(stage: Stage): Promise<UtxoStory['theft']> {
  await stage.mine();
  const [theft] = stage.played();
  if (theft === undefined) throw new TypeError('no theft was played');
  const { coin = '', script: owner = '', amount = 0n } = theft.outputs[0] ?? {};
  return { hash: theft.hash, block: theft.block, coin, owner, amount };
}

/** The exchange gathers what it was paid: no trail goes on there. */
async function playSweep(stage: Stage, { exchange, hotWallet }: Cast): Promise<void> {
  const inputs = stage.played().flatMap((played) => exchange.coinsOf(played));
  const amount = inputs.reduce((sum, coin) => sum + coin.amount, 0n) - stage.fee();
  if (inputs.length > 0) stage.act('sweep', inputs, [{ script: hotWallet, amount }]);
  await stage.mine();
}
