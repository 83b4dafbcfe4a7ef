import type { Coverage, HistoryRequest, TransferKind } from '@fundtrail/core';

/** How far a kind of transfer was read, and why no further. */
export type Reach = { readonly reached: number; readonly reason?: string; readonly unavailable?: boolean };

/**
 * Coverage is never silently empty: what was not reached is truncated, and unavailable where nothing was.
 * @param finalTo last block that cannot be taken back
 */
export function coverageOf(
  source: string,
  request: HistoryRequest,
  reach: ReadonlyMap<TransferKind, Reach>,
  finalTo: number,
): Coverage[] {
  const { chain, address, fromBlock } = request;
  return request.kinds.map((kind): Coverage => {
    const { reached, reason, unavailable } = reach.get(kind) ?? { reached: fromBlock - 1, reason: 'not asked' };
    const about = { chain, address, source, kind, fromBlock };
    if (unavailable === true || (reached < fromBlock && reason !== undefined)) {
      return { ...about, toBlock: request.toBlock, status: 'unavailable', reason: reason ?? 'not asked' };
    }
    const final = finalTo >= reached ? {} : { finalTo: Math.max(finalTo, fromBlock - 1) };
    if (reason === undefined) return { ...about, toBlock: reached, status: 'complete', ...final };
    return { ...about, toBlock: reached, status: 'truncated', reason, ...final };
  });
}
