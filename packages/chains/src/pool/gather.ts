import type { Coverage, HistoryRequest, TransferKind } from '@fundtrail/core';
import { askOne, candidates } from './failover.ts';
import type { Failed } from './failure.ts';
import type { Heads } from './heads.ts';
import { type Part, partOf } from './history-parts.ts';
import type { Member } from './member.ts';

/** What was found out about one kind of transfer of an account. */
export type KindTold = {
  /** Members that told it as far as it was asked for. */
  readonly believed: Part[];
  readonly failures: Failed[];
  /** The furthest of the answers that did not do. */
  fallback: Part | undefined;
  /** Members that were not asked yet, the best first. */
  left: readonly Member[];
};

export type Gathered = {
  readonly parts: Part[];
  readonly kinds: ReadonlyMap<TransferKind, KindTold>;
};

/** Name of the question to a member for a kind of transfer of an account. */
function questionKind(kind: TransferKind): string {
  return `history ${kind}`;
}

/** Blocks that most nodes search for logs at once: beyond this an explorer needs fewer requests. */
const ONE_SEARCH_BLOCKS = 10_000;

/**
 * Who may tell a kind of transfer of an account, the best first. Native value: explorers, because a node finds it only by an index
 * of traces, or by reading every block. Tokens: a node where it finds them in one go, because it also tells of wrapping.
 */
function tellers(members: readonly Member[], kind: TransferKind, request: HistoryRequest): readonly Member[] {
  const able = candidates(members, questionKind(kind));
  const nodesFirst = kind === 'token' && request.toBlock - request.fromBlock < ONE_SEARCH_BLOCKS;
  return [...able.filter(({ isNode }) => isNode === nodesFirst), ...able.filter(({ isNode }) => isNode !== nodesFirst)];
}

export function startGathering(members: readonly Member[], heads: Heads, request: HistoryRequest): Gathered {
  const told = (kind: TransferKind): KindTold => {
    const able = tellers(members, kind, request);
    return { believed: [], failures: [], fallback: undefined, left: heads.usable(able) };
  };
  return { parts: [], kinds: new Map(request.kinds.map((kind) => [kind, told(kind)])) };
}

/**
 * Asks on until every kind was told by `wanted` members, or all were asked that may know. A member is asked for all that it is
 * wanted for at once.
 */
export async function gather(
  gathered: Gathered,
  heads: Heads,
  request: HistoryRequest,
  wanted: (kind: TransferKind) => number,
): Promise<void> {
  for (;;) {
    const plan = new Map<Member, TransferKind[]>();
    for (const [kind, told] of gathered.kinds) {
      const missing = Math.max(0, wanted(kind) - told.believed.length);
      for (const member of told.left.slice(0, missing)) plan.set(member, [...(plan.get(member) ?? []), kind]);
      told.left = told.left.slice(missing);
    }
    if (plan.size === 0) return;
    await Promise.all([...plan].map(([member, kinds]) => askMember(gathered, heads, request, member, kinds)));
  }
}

async function askMember(
  gathered: Gathered,
  heads: Heads,
  request: HistoryRequest,
  member: Member,
  kinds: readonly TransferKind[],
): Promise<void> {
  const told = await askOne(member, {
    what: `the history of ${request.address}`,
    kind: 'history',
    signal: request.signal,
    put: (source) => source.history({ ...request, kinds }),
  });
  if ('error' in told) {
    if (told.error.failure === 'unsupported') for (const kind of kinds) member.lacks.add(questionKind(kind));
    for (const kind of kinds) gathered.kinds.get(kind)?.failures.push(told);
    return;
  }
  if (told.value === undefined) return;
  const part = partOf(member, told.value);
  gathered.parts.push(part);
  for (const kind of kinds) {
    const state = gathered.kinds.get(kind);
    const coverage = part.coverage.get(kind);
    if (state === undefined || coverage === undefined) continue;
    if (isEnough(coverage, request, heads)) state.believed.push(part);
    else if (reach(coverage) > reach(state.fallback?.coverage.get(kind))) state.fallback = part;
  }
}

/**
 * Whether another need not be asked. An account with too many rows has too many everywhere; an answer that ends early for
 * another reason may go on elsewhere.
 */
function isEnough(coverage: Coverage, request: HistoryRequest, heads: Heads): boolean {
  if (coverage.status === 'complete') return coverage.toBlock >= request.toBlock - heads.maxLag;
  return coverage.status === 'truncated' && coverage.reason === `more than ${request.maxRows} rows`;
}

/** How far an answer goes, to compare it with others. */
function reach(coverage: Coverage | undefined): number {
  if (coverage === undefined) return -1;
  return coverage.status === 'unavailable' ? 0 : coverage.toBlock + 1;
}
