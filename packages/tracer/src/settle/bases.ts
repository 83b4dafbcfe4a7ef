import { ConflictError } from '@fundtrail/core';
import type { TracerDependencies } from '../dependencies.ts';
import type { CaseReplay, CaseReplayInput, ReplayBase } from './replay-case.ts';
import { type Run, replayOpen } from './run.ts';

/** Replays applied again from one base before a later one is kept: a copy of the whole state costs as much as some hundred of them. */
const SUFFIX_TRANSACTIONS = 200;

/**
 * The place from which replays of one case go on. A followed case's is after a final block, so that no reorg reaches before it: what
 * must be replayed again for a new block is then what came after it, not the whole case. While the spenders of coins are
 * looked for it is before the first coin that waits for one: a peel chain of 10,000 hops is not replayed whole with every look.
 */
export type CaseBase = {
  /** As a replay from the start would answer, whichever way it was computed. */
  replay(run: Run, open: ReadonlySet<string>): Promise<CaseReplay>;
  /** Says that what is read from now on lies in this block or later, until this is said again; undefined: nobody knows. */
  restFrom(block: number | undefined): void;
};

export function createCaseBase(deps: TracerDependencies): CaseBase {
  let base: (ReplayBase & { readonly premises: string }) | undefined;
  /** Transactions that the last replay applied after the base. */
  let suffix = 0;
  let rest: number | undefined;

  const keepAt = (run: Run): CaseReplayInput['keep'] => {
    const chain = (run.row.source as { readonly chain?: string }).chain;
    if (chain === undefined) return undefined;
    if (!run.row.follow)
      return rest === undefined || rest - 1 <= (base?.block ?? 0) ? undefined : { chain, block: rest - 1 };
    const finalized = run.finality.finalized(chain);
    if (finalized === undefined || (base !== undefined && suffix < SUFFIX_TRANSACTIONS)) return undefined;
    const block = Math.min(finalized, run.upTo);
    return block <= (base?.block ?? 0) ? undefined : { chain, block };
  };

  return {
    replay: async (run, open) => {
      if (base !== undefined && (base.premises !== run.premises || base.block > run.upTo)) base = undefined;
      const keep = keepAt(run);
      const take = (replay: CaseReplay): CaseReplay => {
        if (replay.base !== undefined) base = { ...replay.base, premises: run.premises };
        suffix = replay.transactions - (base?.counts.transactions ?? 0);
        return replay;
      };
      if (base !== undefined) {
        try {
          return take(await replayOpen(deps, run, open, run.floors, { from: base, keep }));
        } catch (error) {
          // What changed reaches back before the base: only the start tells.
          if (!(error instanceof ConflictError)) throw error;
          base = undefined;
        }
      }
      return take(await replayOpen(deps, run, open, run.floors, { keep: keepAt(run) }));
    },
    restFrom: (block) => {
      rest = block;
    },
  };
}
