import { type LogsAnswer, type LogsRequest, SourceError } from '@fundtrail/core';
import { askOne, candidates, type Question } from './failover.ts';
import { type Failed, joinFailures } from './failure.ts';
import type { Heads } from './heads.ts';
import type { Member } from './member.ts';

/** Blocks that most nodes search for logs at once: beyond this an explorer needs fewer requests. */
const ONE_SEARCH_BLOCKS = 10_000;

/**
 * Logs from members asked one after another until one has searched all that was asked for, but for the newest blocks; else the answer that
 * goes furthest. All of them together keep to the requests that are allowed.
 * @throws SourceError that names all that failed, where none answered
 */
export async function readLogsInTurn(
  pool: string,
  { members, heads }: { readonly members: readonly Member[]; readonly heads: Heads },
  request: LogsRequest,
): Promise<LogsAnswer> {
  const what = `logs of ${request.addresses.join(', ')}`;
  const failures: Failed[] = [];
  let best: LogsAnswer | undefined;
  let requests = 0;
  for (const member of heads.usable(tellers(members, request))) {
    if (requests >= request.maxRequests) break;
    const left = { ...request, maxRequests: request.maxRequests - requests };
    const before = member.source.requests();
    const question: Question<LogsAnswer> = {
      what,
      kind: 'logs',
      signal: request.signal,
      put: async ({ logs }) => logs?.(left),
    };
    const told = await askOne(member, question);
    if ('error' in told) {
      // Others may have asked it meanwhile: counted rather too much than too little.
      requests += member.source.requests() - before;
      failures.push(told);
      continue;
    }
    if (told.value === undefined) continue;
    requests += told.value.requests;
    if (best === undefined || told.value.reached > best.reached) best = told.value;
    if (best.reached >= request.toBlock - heads.maxLag) break;
  }
  if (best !== undefined) return { ...best, requests };
  if (failures.length > 0) throw joinFailures(pool, failures, what);
  throw new SourceError('unsupported', pool, `none of its providers tells ${what}`);
}

function tellers(members: readonly Member[], { fromBlock, toBlock }: LogsRequest): readonly Member[] {
  const able = candidates(members, 'logs').filter(({ source }) => source.logs !== undefined);
  const nodesFirst = toBlock - fromBlock < ONE_SEARCH_BLOCKS;
  return [...able.filter(({ isNode }) => isNode === nodesFirst), ...able.filter(({ isNode }) => isNode !== nodesFirst)];
}
