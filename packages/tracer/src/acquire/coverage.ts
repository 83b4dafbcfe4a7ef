import {
  type BlockRange,
  type BlockRanges,
  type Coverage,
  joinRanges,
  type KindCoverage,
  missingFrom,
  rangesUpTo,
  type TransferKind,
} from '@fundtrail/core';
import type { AccountState } from '@fundtrail/store';

/** An unlabelled account with more rows than this is a hub: whose money it is cannot be told from the chain. */
export const HUB_ROWS = 10_000;

/** Said of every account that a source does not know, whatever its own words: those are in the coverage. */
export const NO_ANSWER = 'the source has no answer for this account';

/** What an account's coverage makes of it in a case, and why. */
export type AccountOutcome = { readonly state: AccountState; readonly reason: string | null };

/** The last block of coverage from a source that cannot say where its head is: all it had when it was asked. */
export const OPEN_END = Number.MAX_SAFE_INTEGER;

/** What is to be asked of an account's history, per kind; nothing for a kind that lacks nothing. */
export type Asks = {
  readonly byKind: ReadonlyMap<TransferKind, BlockRanges>;
  /** The part that was told before, when its blocks could still be taken back: what is not told again does not hold. */
  readonly again: BlockRanges;
};

/**
 * The difference between what is stored of an account and what is wanted. Where any kind lacks something, what was told of
 * blocks that could then still be taken back is asked for again in every kind: only all kinds together tell which stored
 * transactions still stand.
 */
export function planAsks(known: readonly KindCoverage[], kinds: readonly TransferKind[], range: BlockRange): Asks {
  const lacking = kinds.some((kind) => missingFrom(completeOf(known, kind), range).length > 0);
  if (!lacking) return { byKind: new Map(), again: [] };
  const byKind = new Map<TransferKind, BlockRanges>();
  const again: BlockRange[] = [];
  for (const kind of kinds) {
    const asked = missingFrom(finalOf(known, kind), range);
    if (asked.length > 0) byKind.set(kind, asked);
    const missing = missingFrom(completeOf(known, kind), range);
    for (const part of asked) again.push(...missingFrom(missing, part));
  }
  return { byKind, again: joinRanges(again) };
}

/** Whether a source said for good that it does not tell this kind for this account, and none made up for it. */
export function isNotOffered(known: readonly KindCoverage[], kind: TransferKind): boolean {
  const own = known.filter((entry) => entry.kind === kind);
  return (
    own.some((entry) => entry.lacks?.status === 'unavailable') && own.every((entry) => entry.complete.length === 0)
  );
}

/** Without its top-level transactions an account is unavailable; one too large to be read is a hub; other kinds may lack. */
export function outcomeOf(coverage: readonly Coverage[]): AccountOutcome {
  const native = coverage.find((entry) => entry.kind === 'native' && entry.status === 'unavailable');
  if (native !== undefined) return { state: 'unavailable', reason: NO_ANSWER };
  const truncated = coverage.find((entry) => entry.status === 'truncated');
  if (truncated !== undefined) return { state: 'hub', reason: truncated.reason ?? `more than ${HUB_ROWS} rows` };
  return { state: 'covered', reason: null };
}

/** Blocks of which a kind is stored, by whichever source. */
export function completeOf(known: readonly KindCoverage[], kind: TransferKind): BlockRanges {
  return joinRanges(known.filter((entry) => entry.kind === kind).flatMap((entry) => entry.complete));
}

function finalOf(known: readonly KindCoverage[], kind: TransferKind): BlockRanges {
  return joinRanges(
    known
      .filter((entry) => entry.kind === kind)
      .flatMap(({ complete, provisionalFrom }) =>
        provisionalFrom === undefined ? complete : rangesUpTo(complete, provisionalFrom - 1),
      ),
  );
}
