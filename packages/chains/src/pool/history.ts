import type { AccountHistory, Coverage, HistoryRequest, TransferKind } from '@fundtrail/core';
import { joinFailures } from './failure.ts';
import type { KindTold } from './gather.ts';
import { recordDisputes } from './history-disputes.ts';
import { mergeParts } from './history-merge.ts';
import type { Disagreement, Part } from './history-parts.ts';
import { type HistoryDeps, type HistoryRead, isLag, readOnce, undecided } from './history-read.ts';

/**
 * The history of an account from several members: each kind of transfer from those that can tell it, and what two of them saw held
 * against each other. A kind on which they disagree is `unavailable`, and the transaction left out; with a quorum it must be told by
 * so many that agree.
 */
export async function readCombinedHistory(deps: HistoryDeps, request: HistoryRequest): Promise<AccountHistory> {
  let read = await readOnce(deps, request);
  // One of them may have been a moment behind.
  if (read.disputed.length > 0 || undecided(deps, read).length > 0) read = await readOnce(deps, request);
  await recordDisputes(deps, request, read);
  return combine(deps, request, read);
}

function combine(deps: HistoryDeps, request: HistoryRequest, read: HistoryRead): AccountHistory {
  const { gathered, chosen } = read;
  const parts = [...new Set([...chosen.values()].flat())];
  const quarrels = read.disputed.filter((found) => !isLag(found, request, deps.heads));
  const coverage = [...gathered.kinds].map(([kind, told]) => {
    const found = coverageOf(deps, request, kind, told, chosen.get(kind) ?? []);
    const concerning = read.disputed.filter(({ kinds }) => kinds.includes(kind));
    return withoutDisputed(
      found,
      concerning.find((one) => quarrels.includes(one)),
      Math.min(...concerning.map(({ block }) => block)),
    );
  });
  return {
    transactions: mergeParts(parts, chosen, new Set(quarrels.map(({ hash }) => hash))),
    coverage,
    contracts: [...new Set(parts.flatMap((part) => part.contracts))].sort(),
  };
}

/** @throws SourceError where a member that failed for a while could have told more than all others. */
function coverageOf(
  deps: HistoryDeps,
  request: HistoryRequest,
  kind: TransferKind,
  told: KindTold,
  group: readonly Part[],
): Coverage {
  const { quorum, pool } = deps;
  const entries = group.flatMap((part) => part.coverage.get(kind) ?? []);
  const [first] = entries;
  if (first !== undefined && told.believed.length > 0 && group.length >= quorum) {
    const shortest = entries.reduce((one, other) => (other.toBlock < one.toBlock ? other : one), first);
    return { ...shortest, source: first.source };
  }
  const canPass = told.failures.some(({ error }) => error.retryable || error.failure === 'unauthorized');
  // Without an answer about its top-level transactions nothing is known of an account.
  if (canPass || (first === undefined && kind === 'native' && told.failures.length > 0)) {
    throw joinFailures(pool, told.failures, `the ${kind} transfers of ${request.address}`);
  }
  if (first !== undefined && quorum === 1) return first;
  const { chain, address, fromBlock, toBlock } = request;
  const reason =
    quorum > 1
      ? `only ${group.length} of the ${quorum} providers that must agree can tell ${kind} transfers`
      : told.failures.map(({ error }) => error.message).join('; ') || `none of the providers tells ${kind} transfers`;
  return { chain, address, source: pool, kind, fromBlock, toBlock, status: 'unavailable', reason };
}

/**
 * Nothing where two members quarrel; up to the block before the first of which one does not know yet.
 * @param unsure the first block of which two members say different things, Infinity where there is none
 */
function withoutDisputed(coverage: Coverage, quarrel: Disagreement | undefined, unsure: number): Coverage {
  const { chain, address, source, kind, fromBlock, toBlock } = coverage;
  const nothing = { chain, address, source, kind, fromBlock, toBlock, status: 'unavailable' } as const;
  if (quarrel !== undefined) {
    const who = quarrel.between.map((part) => part.member.source.id).join(' and ');
    return { ...nothing, reason: `${who} say different things of ${quarrel.hash}` };
  }
  if (coverage.status === 'unavailable' || unsure > toBlock) return coverage;
  if (unsure <= fromBlock) return { ...nothing, reason: 'one of two providers does not have the newest blocks yet' };
  const { finalTo, ...rest } = coverage;
  const isAllFinal = finalTo === undefined || finalTo >= unsure - 1;
  return { ...rest, toBlock: unsure - 1, ...(isAllFinal ? {} : { finalTo }) };
}
