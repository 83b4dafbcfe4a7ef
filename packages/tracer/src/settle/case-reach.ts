import type { AccountId, Source } from '@fundtrail/core';
import type { CaseRow, FactStore, FollowState, OpenAccount } from '@fundtrail/store';
import { OPEN_END } from '../acquire/coverage.ts';

/** How far a case can be replayed: to the last block that is read of all its accounts. */
export type Reach = {
  readonly upTo: number;
  /** Whether some account may lack blocks that following has passed already. */
  readonly behind: boolean;
};

/**
 * Remembers of one followed case that all its accounts are as far as following is: then they stay so, block by block, until an
 * account is opened or what is followed begins anew. Only then every account is looked at, which takes long in a large case.
 * Lives only as long as nobody else moves the case: while it is paused its accounts may cease to be watched.
 */
export type CaseReach = {
  of(row: CaseRow, source: Source, followed: FollowState | undefined, open: Iterable<OpenAccount>): Promise<Reach>;
};

const WHOLE: Reach = { upTo: OPEN_END, behind: false };

export function createCaseReach(facts: Pick<FactStore, 'reachOfCase' | 'areWatchedFrom'>): CaseReach {
  let caughtUp: string | undefined;
  return {
    of: async (row, source, followed, open) => {
      if (!row.follow) return WHOLE;
      const position = followed?.position?.number;
      const state = JSON.stringify([followed?.first, followed?.kinds, followed?.reorgs, readAccounts(open)]);
      if (position !== undefined && caughtUp === state) return { upTo: position, behind: false };
      const upTo = (await facts.reachOfCase(row.space, source.coverageIds, row.id)) ?? OPEN_END;
      // Beyond the position only histories reach, and not all alike; and who is not matched from the next block on is left
      // behind by it: neither is a state to go on from.
      const goesOn = upTo === position && (await facts.areWatchedFrom(source.id, row.id, position + 1));
      caughtUp = goesOn ? state : undefined;
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
