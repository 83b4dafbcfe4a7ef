import { type NodeAnswer, type NodeFault, quantity, resultOf } from './calls.ts';

type Range = { readonly from: number; readonly to: number };
type Words = (range: Range, limit: number) => NodeAnswer;

/** How providers refuse a range of blocks that is wider than their limit, word for word as their users report it. */
export const RANGE_WORDS = {
  alchemy: ({ from }, limit) => ({
    kind: 'error',
    status: 400,
    code: -32600,
    message:
      `Under the Free tier plan, you can make eth_getLogs requests with up to a ${limit} block range. Based on your parameters, ` +
      `this block range should work: [${quantity(from)}, ${quantity(from + limit - 1)}]. Upgrade to PAYG for expanded block range.`,
  }),
  infura: ({ from, to }, limit) => ({
    kind: 'error',
    code: -32602,
    message: `range ${to - from + 1} exceeds limit of ${limit}`,
  }),
  quicknode: (_, limit) => ({
    kind: 'error',
    status: 413,
    code: -32614,
    message: `eth_getLogs is limited to a ${limit.toLocaleString('en-US')} range`,
  }),
  ankr: () => ({ kind: 'error', code: -32600, message: 'block range is too wide' }),
  drpc: (_, limit) => ({
    kind: 'error',
    code: 35,
    message: `ranges over ${limit} blocks are not supported on free plan`,
  }),
  publicnode: (_, limit) => ({ kind: 'error', code: -32701, message: `exceed maximum block range: ${limit}` }),
  cloudflare: (_, limit) => ({
    kind: 'error',
    code: -32047,
    message: `Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. Max range: ${limit}`,
  }),
  thirdweb: ({ from, to }, limit) => ({
    kind: 'error',
    code: -32602,
    message: 'invalid params',
    data: `range ${to - from + 1} is bigger than range limit ${limit}`,
  }),
  /** Says neither what was wrong nor what would work. */
  unknown: () => ({ kind: 'error', code: -32000, message: 'query returned too much' }),
} as const satisfies Record<string, Words>;

/** How providers refuse an answer of too many logs; the range they name is the widest from the asked block on that fits. */
export const ROWS_WORDS = {
  alchemy: ({ from, to }) => ({
    kind: 'error',
    code: -32602,
    message:
      'Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, ' +
      'or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, ' +
      `this block range should work: [${quantity(from)}, ${quantity(to)}]`,
  }),
  infura: ({ from, to }, limit) => ({
    kind: 'error',
    code: -32005,
    message: `query returned more than ${limit} results. Try with this block range [${quantity(from)}, ${quantity(to)}].`,
  }),
  reth: ({ from, to }, limit) => ({
    kind: 'error',
    code: -32602,
    message: `query exceeds max results ${limit}, retry with the range ${from}-${to}`,
  }),
} as const satisfies Record<string, Words>;

/** `eth_getLogs` over more than so many blocks is refused. */
export function logsOfAtMostBlocks(limit: number, provider: keyof typeof RANGE_WORDS): NodeFault {
  return async (call, next, node) => {
    const range = call.method === 'eth_getLogs' ? await rangeOf(call.params[0], node) : undefined;
    if (range === undefined || range.to - range.from < limit) return await next(call);
    return RANGE_WORDS[provider](range, limit);
  };
}

/** `eth_getLogs` with more than so many rows is refused. */
export function logsOfAtMostRows(limit: number, provider: keyof typeof ROWS_WORDS): NodeFault {
  return async (call, next, node) => {
    const answer = await next(call);
    const rows = resultOf(answer) as readonly { readonly blockNumber: string }[] | undefined;
    const range = call.method === 'eth_getLogs' ? await rangeOf(call.params[0], node) : undefined;
    if (range === undefined || rows === undefined || rows.length <= limit) return answer;
    const last = Number(rows[limit]?.blockNumber) - 1;
    return ROWS_WORDS[provider]({ from: range.from, to: Math.max(range.from, last) }, limit);
  };
}

/** undefined for logs of a block named by its hash. */
export async function rangeOf(
  filter: unknown,
  node: (call: { method: string; params: readonly unknown[] }) => Promise<NodeAnswer>,
): Promise<Range | undefined> {
  const { blockHash, fromBlock, toBlock } = (filter ?? {}) as Record<string, string | undefined>;
  if (blockHash !== undefined) return undefined;
  const height = async (tag = 'latest'): Promise<number> => {
    if (tag.startsWith('0x')) return Number(tag);
    const block = resultOf(await node({ method: 'eth_getBlockByNumber', params: [tag, false] }));
    return Number((block as { readonly number: string }).number);
  };
  return { from: await height(fromBlock), to: await height(toBlock) };
}
