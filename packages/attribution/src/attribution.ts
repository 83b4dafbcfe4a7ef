import {
  type AccountId,
  isCodeCategory,
  isStopCategory,
  type Label,
  STOP_CONFIDENCE,
  type StopCategory,
  type TerminalKind,
} from '@fundtrail/core';

/** Why a trail ends at an account: the shape that the ledger asks for. */
export type LabelStop = { readonly kind: TerminalKind; readonly entity: string; readonly reason: string };

/** What labels say of accounts. */
export type Attribution = {
  /** The surest label that ends a trail here, if one is sure enough. */
  stopOf(account: AccountId): LabelStop | undefined;
  /** Whether a label, however sure, says that the account is code. */
  isCode(account: AccountId): boolean;
  /** The label to show for the account: the one that stops, else the surest. */
  labelOf(account: AccountId): Label | undefined;
};

const STOP_KIND: Readonly<Record<StopCategory, TerminalKind>> = {
  exchange: 'exchange',
  mixer: 'mixer',
  bridge: 'bridge_pending',
  hub: 'hub',
};

/**
 * Lookups over labels that are in memory.
 * @param labels by stored account id; their order does not matter: of equally sure labels the first by category, entity and
 * source counts, so that the same labels always give the same answer
 */
export function createAttribution(labels: ReadonlyMap<AccountId, readonly Label[]>): Attribution {
  const stops = new Map<AccountId, LabelStop>();
  const code = new Set<AccountId>();
  const shown = new Map<AccountId, Label>();
  for (const [account, ofAccount] of labels) {
    const surestFirst = ofAccount.toSorted(bySureness);
    for (const label of surestFirst) {
      if (isCodeCategory(label.category)) code.add(account);
      if (stops.has(account) || !isStopCategory(label.category) || label.confidence < STOP_CONFIDENCE) continue;
      stops.set(account, {
        kind: STOP_KIND[label.category],
        entity: label.entity,
        reason: `labelled ${label.category} by ${label.source} (confidence ${label.confidence})`,
      });
      shown.set(account, label);
    }
    const [surest] = surestFirst;
    if (surest !== undefined && !shown.has(account)) shown.set(account, surest);
  }
  return {
    stopOf: (account) => stops.get(account),
    isCode: (account) => code.has(account),
    labelOf: (account) => shown.get(account),
  };
}

function bySureness(a: Label, b: Label): number {
  return (
    b.confidence - a.confidence ||
    compare(a.category, b.category) ||
    compare(a.entity, b.entity) ||
    compare(a.source, b.source)
  );
}

/** By code unit, not by locale: the same order on every machine. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
