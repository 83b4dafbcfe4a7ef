import type { Hash } from '@fundtrail/core';
import type { Story, StoryContracts, StoryDeposit } from '../theft/story.ts';
import type { PlayedReorg } from './play-reorg.ts';
import type { Extras } from './props.ts';

/** A deposit that was in a block that was abandoned, and is in none now: what was said of it must be taken back. */
export type WithdrawnDeposit = StoryDeposit & {
  readonly from: string;
  readonly hash: Hash;
  /** Where it was. */
  readonly block: number;
  readonly blockHash: Hash;
};

/** A laundering that was played on a chain, and what is to be found there in the end. Every amount follows from what was done. */
export type LaunderingStory = Omit<Story, 'contracts' | 'expected'> & {
  readonly extras: Extras;
  readonly contracts: StoryContracts & {
    readonly v3Router: string;
    readonly v3Pool: string;
    readonly tether: string;
    readonly tetherPool: string;
    readonly multisender: string;
  };
  readonly reorgs: readonly PlayedReorg[];
  readonly expected: Story['expected'] & { readonly withdrawn: readonly WithdrawnDeposit[] };
};
