import type { Attribution } from '@fundtrail/attribution';
import type { AccountId, TransactionFact } from '@fundtrail/core';
import type { Stop } from '@fundtrail/ledger';
import type { OpenAccount } from '@fundtrail/store';
import { createMixOf } from './coins/mix-of.ts';

/** What the replay asks of accounts and transactions: who absorbs, who is code, what mixes. */
export type Knowledge = {
  stopOf(account: AccountId): Stop | undefined;
  isCode(account: AccountId): boolean;
  mixOf(transaction: TransactionFact): Stop | undefined;
};

/**
 * Joins labels, facts about code and the states of the case's open set. A label that stops a trail goes before
 * everything else; an account that a seed names is followed whatever its state.
 */
export function createKnowledge(input: {
  readonly attribution: Attribution;
  readonly contracts: ReadonlySet<AccountId>;
  readonly accounts: Iterable<OpenAccount>;
  readonly seeds: ReadonlySet<AccountId>;
}): Knowledge {
  const { attribution, contracts, seeds } = input;
  const unfollowed = new Map<AccountId, Stop>();
  for (const { account, state, reason } of input.accounts) {
    if (seeds.has(account)) continue;
    if (state === 'unavailable' || state === 'hub' || state === 'budget') {
      unfollowed.set(account, { kind: state, entity: null, reason: reason ?? state });
    }
  }
  return {
    stopOf: (account) => attribution.stopOf(account) ?? unfollowed.get(account),
    isCode: (account) => contracts.has(account) || attribution.isCode(account),
    mixOf: createMixOf(attribution),
  };
}
