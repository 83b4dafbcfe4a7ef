import type { HistoryRequest, TransferKind } from '@fundtrail/core';
import { type AgreementDeps, largestGroup } from './agreement.ts';
import { type Gathered, gather, startGathering } from './gather.ts';
import type { Heads } from './heads.ts';
import { type Disagreement, disagreements, type Part } from './history-parts.ts';
import type { Member } from './member.ts';

export type HistoryDeps = AgreementDeps & { readonly members: readonly Member[]; readonly heads: Heads };

/** What the members of a pool told of an account, held against each other. */
export type HistoryRead = {
  readonly gathered: Gathered;
  /** Members whose word counts for each kind, agreeing. */
  readonly chosen: ReadonlyMap<TransferKind, readonly Part[]>;
  readonly disputed: readonly Disagreement[];
  /** What those say differently that were outvoted. */
  readonly outvoted: readonly Disagreement[];
};

/** Asks as many members as must agree on each kind, and the others where these do not. */
export async function readOnce(deps: HistoryDeps, request: HistoryRequest): Promise<HistoryRead> {
  const { quorum, heads, members } = deps;
  const same = (one: Part, other: Part, kind: TransferKind): boolean => differ(one, other, kind).length === 0;
  const differ = (one: Part, other: Part, kind: TransferKind): readonly Disagreement[] =>
    disagreements(one, other, request.address).filter(
      (found) => found.kinds.includes(kind) && !isLag(found, request, heads),
    );
  const gathered = startGathering(members, heads, request);
  await gather(gathered, heads, request, () => quorum);
  const contested = [...gathered.kinds].flatMap(([kind, { believed }]) =>
    largestGroup(believed, (one, other) => same(one, other, kind)).length < believed.length ? [kind] : [],
  );
  // After a disagreement all the others are asked: a majority of few would be a matter of their order.
  if (contested.length > 0) {
    await gather(gathered, heads, request, (kind) => (contested.includes(kind) ? members.length : quorum));
  }
  const chosen = new Map<TransferKind, readonly Part[]>();
  const outvoted: Disagreement[] = [];
  for (const [kind, { believed, fallback }] of gathered.kinds) {
    const group = largestGroup(believed, (one, other) => same(one, other, kind));
    const [winner] = group;
    chosen.set(kind, winner === undefined && quorum === 1 && fallback !== undefined ? [fallback] : group);
    if (winner === undefined) continue;
    for (const part of believed) if (!group.includes(part)) outvoted.push(...differ(winner, part, kind));
  }
  const used = [...new Set([...chosen.values()].flat())];
  const disputed = used.flatMap((one, place) =>
    used.slice(place + 1).flatMap((other) => disagreements(one, other, request.address)),
  );
  return { gathered, chosen, disputed, outvoted };
}

/** Kinds that enough members told, of whom too few agree. */
export function undecided({ quorum }: HistoryDeps, { gathered, chosen }: HistoryRead): readonly TransferKind[] {
  return [...gathered.kinds].flatMap(([kind, { believed }]) =>
    believed.length >= quorum && (chosen.get(kind)?.length ?? 0) < quorum ? [kind] : [],
  );
}

/** One of them does not have a transaction that is so new that it may only be behind: nothing to quarrel about. */
export function isLag(found: Disagreement, request: HistoryRequest, heads: Heads): boolean {
  return found.isMissing && found.block > request.toBlock - heads.maxLag;
}
