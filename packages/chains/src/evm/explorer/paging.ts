/** A page as asked for: blocks from `start` to `end`, oldest first. */
export type PageQuery = { readonly start: number; readonly end: number; readonly page: number; readonly rows: number };

/** `stopped`: whoever asks wants no more pages, and says why. */
export type Page<T> =
  | { readonly kind: 'rows'; readonly rows: readonly T[]; readonly incomplete?: string }
  | { readonly kind: 'window' }
  | { readonly kind: 'stopped'; readonly reason: string };

/** Tells a full page from the last one, for one list of one source. */
export type RowCap = {
  /** How many rows to ask for at once. */
  pageRows(): number;
  /** The source refused a first page of so many rows: asks for fewer from now on; false where there is nothing less to ask for. */
  shrink(refused: number): boolean;
  /** Whether an answer of so many rows can have been cut; remembers the length. */
  mayBeFull(rows: number): boolean;
};

export type PagedRows<T> = {
  readonly rows: readonly T[];
  /** Inclusive; up to this block all rows are there. */
  readonly toBlock: number;
  readonly status: 'complete' | 'truncated';
  readonly reason?: string;
  /** What the source itself says against its answer. */
  readonly incomplete?: string;
};

/** What is asked for at once, the most that any known explorer gives first: paid plans give 10,000 or 5,000, free ones 1,000. */
export const PAGE_ROWS = [10_000, 5_000, 1_000, 100] as const;
/** No explorer is known that gives fewer rows a page than this. */
const SMALLEST_CAP = 10;

/**
 * A source need not say where it cuts. But its cut is constant, so an answer shorter than the longest one seen is whole; only an answer as
 * long as that, or longer, must be followed up. That costs a request for each new record, not for each account.
 *
 * @param declared the source's row cap, where the operator knows it.
 * @param most rows to ask for at once, at first
 */
export function createRowCap(declared?: number, most: number = PAGE_ROWS[0]): RowCap {
  let longest = SMALLEST_CAP;
  let asked = most;
  return {
    pageRows: () => asked,
    shrink(refused) {
      const less = PAGE_ROWS.find((rows) => rows < refused);
      if (less === undefined) return false;
      // Two questions at once can be refused: the second must not undo what the first has learned.
      asked = Math.min(asked, less);
      return true;
    },
    mayBeFull(rows) {
      if (declared !== undefined) return rows >= Math.min(declared, asked);
      const full = rows >= longest;
      longest = Math.max(longest, rows);
      return full || rows >= asked;
    },
  };
}

/**
 * Reads all rows of a block range. After a full page it goes on at the page's last block, whose rows are taken from the next page only, so no
 * row is missed or taken twice; a single block that fills a page is read page by page.
 * More than `maxRows` rows, or a block that the source does not page through, end it as truncated before the block where that happens;
 * what is kept depends on the rows alone, never on how they were paged.
 */
export async function readPages<T extends { readonly block: number }>(
  ask: (query: PageQuery) => Promise<Page<T>>,
  range: { readonly fromBlock: number; readonly toBlock: number; readonly maxRows: number },
  cap: RowCap,
): Promise<PagedRows<T>> {
  const rows: T[] = [];
  let incomplete: string | undefined;
  let start = range.fromBlock;
  while (start <= range.toBlock && rows.length <= range.maxRows) {
    const size = cap.pageRows();
    const page = await ask({ start, end: range.toBlock, page: 1, rows: size });
    if (page.kind === 'window') {
      if (cap.shrink(size)) continue;
      return truncated(rows, start, 'the source does not page this far');
    }
    if (page.kind === 'stopped') return truncated(rows, start, page.reason);
    incomplete ??= page.incomplete;
    const last = page.rows.at(-1)?.block;
    if (last === undefined || !cap.mayBeFull(page.rows.length)) {
      rows.push(...page.rows);
      break;
    }
    if (last > start) {
      for (const row of page.rows) if (row.block < last) rows.push(row);
      start = last;
      continue;
    }
    const rest = await readBlock(ask, start, page.rows.length, range.maxRows);
    if (typeof rest === 'string') return truncated(rows, start, rest);
    rows.push(...page.rows, ...rest);
    start += 1;
  }
  const beyond = rows[range.maxRows];
  if (beyond !== undefined) return truncated(rows, beyond.block, `more than ${range.maxRows} rows`);
  return {
    rows,
    toBlock: range.toBlock,
    status: 'complete',
    ...(incomplete === undefined ? {} : { incomplete }),
  };
}

/** The rows of one block beyond the first `size`, which filled a page; why there are none where the source stops. */
async function readBlock<T>(
  ask: (query: PageQuery) => Promise<Page<T>>,
  block: number,
  size: number,
  maxRows: number,
): Promise<readonly T[] | string> {
  const rows: T[] = [];
  for (let page = 2; rows.length <= maxRows; page += 1) {
    // Pages are counted in rows of the length that was seen to be given: a source that cuts a page skips by what was asked for.
    const next = await ask({ start: block, end: block, page, rows: size });
    if (next.kind === 'window') return `block ${block} has more rows than the source gives`;
    if (next.kind === 'stopped') return next.reason;
    rows.push(...next.rows);
    if (next.rows.length < size) break;
  }
  return rows;
}

function truncated<T extends { readonly block: number }>(
  rows: readonly T[],
  before: number,
  reason: string,
): PagedRows<T> {
  return { rows: rows.filter((row) => row.block < before), toBlock: before - 1, status: 'truncated', reason };
}
