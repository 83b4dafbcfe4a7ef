import type { AccountId, ChainId, Source } from '@fundtrail/core';
import type { CaseRow, FactStore, FollowState, OpenAccount } from '@fundtrail/store';
import { OPEN_END } from '../acquire/coverage.ts';
import { isFollowable } from '../source-for.ts';

/** How far a chain of a case can be replayed: to the last block that is read of all its accounts there. */
export type Reach = {
  readonly upTo: number;
  /** Whether some account may lack blocks that following has passed already. */
  readonly behind: boolean;
};

/**
 * Remembers of the chains of one followed case that all its accounts are as far as following is: then they stay so, block by block, until
 * an account is opened or what is followed begins anew. Only then every account is looked at, which takes long in a large case.
 * Lives only as long as nobody else moves the case: while it is paused its accounts may cease to be watched.
 */
export type CaseReach = {
  /** @param open the case's accounts on the chain */
  of(
    row: CaseRow,
    chain: ChainId,
    source: Source | undefined,
    followed: FollowState | undefined,
    open: Iterable<OpenAccount>,
  ): Promise<Reach>;
};

const WHOLE: Reach = { upTo: OPEN_END, behind: false };

export function createCaseReach(facts: Pick<FactStore, 'reachOfCase' | 'areWatchedFrom'>): CaseReach {
  const caughtUp = new Map<ChainId, string>();
  return {
    of: async (row, chain, source, followed, open) => {
      // A chain that cannot be followed is read as one of a case that is not followed.
      if (!row.follow || source === undefined || !isFollowable(source)) return WHOLE;
      const position = followed?.position?.number;
      const state = JSON.stringify([followed?.first, followed?.kinds, followed?.reorgs, readAccounts(open)]);
      if (position !== undefined && caughtUp.get(chain) === state) return { upTo: position, behind: false };
      const upTo = (await facts.reachOfCase(row.space, source.coverageIds, row.id, chain)) ?? OPEN_END;
      // Beyond the position only histories reach, and not all alike; and who is not matched from the next block on is left
      // behind by it: neither is a state to go on from.
      const goesOn = upTo === position && (await facts.areWatchedFrom(source.id, row.id, chain, position + 1));
      if (goesOn) caughtUp.set(chain, state);
      else caughtUp.delete(chain);
      return { upTo, behind: position !== undefined && upTo < position };
    },
  };
}

/** How many accounts are read, and a number that hardly stays when others are. */
function readAccounts(open: Iterable<OpenAccount>): readonly number[] {
  let count = 0;
  let mixed = 0;
  for (const { account, state, firstBlock } of open) {
    if (state !== 'covered') continue;
    count += 1;
    mixed = (mixed + numberOf(account, firstBlock ?? -1)) | 0;
  }
  return [count, mixed];
}

/** FNV-1a. */
function numberOf(account: AccountId, firstBlock: number): number {
  let hash = 0x811c9dc5 ^ firstBlock;
  for (let at = 0; at < account.length; at += 1) hash = Math.imul(hash ^ account.charCodeAt(at), 0x01000193);
  return hash;
}
