import { type AccountId, isCodeCategory, isStopCategory, type Label, STOP_CONFIDENCE } from '@fundtrail/core';
import type { Stop } from '@fundtrail/ledger';
import type { OpenAccount } from '@fundtrail/store';

/** What the replay asks of accounts: who absorbs, who is code. */
export type Knowledge = {
  stopOf(account: AccountId): Stop | undefined;
  isCode(account: AccountId): boolean;
  /** The name to show for an account, with where it comes from. */
  labelOf(account: AccountId): Label | undefined;
};

const STOP_KIND = { exchange: 'exchange', mixer: 'mixer', bridge: 'bridge_pending', hub: 'hub' } as const;

/**
 * Joins labels, facts about code and the states of the case's open set. A label that stops a trail goes before
 * everything else; an account that a seed names is followed whatever its state.
 */
export function createKnowledge(input: {
  readonly labels: ReadonlyMap<AccountId, readonly Label[]>;
  readonly contracts: ReadonlySet<AccountId>;
  readonly accounts: ReadonlyMap<AccountId, OpenAccount>;
  readonly seeds: ReadonlySet<AccountId>;
}): Knowledge {
  const stops = new Map<AccountId, Stop>();
  const code = new Set<AccountId>(input.contracts);
  const names = new Map<AccountId, Label>();
  for (const [account, labels] of input.labels) {
    const strongest = [...labels].sort(strongerFirst);
    const stop = strongest.find((label) => isStopCategory(label.category) && label.confidence >= STOP_CONFIDENCE);
    if (stop !== undefined && isStopCategory(stop.category))
      stops.set(account, labelStop(stop, STOP_KIND[stop.category]));
    if (strongest.some((label) => isCodeCategory(label.category))) code.add(account);
    const shown = stop ?? strongest[0];
    if (shown !== undefined) names.set(account, shown);
  }
  for (const { account, state, reason } of input.accounts.values()) {
    if (stops.has(account) || input.seeds.has(account)) continue;
    if (state === 'unavailable' || state === 'hub' || state === 'budget') {
      stops.set(account, { kind: state, entity: null, reason: reason ?? state });
    }
  }
  return {
    stopOf: (account) => stops.get(account),
    isCode: (account) => code.has(account),
    labelOf: (account) => names.get(account),
  };
}

function labelStop(label: Label, kind: Stop['kind']): Stop {
  return {
    kind,
    entity: label.entity,
    reason: `labelled ${label.category} by ${label.source} (confidence ${label.confidence})`,
  };
}

// Ties go to the first source, then entity, by name: the same labels always give the same answer.
function strongerFirst(a: Label, b: Label): number {
  return (
    b.confidence - a.confidence ||
    compare(a.source, b.source) ||
    compare(a.entity, b.entity) ||
    compare(a.category, b.category)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
