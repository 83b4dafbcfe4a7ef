import { type Answer, type AnswerOptions, refusal } from '../recorded-explorer/answers.ts';
import type { IndexedBlock, RawLog } from './indexed-block.ts';

type LogRow = Readonly<Record<string, unknown>>;

/** What Etherscan gives at most at once. */
const MOST_LOGS = 1_000;
const PLACES = [0, 1, 2, 3] as const;

/** Rows of `getLogs` of a contract by its topics, all of which must be as asked for: a question for any of them is not known here. */
export function logRows(blocks: readonly IndexedBlock[], parameters: URLSearchParams): readonly LogRow[] {
  const address = parameters.get('address')?.toLowerCase();
  const [from, to] = [Number(parameters.get('fromBlock')), Number(parameters.get('toBlock'))];
  const topics = PLACES.map((place) => parameters.get(`topic${place}`)?.toLowerCase());
  const isAsked = (log: RawLog): boolean =>
    log.address === address && topics.every((topic, place) => topic === undefined || log.topics[place] === topic);
  return blocks
    .filter(({ number }) => number >= from && number <= to)
    .flatMap((block) =>
      block.receipts.flatMap(({ logs, transactionIndex }) =>
        logs.filter(isAsked).map((log) => ({
          address: log.address,
          topics: log.topics,
          data: log.data,
          blockNumber: `0x${block.number.toString(16)}`,
          blockHash: block.hash,
          timeStamp: `0x${block.time.toString(16)}`,
          logIndex: withoutZero(log.logIndex),
          transactionHash: log.transactionHash,
          transactionIndex: withoutZero(transactionIndex),
        })),
      ),
    );
}

export function pageOfLogs(rows: readonly LogRow[], parameters: URLSearchParams, options: AnswerOptions): Answer {
  const [page, asked] = [Number(parameters.get('page') ?? 1), Number(parameters.get('offset') ?? MOST_LOGS)];
  if (page > 1 && page * asked > options.window) {
    return refusal(`Result window is too large, PageNo x Offset size must be less than or equal to ${options.window}`);
  }
  const size = Math.min(asked, options.rowCap, MOST_LOGS);
  const cut = rows.slice((page - 1) * size, page * size);
  if (cut.length === 0) return { status: '0', message: 'No records found', result: [] };
  return { status: '1', message: 'OK', result: cut };
}

/** As Etherscan writes numbers here. */
function withoutZero(hex: string): string {
  return hex === '0x0' ? '0x' : hex;
}
