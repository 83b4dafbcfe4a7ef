import { type NodeAnswer, type NodeFault, resultOf } from './calls.ts';
import { matches, type Which } from './failures.ts';

/** Blocks whose state a node keeps that is no archive node; geth's number. */
const KEPT_STATES = 128;

/** What nodes without an archive answer for old state: geth, other clients, and public endpoints that sell it. */
export const NO_ARCHIVE = {
  geth: {
    kind: 'error',
    code: -32000,
    message: `missing trie node ${'5c0ee75d'.repeat(8)} (path ) <nil>`,
  },
  pruned: { kind: 'error', code: -32000, message: 'historical state is not available' },
  paid: { kind: 'error', code: -32602, message: 'Archive requests require a personal token' },
} as const satisfies Record<string, NodeAnswer>;

/** Does not know these methods, in geth's words: `withoutMethods('trace_*', 'debug_*')`. */
export function withoutMethods(...methods: readonly Which[]): NodeFault {
  return async (call, next) =>
    methods.some((which) => matches(which, call))
      ? { kind: 'error', code: -32601, message: `the method ${call.method} does not exist/is not available` }
      : await next(call);
}

/** Has the state (balances, code, storage, calls, nonces) of the newest blocks only. */
export function withoutArchive(words: keyof typeof NO_ARCHIVE = 'geth', kept = KEPT_STATES): NodeFault {
  return async (call, next, node) => {
    const tag = call.params[STATE_TAGS[call.method] ?? -1];
    if (typeof tag !== 'string' || !(tag.startsWith('0x') || tag === 'earliest')) return await next(call);
    const head = Number(resultOf(await node({ method: 'eth_blockNumber', params: [] })));
    const asked = tag === 'earliest' ? 0 : Number(tag);
    return asked <= head - kept ? NO_ARCHIVE[words] : await next(call);
  };
}

/** Where methods that read state name the block. */
export const STATE_TAGS: Readonly<Record<string, number>> = {
  eth_getBalance: 1,
  eth_getCode: 1,
  eth_getTransactionCount: 1,
  eth_call: 1,
  eth_getStorageAt: 2,
};
