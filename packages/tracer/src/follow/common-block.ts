import { type BlockHeader, chainInfo } from '@fundtrail/core';
import type { FollowState, FollowStore } from '@fundtrail/store';
import { isFinal } from '../acquire/work.ts';
import type { FollowableSource } from './ancestor.ts';

/**
 * The last block that a source and the stored chain have in common, however deep it lies. Two branches are one up to where they
 * part and never meet again, so it is searched by halves. When not even the first followed block is common, it is the block
 * one reorg window before that: what histories told from there on was no more final than what was followed.
 */
export async function findCommonBlock(
  follow: Pick<FollowStore, 'hashesOf'>,
  source: FollowableSource,
  state: FollowState,
  signal: AbortSignal,
): Promise<BlockHeader> {
  const { chain } = state;
  const last = state.position?.number ?? 0;
  const first = Math.max(0, (state.first ?? last + 1) - 1);
  const commonAt = async (number: number): Promise<BlockHeader | undefined> => {
    const known = (await follow.hashesOf(state, number, number)).get(number);
    const header = await headerOf(source, chain, number, signal);
    return header !== undefined && header.hash === known ? header : undefined;
  };
  let found = await commonAt(first);
  if (found === undefined) {
    const { block: head } = await source.head(chain);
    return source.header(chain, Math.max(0, Math.min(head, first - 1 - chainInfo(chain).reorgWindow)), signal);
  }
  for (let low = first, high = last + 1; high - low > 1; ) {
    const middle = low + Math.floor((high - low) / 2);
    const common = await commonAt(middle);
    if (common === undefined) high = middle;
    else {
      low = middle;
      found = common;
    }
  }
  return found;
}

/** Undefined when the source has no such block: its chain may be shorter now. */
async function headerOf(
  source: FollowableSource,
  chain: string,
  number: number,
  signal: AbortSignal,
): Promise<BlockHeader | undefined> {
  try {
    return await source.header(chain, number, signal);
  } catch (error) {
    if (isFinal(error)) return undefined;
    throw error;
  }
}
