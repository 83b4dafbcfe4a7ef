import { type Source, SourceError } from '@fundtrail/core';
import type { TracerDependencies } from '../dependencies.ts';
import { OPEN_END } from './coverage.ts';
import { createGapMemory, type GapMemory } from './gap-memory.ts';

/** A head younger than this is not asked for again, and neither are the facts up to it. */
const HEAD_AGE_MS = 600_000;

/** Name of the question that a source may not offer, as remembered. */
const HEAD = 'head';

/** Whether a head was seen so lately that it, and the facts up to it, are not asked for again. */
export function isYoung(head: { readonly seenAt: Date }, now: number): boolean {
  return now - head.seenAt.getTime() < HEAD_AGE_MS;
}

/** Where following is: histories of followed cases end there, so that no fact comes from the future of what follows. */
export async function followedHead(
  deps: Pick<TracerDependencies, 'follow'>,
  source: Source,
  chain: string,
): Promise<number | undefined> {
  return (await deps.follow.stateOf({ chain, source: source.id }))?.position?.number;
}

/**
 * The last block a source can speak of; `OPEN_END` where it cannot say, which is remembered. A head seen before the block
 * `atLeast` existed is of no use, however young.
 */
export async function headOf(
  deps: Pick<TracerDependencies, 'facts' | 'context'>,
  source: Source,
  chain: string,
  gaps: GapMemory = createGapMemory(deps.facts),
  atLeast = 0,
): Promise<number> {
  if (source.fullHistory) return OPEN_END;
  if ((await gaps.reasonOf(source, HEAD)) !== undefined) return OPEN_END;
  const stored = await deps.facts.headOf(source.space, source.id, chain);
  if (stored !== undefined && stored.block >= atLeast && isYoung(stored, deps.context.clock.now())) return stored.block;
  try {
    const head = await source.head(chain);
    await deps.facts.writeHead(source.space, source.id, chain, head);
    return head.block;
  } catch (error) {
    if (!(error instanceof SourceError) || (error.failure !== 'refused' && error.failure !== 'unsupported'))
      throw error;
    await gaps.note(source, HEAD, error.message);
    return OPEN_END;
  }
}
