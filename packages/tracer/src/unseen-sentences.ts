import { TRANSFER_KINDS, type TransferKind } from '@fundtrail/core';
import type { CaseCoverage, Unseen } from './types.ts';

/** Kinds of transfer in words that need no knowledge of chains. */
const KIND_WORDS = { native: 'Plain transfers', internal: 'Value moved inside contracts', token: 'Token transfers' };
const STATUS_WORDS = {
  truncated: 'read only in part',
  unavailable: 'not read',
  disputed: 'told differently by different sources',
};
const NOT_FOLLOWED_WORDS: Readonly<Partial<Record<string, string>>> = {
  unavailable: 'Not told by any source',
  hub: 'Not followed, for too many transfers',
  budget: 'Not followed, for a limit of the case',
};

/** What a case could not see, one plain sentence each, for people and for alerts; empty where nothing is missing. */
export function unseenSentences(coverage: CaseCoverage, disputes: number): readonly string[] {
  return [
    ...TRANSFER_KINDS.flatMap((kind) => gapSentences(coverage, kind)),
    ...coverage.not_followed.map(
      ({ state, reason, count }) => `${NOT_FOLLOWED_WORDS[state] ?? state}: ${accounts(count)} (${plain(reason)}).`,
    ),
    ...(coverage.opening_balance_unknown > 0
      ? [`What ${accounts(coverage.opening_balance_unknown)} held before the first stolen funds came is not known.`]
      : []),
    ...coverage.balances_not_told.map((entry) => notTold('balance', entry)),
    ...coverage.transactions_not_told.map((entry) => notTold('whole transaction', entry)),
    ...(disputes > 0 ? [`Sources contradicted each other ${times(disputes)} about what this case rests on.`] : []),
  ];
}

function gapSentences({ kinds, gaps }: CaseCoverage, kind: TransferKind): readonly string[] {
  const { complete, truncated, unavailable, disputed } = kinds[kind];
  const all = complete + truncated + unavailable + disputed;
  const own = gaps.filter((gap) => gap.kind === kind);
  const [first] = own;
  // A thing to know of the case as a whole, as with a node that does not trace.
  if (first !== undefined && unavailable === all) {
    const more = own.length === 1 ? '' : `; and for ${own.length - 1} more reasons`;
    return [`${KIND_WORDS[kind]}: not covered at all (${first.source}): ${plain(first.reason)}${more}.`];
  }
  return own.map(
    ({ status, accounts: count, source, reason }) =>
      `${KIND_WORDS[kind]}: ${STATUS_WORDS[status]} for ${count} of ${accounts(all)} (${source}): ${plain(reason)}.`,
  );
}

function notTold(what: string, { reason, count }: Unseen): string {
  return `${count} ${what}${count === 1 ? ' was' : 's were'} asked for and not told: ${plain(reason)}.`;
}

function accounts(count: number): string {
  return count === 1 ? '1 account' : `${count} accounts`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** Reasons are sources' words, with or without a full stop. */
function plain(reason: string): string {
  return reason.replace(/\.+$/, '');
}
