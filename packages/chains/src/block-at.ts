import { type BlockHeader, SourceError } from '@fundtrail/core';

type Place = Pick<BlockHeader, 'number' | 'time'>;

export type BlockAtDeps = {
  /** For errors. */
  readonly source: string;
  /** Usual milliseconds between two blocks of the chain. */
  readonly blockTimeMs: number;
  /** The newest block. */
  head(): Promise<Place>;
  headerAt(number: number): Promise<Place>;
};

/**
 * The last block at or before a Unix time, the newest where that lies behind it. Looks where the block should stand by the blocks seen so
 * far, and twice as far each time that this falls short: on Ethereum's 20 million blocks about ten headers.
 * Where times go back it finds one of the blocks at or before the time that are followed by a later one.
 * @throws SourceError `refused` when the chain had no block yet
 */
export async function findBlockAt(deps: BlockAtDeps, time: number): Promise<number> {
  let after = await deps.head();
  if (after.time <= time) return after.number;
  let before: Place | undefined;
  /** How often in a row the same end moved: the other is then looked for further off. */
  let streak = { end: 'after', length: 0 };
  for (;;) {
    if (before !== undefined && after.number - before.number <= 1) return before.number;
    if (after.number === 0) {
      throw new SourceError('refused', deps.source, `the chain had no block yet at time ${time}`);
    }
    const number = guess(before, after, time, deps.blockTimeMs / 1000, streak);
    const { time: told } = await deps.headerAt(number);
    const end = told <= time ? 'before' : 'after';
    if (end === 'before') before = { number, time: told };
    else after = { number, time: told };
    streak = { end, length: end === streak.end ? streak.length + 1 : 1 };
  }
}

/** A block between the two, neither of them. */
function guess(
  before: Place | undefined,
  after: Place,
  time: number,
  blockSeconds: number,
  streak: { readonly end: string; readonly length: number },
): number {
  const lowest = before === undefined ? 0 : before.number + 1;
  const rate =
    before === undefined ? blockSeconds : Math.max(after.time - before.time, 1) / (after.number - before.number);
  const further = 2 ** Math.max(0, streak.length - 1) - 1;
  const fromAfter = (after.time - time) / rate;
  const fromBefore = before === undefined ? Number.POSITIVE_INFINITY : (time - before.time) / rate;
  const looksBack = streak.end === 'after' || before === undefined;
  // From the end that moved last, and beyond what is predicted where it keeps moving.
  const wanted = looksBack
    ? after.number - Math.ceil(fromAfter + further * Math.max(fromAfter, 1))
    : before.number + Math.floor(fromBefore + further * Math.max(fromBefore, 1));
  return Math.min(after.number - 1, Math.max(lowest, wanted));
}
