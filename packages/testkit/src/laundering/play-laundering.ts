import { type Clock, createSystemClock, InputError } from '@fundtrail/core';
import { type MinedBlock, readBlock } from '../anvil/mined.ts';
import { openScenery, rob, STOLEN } from '../theft/rob.ts';
import { openStage, type Stage } from '../theft/stage.ts';
import { type Story, sumUp } from '../theft/story.ts';
import { type PlannedReorg, type PlayedReorg, playReorg } from './play-reorg.ts';
import { type LaunderingPlay, labelsOfProps, openProps } from './props.ts';
import { LAUNDERING_SCENES } from './scenes.ts';
import type { LaunderingStory } from './story.ts';

export type LaunderingOptions = {
  /** A chain of anvil's that mines a block per transaction, with fixed times (`secondsBetweenBlocks`), and nothing on it yet. */
  readonly url: string;
  /** In any order; several after one scene come as they are listed. At most six. */
  readonly reorgs?: readonly PlannedReorg[];
  /** Told as soon as the theft has happened. */
  readonly onTheft?: (story: Omit<Story, 'expected'>) => void | Promise<void>;
  /**
   * Resolves when the follower under test has read the chain up to this block: asked before blocks are abandoned, when
   * they have been replaced, and at the end of the story.
   */
  readonly untilSeen?: (block: MinedBlock) => void | Promise<void>;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
};

/**
 * Plays a theft of 2,400 ether and a laundering by all the ways that are known here, while the chain reorganises as planned.
 * `copyChain` makes the undisturbed chain to compare with: the same final blocks, down to their hashes.
 * @throws InputError for a plan that cannot be played, before or when it comes to that.
 */
export async function playLaundering(options: LaunderingOptions): Promise<LaunderingStory> {
  for (const { afterScene } of options.reorgs ?? []) {
    if (LAUNDERING_SCENES.some((scene) => scene.name === afterScene)) continue;
    const names = LAUNDERING_SCENES.map((scene) => scene.name).join(', ');
    throw new InputError(`there is no scene ${afterScene}; there are ${names}`, { field: 'reorgs' });
  }
  const stage = await openStage(options.url, options.clock ?? createSystemClock(), options.signal);
  try {
    return await play(stage, options);
  } finally {
    await stage.close();
  }
}

async function play(stage: Stage, options: LaunderingOptions): Promise<LaunderingStory> {
  const planned = options.reorgs ?? [];
  const untilSeen = options.untilSeen ?? (() => undefined);
  const opened = await openScenery(stage);
  const props = await openProps(opened, planned.length);
  const robbed = await rob(opened);
  const [like] = robbed.labels;
  const known = { ...robbed, labels: [...robbed.labels, ...(like === undefined ? [] : labelsOfProps(props, like))] };
  await options.onTheft?.(known);

  const scenery: LaunderingPlay = { ...opened.scenery, ...props };
  const reorgs: PlayedReorg[] = [];
  for (const scene of LAUNDERING_SCENES) {
    await scene.play(scenery);
    for (const [place, plan] of planned.entries()) {
      const late = props.extras.late[place];
      if (plan.afterScene !== scene.name || late === undefined) continue;
      const theftBlock = robbed.theft.block;
      reorgs.push(await playReorg(scenery, { url: options.url, planned: plan, late, theftBlock, untilSeen }));
    }
  }
  await untilSeen(await readBlock(options.url, 'latest'));
  const { v3, tether, tetherPool, multisender, extras } = props;
  return {
    ...known,
    extras,
    contracts: {
      ...known.contracts,
      v3Router: v3.router,
      v3Pool: v3.pool,
      tether: tether.address,
      tetherPool: tetherPool.pool,
      multisender: multisender.address,
    },
    reorgs,
    expected: {
      stolen: STOLEN,
      deposits: sumUp(scenery.deposits),
      withdrawn: reorgs.flatMap(({ withdrawn }) => (withdrawn === undefined ? [] : [withdrawn])),
      mixer: stage.book.balance(scenery.mixer, 'native'),
      holdings: stage.book.holdings(),
    },
  };
}
