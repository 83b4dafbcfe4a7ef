import type { Traits } from '../../transport/traits.ts';

/** How many blocks a node answers for at once, learned from its answers and refusals and kept for the questions after. */
export type SpanMemory = {
  /** Number of blocks to ask for next. */
  next(): number;
  answered(blocks: number): Promise<void>;
  /** `span`: so many blocks were too many, `hint` says how many are not; `size`: there was too much in them. */
  refused(blocks: number, bound: 'span' | 'size', hint?: number): Promise<void>;
  /** The most blocks that the node answers for, as far as it refused any. */
  bound(): number | undefined;
};

/** A remembered bound is searched closer only while it may be off by more than one part in so many. */
const CLOSE_ENOUGH = 4;
const REMEMBERED = /^([1-9][0-9]*)<([1-9][0-9]*)$/;

/**
 * Doubles what was answered until a refusal; from then on searches between the most that was answered and the least that was refused. What
 * only held too much is halved for a while and grows again.
 *
 * @param trait the name under which the bound is remembered, as `most answered<least refused`
 * @param given a bound that is known; then none is searched
 */
export function createSpanMemory(traits: Traits, trait: string, given: number | undefined): SpanMemory {
  const remembered = REMEMBERED.exec(traits.get(trait) ?? '');
  let good = given ?? Number(remembered?.[1] ?? 0);
  let bad = given === undefined ? Number(remembered?.[2] ?? Number.POSITIVE_INFINITY) : given + 1;
  let span = good > 0 ? good : Number.MAX_SAFE_INTEGER;

  const keep = async (): Promise<void> => {
    if (given === undefined && Number.isFinite(bad) && good > 0) await traits.set(trait, `${good}<${bad}`);
  };
  const most = (): number => {
    if (!Number.isFinite(bad)) return Number.MAX_SAFE_INTEGER;
    return (bad - good) * CLOSE_ENOUGH > good ? Math.floor((good + bad) / 2) : good;
  };

  return {
    next: () => span,
    bound: () => (Number.isFinite(bad) ? good : undefined),
    answered: async (blocks) => {
      good = Math.max(good, Math.min(blocks, bad - 1));
      // Only a full piece says that the node answers for so many blocks.
      if (blocks >= span) span = Math.min(most(), span * 2);
      await keep();
    },
    refused: async (blocks, bound, hint) => {
      const half = Math.ceil(blocks / 2);
      if (bound === 'size') {
        span = half;
        return;
      }
      if (hint !== undefined && hint < blocks) [good, bad] = [hint, hint + 1];
      else {
        bad = Math.min(bad, blocks);
        good = Math.min(good, bad - 1);
      }
      span = good > 0 ? good : half;
      await keep();
    },
  };
}
