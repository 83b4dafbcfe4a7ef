import { type Clock, createSystemClock } from '@fundtrail/core';
import { openScenery, rob, STOLEN } from './rob.ts';
import { SCENES } from './scenes.ts';
import { openStage, type Stage } from './stage.ts';
import { type Story, sumUp } from './story.ts';

export type TheftOptions = {
  /** A chain of anvil's that mines by itself, on which no theft was played yet. */
  readonly url: string;
  /** Milliseconds between scenes, for people who watch. */
  readonly pace?: number;
  /** Told before each scene what is about to happen. */
  readonly onStep?: (text: string) => void;
  /** Told as soon as the theft has happened, for a tracer that follows while the story goes on. */
  readonly onTheft?: (story: Omit<Story, 'expected'>) => void | Promise<void>;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
};

/**
 * Plays a theft of 2,400 ether and its laundering on a local chain, with Uniswap's and WETH9's published contracts, by
 * accounts that nobody has keys of. The same transactions each time; only block times differ.
 * @throws ConflictError where the story was played before. @throws FundtrailError when the chain does not play along.
 */
export async function playTheft(options: TheftOptions): Promise<Story> {
  const clock = options.clock ?? createSystemClock();
  const stage = await openStage(options.url, clock, options.signal);
  try {
    return await play(stage, options, clock);
  } finally {
    await stage.close();
  }
}

async function play(stage: Stage, options: TheftOptions, clock: Clock): Promise<Story> {
  const step = async (text: string): Promise<void> => {
    options.onStep?.(text);
    if (options.pace !== undefined) await clock.sleep(options.pace, options.signal);
  };
  await step('a market, a bridge, a lender and a mixer open');
  const opened = await openScenery(stage);
  await step('the bridge is robbed of 2,400 ether');
  const known = await rob(opened);
  await options.onTheft?.(known);
  for (const scene of SCENES) {
    await step(scene.title);
    await scene.play(opened.scenery);
  }
  return {
    ...known,
    expected: {
      stolen: STOLEN,
      deposits: sumUp(opened.scenery.deposits),
      mixer: stage.book.balance(opened.scenery.mixer, 'native'),
      holdings: stage.book.holdings(),
    },
  };
}
