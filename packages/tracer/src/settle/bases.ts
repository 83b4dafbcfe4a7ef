import { type ChainId, ConflictError } from '@fundtrail/core';
import type { TracerDependencies } from '../dependencies.ts';
import { finalTimeOf } from './final-time.ts';
import type { CaseReplay, ReplayBase, ReplayCut } from './replay-case.ts';
import { type Run, replayOpen } from './run.ts';

/** Replays applied again from one base before a later one is kept: a copy of the whole state costs as much as some hundred of them. */
const SUFFIX_TRANSACTIONS = 200;

/**
 * The place from which replays of one case go on. A followed case's is after blocks of its chains that are final, so that no reorg reaches
 * before it: what must be replayed again for a new block is then what came after it, not the whole case. On several chains nothing may
 * come to lie before it in the order of all of them either. While the spenders of coins are looked for it is before the first coin that
 * waits for one: a peel chain of 10,000 hops is not replayed whole with every look.
 */
export type CaseBase = {
  /** As a replay from the start would answer, whichever way it was computed. */
  replay(run: Run, open: ReadonlySet<string>): Promise<CaseReplay>;
  /** Says that what is read from now on of UTXO chains lies in these blocks or later, until this is said again; none: nobody knows. */
  restFrom(blocks: ReadonlyMap<ChainId, number>): void;
};

export function createCaseBase(deps: TracerDependencies): CaseBase {
  let base: (ReplayBase & { readonly premises: string }) | undefined;
  /** Transactions that the last replay applied after the base. */
  let suffix = 0;
  let rest: ReadonlyMap<ChainId, number> = new Map();

  const goesFurther = ({ blocks, time }: ReplayCut): boolean =>
    (time === undefined || time > (base?.cut.time ?? Number.NEGATIVE_INFINITY)) &&
    [...blocks].some(([chain, block]) => block > (base?.cut.blocks.get(chain) ?? 0));
  const cutOf = async (run: Run): Promise<ReplayCut | undefined> => {
    if (!run.row.follow) {
      const cut = { blocks: new Map([...rest].map(([chain, block]) => [chain, block - 1])), time: undefined };
      return goesFurther(cut) ? cut : undefined;
    }
    if (base !== undefined && suffix < SUFFIX_TRANSACTIONS) return undefined;
    const cut = await finalCut(deps, run);
    return cut !== undefined && goesFurther(cut) ? cut : undefined;
  };
  const holds = (known: ReplayBase & { readonly premises: string }, run: Run): boolean =>
    known.premises === run.premises && [...known.blocks].every(([chain, block]) => block <= run.chains.of(chain).upTo);

  return {
    replay: async (run, open) => {
      if (base !== undefined && !holds(base, run)) base = undefined;
      const take = (replay: CaseReplay): CaseReplay => {
        if (replay.base !== undefined) base = { ...replay.base, premises: run.premises };
        suffix = replay.transactions - (base?.counts.transactions ?? 0);
        return replay;
      };
      if (base !== undefined) {
        try {
          return take(await replayOpen(deps, run, open, run.floors, { from: base, keep: await cutOf(run) }));
        } catch (error) {
          // What changed reaches back before the base: only the start tells.
          if (!(error instanceof ConflictError)) throw error;
          base = undefined;
        }
      }
      return take(await replayOpen(deps, run, open, run.floors, { keep: await cutOf(run) }));
    },
    restFrom: (blocks) => {
      rest = blocks;
    },
  };
}

/** After what is final on all chains of a followed case; undefined where one of them is not followed. */
async function finalCut({ follow }: TracerDependencies, run: Run): Promise<ReplayCut | undefined> {
  const chains = run.chains.all();
  const blocks = new Map<ChainId, number>();
  const times: number[] = [];
  for (const { chain, followed, finality, upTo } of chains) {
    if (!followed || finality.finalized === undefined) return undefined;
    const block = Math.min(finality.finalized, upTo);
    blocks.set(chain, block);
    // The blocks of a single chain are in order whatever their times.
    if (chains.length === 1) continue;
    const time = await finalTimeOf(follow, chain, block);
    if (time === undefined) return undefined;
    times.push(time);
  }
  return { blocks, time: times.length === 0 ? undefined : Math.min(...times) };
}
