import type { BlockHeader, Hash } from '@fundtrail/core';

/** A block as one names it and what it stands on. */
export type Link = Pick<BlockHeader, 'number' | 'hash' | 'parentHash'>;

/** The blocks of a chain that were read, as far as they are needed to tell a reorganisation. */
export type Tail = {
  /** Number of the last block that was read. */
  readonly last: number;
  /** Lowest block to which the chain may be taken back: what is below is final, or older than the chain's window. */
  readonly floor: number;
  /** Hash of a block as it was read; undefined where none is known. */
  hashOf(number: number): Hash | undefined;
};

/**
 * What some blocks that a source tells mean for what was read.
 * - `extend`: those from `last + 1` on go on from the last block that was read.
 * - `duplicate`: they were read already. - `behind`: they are older than what hashes are known of; a source that lags.
 * - `reorg`: what was read above `ancestor` is not of the chain any more.
 * - `gap`: block `ask` must be known before more can be said.
 * - `torn`: they are not of one branch: the chain was reorganised while they were read.
 * - `too_deep`: the branches part below `floor`.
 */
export type Verdict =
  | { readonly kind: 'extend' | 'duplicate' | 'behind' | 'torn' }
  | { readonly kind: 'reorg'; readonly ancestor: number }
  | { readonly kind: 'gap'; readonly ask: number }
  | { readonly kind: 'too_deep'; readonly floor: number };

/**
 * Compares a branch as a source tells it with what was read of the chain. Knows nothing but hashes: a source whose head is
 * lower than what was read only lags, unless its blocks are others.
 * @param branch blocks with consecutive numbers, the newest last; at least one.
 */
export function judge(tail: Tail, branch: readonly Link[]): Verdict {
  const [first] = branch;
  const newest = branch.at(-1);
  if (first === undefined || newest === undefined) throw new RangeError('a branch has at least one block');
  if (!isLinked(branch)) return { kind: 'torn' };
  if (newest.number <= tail.last) {
    const known = tail.hashOf(newest.number);
    if (known === newest.hash) return { kind: 'duplicate' };
    if (known === undefined) return { kind: 'behind' };
  }
  const joint = branch.findLast(({ number, parentHash }) => isRead(tail, number - 1, parentHash));
  if (joint !== undefined) return joinedAt(tail, joint.number - 1);
  if (first.number <= tail.floor + 1) return { kind: 'too_deep', floor: tail.floor };
  return { kind: 'gap', ask: first.number - 1 };
}

function isLinked(branch: readonly Link[]): boolean {
  return branch.every((block, place) => {
    const before = branch[place - 1];
    return before === undefined || (block.number === before.number + 1 && block.parentHash === before.hash);
  });
}

function isRead(tail: Tail, number: number, hash: Hash): boolean {
  return number <= tail.last && tail.hashOf(number) === hash;
}

function joinedAt(tail: Tail, ancestor: number): Verdict {
  if (ancestor === tail.last) return { kind: 'extend' };
  return ancestor < tail.floor ? { kind: 'too_deep', floor: tail.floor } : { kind: 'reorg', ancestor };
}
