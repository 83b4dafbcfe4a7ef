import { isDeepStrictEqual } from 'node:util';
import {
  type AccountHistory,
  type Address,
  type ChainId,
  type Coverage,
  type Hash,
  type HistoryRequest,
  SourceError,
  type TransactionFact,
  type TransferKind,
} from '@fundtrail/core';
import { assembleHistory, type Placement } from './assemble.ts';
import { gapReason } from './gaps.ts';
import { KIND_ACTIONS, type KindReader, READERS, unplacedReason } from './kinds.ts';
import type { HistoryMemory } from './memory.ts';
import { type Page, type PagedRows, type PageQuery, type RowCap, readPages } from './paging.ts';
import type { TopRow } from './txlist.ts';

/** Where the rows of explorer answers come from: a server, or a folder of recorded answers. Both give the same history for the same rows. */
export type RowSource = {
  readonly id: string;
  readonly chain: ChainId;
  readonly caps: Readonly<Record<TransferKind, RowCap>>;
  /** One page of an account's rows, each read by `read` as part of the check of the answer. @throws SourceError */
  list<T>(
    action: string,
    account: Address,
    query: PageQuery,
    read: (row: unknown, number: number) => T,
    signal?: AbortSignal,
  ): Promise<Page<T>>;
  /** Native rows of an account that need not be asked for again. */
  readonly memory: HistoryMemory;
  /** Finds what a transaction known only by its internal transfers lacks; undefined where the source cannot tell. */
  place(hash: Hash, signal?: AbortSignal): Promise<Placement | undefined>;
};

/** `lock`: the key was refused, which is a paid feature where it opens other lists and a bad key where it opens none. */
type Unavailable = { readonly unavailable: string; readonly lock?: SourceError };

/**
 * The history of an account from its lists. The native list must be answered, also where only the other kinds are wanted, because it places
 * their transfers; it is not asked for again when it was just read. Another kind that the source does not offer, or refuses for this account,
 * becomes `unavailable` coverage, never none; so does one that the key does not cover, while it covers others.
 * @throws SourceError when the native list is not answered, and for every failure that can pass.
 */
export async function readHistory(source: RowSource, request: HistoryRequest): Promise<AccountHistory> {
  // The top level comes first and alone: an account that the source refuses costs one request.
  const wantsNative = request.kinds.includes('native');
  const native = await nativeOf(source, request, wantsNative);
  const [internal, token] = await Promise.all([
    optional(source, request, 'internal', READERS.internal),
    optional(source, request, 'token', READERS.token),
  ]);
  const locks = [internal, token].flatMap((told) => (told !== undefined && 'lock' in told ? [told.lock] : []));
  if (locks[1] !== undefined) throw locks[1];
  const rows = { top: native.rows, internal: rowsOf(internal), token: rowsOf(token) };
  const place = (hash: Hash): Promise<Placement | undefined> => source.place(hash, request.signal);
  const { transactions, contracts, unplaced } = await assembleHistory(source.chain, rows, place, source.id);
  const coverage: Coverage[] = [];
  if (wantsNative) coverage.push(coverageOf(request, source.id, 'native', native));
  if (internal !== undefined) {
    const told = unplaced > 0 ? { unavailable: unplacedReason() } : internal;
    coverage.push(coverageOf(request, source.id, 'internal', told));
  }
  if (token !== undefined) coverage.push(coverageOf(request, source.id, 'token', token));
  return { transactions: wantsNative ? transactions : transactions.filter(hasInner), coverage, contracts };
}

async function nativeOf(source: RowSource, request: HistoryRequest, wanted: boolean): Promise<PagedRows<TopRow>> {
  const { address, toBlock } = request;
  const known = wanted ? undefined : source.memory.rowsOf(address, request);
  if (known !== undefined) return { rows: known, toBlock, status: 'complete' };
  const native = await pagesOf(source, request, 'native', READERS.native);
  source.memory.keep(address, { fromBlock: request.fromBlock, toBlock: native.toBlock }, native.rows);
  return native;
}

function hasInner(transaction: TransactionFact): boolean {
  return transaction.legs.some((leg) => leg.kind !== 'native' && leg.kind !== 'fee');
}

function pagesOf<T extends { readonly block: number }>(
  source: RowSource,
  request: HistoryRequest,
  kind: TransferKind,
  read: KindReader<T>,
): Promise<PagedRows<T>> {
  const action = KIND_ACTIONS[kind];
  let lastPage: readonly T[] = [];
  const ask = async (query: PageQuery): Promise<Page<T>> => {
    let before = query.start;
    const readInOrder = (value: unknown, number: number): T => {
      if (number === 1) before = query.start;
      const row = read(value, request.address, number, source.id);
      if (row.block < before || row.block > query.end) {
        const problem = 'blockNumber: is not in the order or range asked for';
        throw new SourceError('malformed', source.id, `${action} row ${number}: ${problem}`);
      }
      before = row.block;
      return row;
    };
    const page = await source.list(action, request.address, query, readInOrder, request.signal);
    // Many rows have no name of their own: those of a page that comes again would count twice.
    if (query.page > 1 && page.kind === 'rows' && page.rows.length > 0 && isDeepStrictEqual(page.rows, lastPage)) {
      throw new SourceError('malformed', source.id, `${action}: page ${query.page} is the page before it again`);
    }
    lastPage = page.kind === 'rows' ? page.rows : [];
    return page;
  };
  return readPages(ask, request, source.caps[kind]);
}

async function optional<T extends { readonly block: number }>(
  source: RowSource,
  request: HistoryRequest,
  kind: 'internal' | 'token',
  read: KindReader<T>,
): Promise<PagedRows<T> | Unavailable | undefined> {
  if (!request.kinds.includes(kind)) return undefined;
  const action = KIND_ACTIONS[kind];
  try {
    return await pagesOf(source, request, kind, read);
  } catch (error) {
    if (error instanceof SourceError && error.failure === 'unsupported') return { unavailable: gapReason(action) };
    if (error instanceof SourceError && error.failure === 'refused') {
      return { unavailable: `the source refused ${action} for this account` };
    }
    if (error instanceof SourceError && error.failure === 'unauthorized') {
      return { unavailable: `the key does not cover ${action}`, lock: error };
    }
    throw error;
  }
}

function rowsOf<T>(told: PagedRows<T> | Unavailable | undefined): readonly T[] {
  return told === undefined || 'unavailable' in told ? [] : told.rows;
}

function coverageOf(
  request: HistoryRequest,
  source: string,
  kind: TransferKind,
  told: PagedRows<unknown> | Unavailable,
): Coverage {
  const { chain, address, fromBlock, toBlock } = request;
  const base = { chain, address, source, kind, fromBlock };
  if ('unavailable' in told) return { ...base, toBlock, status: 'unavailable', reason: told.unavailable };
  if (told.incomplete !== undefined) {
    const reason = 'the source has not finished processing this range';
    return { ...base, toBlock: told.toBlock, status: 'unavailable', reason };
  }
  const reason = told.reason === undefined ? {} : { reason: told.reason };
  return { ...base, toBlock: told.toBlock, status: told.status, ...reason };
}
