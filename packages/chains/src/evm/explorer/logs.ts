import { isDeepStrictEqual } from 'node:util';
import { type Address, type LogsAnswer, type LogsRequest, type PlacedLog, SourceError } from '@fundtrail/core';
import { checkLogsRequest, logsAnswer, MOST_LOGS } from '../log-answer.ts';
import { matchesTopics } from '../log-filter.ts';
import { OUT_OF_REQUESTS } from '../rpc/ranges.ts';
import type { ExplorerClient } from './client.ts';
import type { Heads } from './heads.ts';
import { readLogRow } from './log-row.ts';
import { createRowCap, type Page, type PagedRows, type PageQuery, readPages } from './paging.ts';

/**
 * Finds logs by `module=logs&action=getLogs`. It takes one contract and one topic for a place, so each combination is a search of its own;
 * one request each where it finds little, and one for the head where that is not known to lie beyond the range.
 * @throws SourceError `unsupported` where the explorer has no such list, or does not tell its newest block
 */
export type ReadLogs = (request: LogsRequest) => Promise<LogsAnswer>;

export type LogsDeps = {
  readonly client: ExplorerClient;
  readonly heads: Heads;
  /** Rows a page holds at most, where known. */
  readonly rowCap: number | undefined;
  /** Larger than any block. */
  readonly lastBlock: number;
};

/** What every explorer gives at most. */
const PAGE_LOGS = 1_000;
const TOPIC_PLACES = 4;
const UNFINISHED = 'the source has not finished processing this range';

/** One contract and at most one topic for each place. */
type Search = { readonly address: Address; readonly topics: readonly (string | null)[] };

export function createReadLogs({ client, heads, rowCap, lastBlock }: LogsDeps): ReadLogs {
  const { source } = client;
  const cap = createRowCap(rowCap, PAGE_LOGS);

  async function page(
    search: Search,
    request: LogsRequest,
    query: PageQuery,
  ): Promise<Exclude<Page<PlacedLog>, { readonly kind: 'stopped' }>> {
    const parameters = {
      address: search.address,
      ...topicParameters(search.topics),
      fromBlock: query.start,
      toBlock: Math.min(query.end, lastBlock),
      page: query.page,
      offset: query.rows,
    };
    let before = query.start;
    const read = (value: unknown, number: number): PlacedLog => {
      if (number === 1) before = query.start;
      const row = readLogRow(value, number, source);
      const problem =
        row.block < before || row.block > query.end
          ? 'blockNumber: is not in the order or range asked for'
          : row.log.address === search.address
            ? undefined
            : 'address: is another contract';
      if (problem !== undefined) throw new SourceError('malformed', source, `getLogs row ${number}: ${problem}`);
      before = row.block;
      return row;
    };
    return client.list({ module: 'logs', action: 'getLogs', parameters }, read, request.signal);
  }

  return async (request) => {
    checkLogsRequest(request);
    const { fromBlock, maxRequests, topics, signal } = request;
    let requests = heads.hasReached(request.toBlock) ? 0 : 1;
    // It answers about blocks that it does not have as if they were empty.
    const head = requests === 0 ? undefined : (await heads.newest(signal)).number;
    const isBehind = head !== undefined && head < request.toBlock;
    let reached = isBehind ? head : request.toBlock;
    let reason = isBehind ? `the explorer's newest block is ${head}` : undefined;
    const found = new Map<string, PlacedLog>();
    let asked = 0;
    for (const search of searchesOf(request)) {
      if (reached < fromBlock) break;
      let last: readonly PlacedLog[] = [];
      const ask = async (query: PageQuery): Promise<Page<PlacedLog>> => {
        // The first question is put whatever is allowed.
        if (asked > 0 && requests >= maxRequests) return { kind: 'stopped', reason: OUT_OF_REQUESTS };
        [asked, requests] = [asked + 1, requests + 1];
        const told = await page(search, request, query);
        // Some do not page within a block, and tell its first page again.
        if (query.page > 1 && told.kind === 'rows' && isDeepStrictEqual(told.rows, last)) return { kind: 'window' };
        last = told.kind === 'rows' ? told.rows : [];
        return told;
      };
      // A later search need not go further than those before it got.
      const told: PagedRows<PlacedLog> = await readPages(ask, { fromBlock, toBlock: reached, maxRows: MOST_LOGS }, cap);
      for (const row of told.rows) {
        if (matchesTopics(topics, row.log.topics)) found.set(`${row.block} ${row.log.index}`, row);
      }
      if (told.incomplete !== undefined) [reached, reason] = [fromBlock - 1, UNFINISHED];
      else if (told.status === 'truncated') [reached, reason] = [told.toBlock, told.reason];
    }
    return logsAnswer(request, found.values(), { reached, reason, requests });
  };
}

function searchesOf({ addresses, topics }: LogsRequest): readonly Search[] {
  let choices: readonly (readonly (string | null)[])[] = [[]];
  for (const place of topics) {
    const some = place === null || typeof place === 'string' ? [place] : place;
    choices = choices.flatMap((before) => some.map((topic) => [...before, topic]));
  }
  return addresses.flatMap((address) => choices.map((chosen) => ({ address, topics: chosen })));
}

/** Each topic that is asked for, and that every two of them must hold. */
function topicParameters(topics: readonly (string | null)[]): Readonly<Record<string, string>> {
  const asked = topics.slice(0, TOPIC_PLACES).flatMap((topic, place) => (topic === null ? [] : [{ topic, place }]));
  const parameters: Record<string, string> = {};
  for (const { topic, place } of asked) {
    parameters[`topic${place}`] = topic;
    for (const other of asked) if (other.place > place) parameters[`topic${place}_${other.place}_opr`] = 'and';
  }
  return parameters;
}
