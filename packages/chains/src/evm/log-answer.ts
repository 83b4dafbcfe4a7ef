import { InputError, type LogsAnswer, type LogsRequest, type PlacedLog } from '@fundtrail/core';

/** Logs that are taken into one answer; a contract's search by indexed arguments finds few. About 1 kB each. */
export const MOST_LOGS = 50_000;

/** How far a search for logs got, and why no further. */
type Reach = { readonly reached: number; readonly reason?: string | undefined; readonly requests: number };

/** The answer to a search: what lies behind the last block that all of it speaks of is left out. */
export function logsAnswer(request: LogsRequest, found: Iterable<PlacedLog>, reach: Reach): LogsAnswer {
  const { reason, requests } = reach;
  const reached = Math.max(reach.reached, request.fromBlock - 1);
  const logs = [...found]
    .filter(({ block }) => block <= reached)
    .sort((one, other) => one.block - other.block || one.log.index - other.log.index);
  if (reached >= request.toBlock) return { logs, status: 'complete', reached: request.toBlock, requests };
  return { logs, status: 'truncated', reached, requests, reason: reason ?? `block ${reached} was the last` };
}

/** @throws InputError for a search that names no contract, an empty choice of topics or no blocks: sources read such in different ways */
export function checkLogsRequest({ addresses, topics, fromBlock, toBlock, maxRequests }: LogsRequest): void {
  if (addresses.length === 0) throw new InputError('names no contract', { field: 'addresses' });
  if (topics.some((some) => some?.length === 0))
    throw new InputError('names no topic for a place', { field: 'topics' });
  if (fromBlock > toBlock) throw new InputError(`lies behind ${toBlock}`, { field: 'fromBlock' });
  if (maxRequests < 1) throw new InputError('allows no request', { field: 'maxRequests' });
}
