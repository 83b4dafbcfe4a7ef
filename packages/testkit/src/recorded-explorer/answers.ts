import { RECORDED_ACTIONS, type RecordedRow, type Recording } from './recording.ts';

/** An answer of the API under HTTP 200. */
export type Answer = { readonly status: '0' | '1'; readonly message: string; readonly result: unknown };

export type AnswerOptions = {
  /** Rows a page holds at most. */
  readonly rowCap: number;
  /** The API refuses `page * offset` beyond this. */
  readonly window: number;
  /** A question must carry this key, where one is set. */
  readonly apiKey: string | undefined;
};

const ADDRESS = /^0x[0-9a-f]{40}$/;
const NOTHING: Readonly<Record<string, string>> = {
  txlist: 'No transactions found',
  txlistinternal: 'No internal transactions found',
  tokentx: 'No token transfers found',
};

/** Answers a question from a recording the way Etherscan does, with its own words for every refusal. */
export async function answerFrom(
  recording: Recording,
  parameters: URLSearchParams,
  options: AnswerOptions,
): Promise<Answer> {
  if (options.apiKey !== undefined && parameters.get('apikey') !== options.apiKey) return refusal('Invalid API Key');
  if (parameters.get('module') !== 'account') return refusal('Error! Missing Or invalid Module name');
  const action = parameters.get('action') ?? '';
  if (!(RECORDED_ACTIONS as readonly string[]).includes(action) || !recording.offers(action)) {
    return refusal('Error! Missing Or invalid Action name');
  }
  const address = parameters.get('address')?.toLowerCase() ?? '';
  if (!ADDRESS.test(address)) return refusal('Error! Invalid address format');
  const rows = await recording.rows(action, address);
  if (rows === undefined) return refusal('this account was not recorded');
  return pageOf(rows, action, parameters, options);
}

export function refusal(text: string): Answer {
  return { status: '0', message: 'NOTOK', result: text };
}

/** The page of the rows that the question asks for. */
export function pageOf(
  rows: readonly RecordedRow[],
  action: string,
  parameters: URLSearchParams,
  options: AnswerOptions,
): Answer {
  const start = numberOf(parameters.get('startblock'), 0);
  const end = numberOf(parameters.get('endblock'), Number.MAX_SAFE_INTEGER);
  const page = numberOf(parameters.get('page'), 1);
  const asked = numberOf(parameters.get('offset'), options.rowCap);
  if (start === undefined || end === undefined || page === undefined || asked === undefined || page < 1) {
    return refusal('Error! Invalid parameter');
  }
  if (page > 1 && page * asked > options.window) {
    return refusal(`Result window is too large, PageNo x Offset size must be less than or equal to ${options.window}`);
  }
  const size = Math.min(asked, options.rowCap);
  const inRange = rows.filter((row) => Number(row.blockNumber) >= start && Number(row.blockNumber) <= end);
  const ordered = parameters.get('sort') === 'desc' ? inRange.toReversed() : inRange;
  const cut = ordered.slice((page - 1) * size, page * size);
  return cut.length === 0
    ? { status: '0', message: NOTHING[action] ?? 'No records found', result: [] }
    : { status: '1', message: 'OK', result: cut };
}

function numberOf(text: string | null, fallback: number): number | undefined {
  if (text === null) return fallback;
  return /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
}
