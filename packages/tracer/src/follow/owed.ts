import { casesToConfirm } from '@fundtrail/alerts';
import { type Address, LIVE_SPACE, type Source } from '@fundtrail/core';
import type { FollowKey } from '@fundtrail/store';
import type { TracerDependencies } from '../dependencies.ts';

/** A case with accounts that lack blocks is settled again at most so often: what it lacks must be read first. */
const BEHIND_AGAIN_MS = 5_000;

/**
 * The cases that must be settled for what following wrote. They are kept until the queue has taken their jobs; when this
 * host dies before, whoever leads next settles all cases of the key.
 */
export type OwedSettles = {
  add(cases: Iterable<string>): void;
  /** Cases to which watched accounts are of interest that were touched. */
  touched(addresses: readonly Address[]): Promise<void>;
  /** Cases with alerts that can be confirmed now. */
  confirm(finalized: number): Promise<void>;
  /** Accounts that are matched from a block on may have been read to an earlier one only: see `wantBehind`. */
  placed(addresses: readonly Address[]): Promise<void>;
  /** Hands over all that is owed, with the cases that lack blocks before `block`. */
  flush(block: number): Promise<void>;
};

/** @param all cases of the key: the leader before may have written what it had no time to have settled */
export function createOwedSettles(
  deps: TracerDependencies,
  { chain }: FollowKey,
  source: Pick<Source, 'coverageIds'>,
  all: readonly string[],
): OwedSettles {
  const { cases, follow, facts, jobs, context, database } = deps;
  const owed = new Set<string>(all);
  /** With when they were last settled for that. */
  const behind = new Map<string, number>(all.map((id) => [id, Number.NEGATIVE_INFINITY]));
  let confirmed = -1;

  const casesOf = async (addresses: readonly Address[]): Promise<readonly string[]> =>
    addresses.length === 0 ? [] : [...(await follow.casesTouching(chain, addresses)).keys()];
  const add = (more: Iterable<string>): void => {
    for (const id of more) owed.add(id);
  };

  const findBehind = async (block: number): Promise<void> => {
    for (const [id, askedAt] of behind) {
      if (context.clock.now() - askedAt < BEHIND_AGAIN_MS) continue;
      const accounts = await facts.accountsBehind(LIVE_SPACE, source.coverageIds, id, chain, block);
      if (accounts.length === 0) behind.delete(id);
      else {
        behind.set(id, context.clock.now());
        owed.add(id);
      }
    }
  };

  return {
    add,
    touched: async (addresses) => add(await casesOf(addresses)),
    confirm: async (finalized) => {
      if (finalized <= confirmed) return;
      add(await casesToConfirm(database.db, chain, finalized));
      confirmed = finalized;
    },
    placed: async (addresses) => {
      for (const id of await casesOf(addresses)) behind.set(id, behind.get(id) ?? Number.NEGATIVE_INFINITY);
    },
    flush: async (block) => {
      await findBehind(block);
      for (const id of [...owed]) {
        const row = await cases.get(id);
        if (row !== undefined) await jobs.settle({ caseId: id, wave: row.wave });
        owed.delete(id);
      }
    },
  };
}
