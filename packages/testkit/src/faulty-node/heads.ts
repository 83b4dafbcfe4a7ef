import { STATE_TAGS } from './abilities.ts';
import { type Handle, mapResult, type NodeAnswer, type NodeCall, type NodeFault, quantity, resultOf } from './calls.ts';
import { rangeOf } from './logs-limits.ts';

const NULL: NodeAnswer = { kind: 'result', result: null };
const UNKNOWN_BLOCK: NodeAnswer = { kind: 'error', code: -32000, message: 'unknown block' };
const NO_HEADER: NodeAnswer = { kind: 'error', code: -32000, message: 'header not found' };
/** Characters of 0x and 32 bytes. */
const HASH_LENGTH = 66;
const BY_NUMBER = ['eth_getBlockByNumber', 'eth_getBlockReceipts', 'trace_block', 'debug_traceBlockByNumber'];
const BY_HASH = ['eth_getBlockByHash', 'eth_getTransactionByHash', 'eth_getTransactionReceipt'];
const TRACES_BY_HASH = ['trace_transaction', 'debug_traceTransaction', 'debug_traceBlockByHash'];

/**
 * Is so many blocks behind: knows nothing that is newer and does not say so. Newer blocks, receipts and transactions are
 * null, newer logs an empty list, newer state `header not found`.
 */
export function lagging(blocks: number): NodeFault {
  return async (call, next, node) => {
    const head = (await heightOf(node)) - blocks;
    if (call.method === 'eth_blockNumber') return { kind: 'result', result: quantity(head) };
    if (call.method === 'eth_getLogs') return await logsUpTo(head, call, next, node);
    const place = BY_NUMBER.includes(call.method) ? 0 : STATE_TAGS[call.method];
    if (place !== undefined) {
      const tag = String(call.params[place] ?? 'latest');
      // A block of receipts may be asked for by its hash, which says nothing of its height.
      if (tag.length === HASH_LENGTH) return hideNewer(await next(call), head, NULL);
      const asked = await numberOf(tag, head, blocks, node);
      if (asked > head) return place === 0 ? (call.method.startsWith('debug_') ? UNKNOWN_BLOCK : NULL) : NO_HEADER;
      return await next({ method: call.method, params: call.params.with(place, quantity(asked)) });
    }
    if (BY_HASH.includes(call.method)) return hideNewer(await next(call), head, NULL);
    if (TRACES_BY_HASH.includes(call.method)) {
      const [hash] = call.params;
      const traced =
        call.method === 'debug_traceBlockByHash'
          ? await node({ method: 'eth_getBlockByHash', params: [hash, false] })
          : await node({ method: 'eth_getTransactionByHash', params: [hash] });
      const unknown = resultOf(hideNewer(traced, head, NULL)) === null;
      if (unknown) return call.method === 'trace_transaction' ? NULL : UNKNOWN_BLOCK;
    }
    return await next(call);
  };
}

/** Says that the chain is so many blocks longer than it is, and shows a newest block to match. */
export function ahead(blocks: number): NodeFault {
  return async (call, next, node) => {
    const head = (await heightOf(node)) + blocks;
    if (call.method === 'eth_blockNumber') return { kind: 'result', result: quantity(head) };
    if (call.method !== 'eth_getBlockByNumber' || call.params[0] !== 'latest') return await next(call);
    const number = quantity(head);
    const hash = `0x${head.toString(16).padStart(64, 'f')}`;
    return mapResult(await next(call), (block) => ({ ...(block as object), number, hash, transactions: [] }));
  };
}

/** Is a node of another chain. */
export function onChain(chainId: number): NodeFault {
  return async (call, next) => {
    if (call.method === 'eth_chainId') return { kind: 'result', result: quantity(chainId) };
    if (call.method === 'net_version') return { kind: 'result', result: String(chainId) };
    return await next(call);
  };
}

async function heightOf(node: Handle): Promise<number> {
  return Number(resultOf(await node({ method: 'eth_blockNumber', params: [] })));
}

/** Tags of a node that is behind are behind, too. */
async function numberOf(tag: string, head: number, behind: number, node: Handle): Promise<number> {
  if (tag.startsWith('0x')) return Number(tag);
  if (tag === 'earliest') return 0;
  if (tag === 'latest' || tag === 'pending') return head;
  const block = resultOf(await node({ method: 'eth_getBlockByNumber', params: [tag, false] }));
  return Math.max(0, Number((block as { readonly number: string }).number) - behind);
}

async function logsUpTo(head: number, call: NodeCall, next: Handle, node: Handle): Promise<NodeAnswer> {
  const [filter] = call.params;
  const range = await rangeOf(filter, node);
  if (range === undefined) {
    const { blockHash } = filter as { readonly blockHash: string };
    const block = await node({ method: 'eth_getBlockByHash', params: [blockHash, false] });
    return resultOf(hideNewer(block, head, NULL)) === null ? UNKNOWN_BLOCK : await next(call);
  }
  if (range.from > head) return { kind: 'result', result: [] };
  const seen = { ...(filter as object), fromBlock: quantity(range.from), toBlock: quantity(Math.min(range.to, head)) };
  return await next({ method: call.method, params: [seen] });
}

function hideNewer(answer: NodeAnswer, head: number, instead: NodeAnswer): NodeAnswer {
  const result = [resultOf(answer)].flat()[0] as { number?: string; blockNumber?: string } | null | undefined;
  const number = result?.blockNumber ?? result?.number;
  return number !== undefined && Number(number) > head ? instead : answer;
}
