import type {
  AccountHistory,
  Address,
  Coverage,
  Hash,
  HistoryRequest,
  TransactionFact,
  TransferKind,
} from '@fundtrail/core';
import { findTokenTransactions } from './find-tokens.ts';
import { findTracedTransactions, scanBlocks, touches } from './find-value.ts';
import type { SpanMemory } from './ranges.ts';
import type { Reader, WholeRead } from './reader.ts';
import type { RpcClient } from './rpc-client.ts';
import { isMissing, type TraceMode } from './tracer.ts';
import type { Wire } from './wire.ts';

/** Transactions that are read at the same time. */
const READ_WIDTH = 6;

export type HistoryDeps = {
  readonly client: RpcClient;
  readonly wire: Wire;
  readonly reader: Reader;
  readonly traceMode: () => TraceMode | undefined;
  readonly logSpans: SpanMemory;
  readonly traceSpans: SpanMemory;
  /** How many blocks are read one by one, at most, where the node has no index of value movements. */
  readonly maxScanBlocks: number;
  /** Number of the newest block, at least `wanted` if the chain is that long. */
  readonly headAtLeast: (wanted: number, signal?: AbortSignal) => Promise<number>;
  /** Which of these accounts are contracts. */
  readonly contractsAmong: (addresses: Iterable<Address>, signal?: AbortSignal) => Promise<ReadonlySet<Address>>;
};

/** Reads an account's history from a node; every transaction found is taken whole. */
export type ReadHistory = (request: HistoryRequest) => Promise<AccountHistory>;

type Reach = { readonly reached: number; readonly reason?: string; readonly unavailable?: boolean };

export function createReadHistory(deps: HistoryDeps): ReadHistory {
  const { client, reader } = deps;
  // Found out with the first question, like the way of tracing.
  let hasTraceFilter = true;

  const findValue = async (
    request: HistoryRequest,
    reads: Map<Hash, WholeRead>,
    hashes: Set<Hash>,
  ): Promise<Readonly<Record<'native' | 'internal', Reach>>> => {
    const mode = deps.traceMode();
    if (hasTraceFilter && (mode === undefined || mode === 'trace')) {
      try {
        const found = await findTracedTransactions({ ...deps, spans: deps.traceSpans }, request);
        for (const hash of found.hashes) hashes.add(hash);
        return { native: found, internal: found };
      } catch (error) {
        if (!isMissing(error)) throw error;
        hasTraceFilter = false;
      }
    }
    const scan = await scanBlocks(reader, request, deps.maxScanBlocks);
    for (const read of scan.reads) reads.set(read.fact.hash, read);
    if (scan.untraced === undefined) return { native: scan, internal: scan };
    const reason = `the node told no value inside contracts for ${scan.untraced}`;
    return { native: scan, internal: { reached: request.fromBlock - 1, reason, unavailable: true } };
  };

  return async (asked) => {
    const head = await deps.headAtLeast(asked.toBlock, asked.signal);
    // A node answers about blocks that do not exist yet as if they were empty.
    const request = { ...asked, toBlock: Math.min(asked.toBlock, head) };
    const reads = new Map<Hash, WholeRead>();
    const hashes = new Set<Hash>();
    const reach = new Map<TransferKind, Reach>();
    if (request.toBlock < request.fromBlock) {
      const reason = `the node's newest block is ${head}`;
      for (const kind of request.kinds) reach.set(kind, { reached: request.fromBlock - 1, reason, unavailable: true });
      return { transactions: [], contracts: [], coverage: coverageOf(client.id, asked, reach) };
    }
    if (request.kinds.includes('token')) {
      const found = await findTokenTransactions({ ...deps, spans: deps.logSpans }, request);
      for (const hash of found.hashes) hashes.add(hash);
      reach.set('token', found);
    }
    if (request.kinds.includes('native') || request.kinds.includes('internal')) {
      const value = await findValue(request, reads, hashes);
      reach.set('native', value.native).set('internal', value.internal);
    }
    await readWhole(reader, hashes, reads, request.signal);
    // Logs and traces also find what moved nothing of the account's: zero transfers in its name, failed calls to it.
    const own = [...reads.values()].filter(
      ({ fact }) => !fact.whole.includes('internal') || touches(fact, request.address),
    );
    const transactions = own.map((read) => read.fact).sort(byPosition);
    const untraced = transactions.find((fact) => !fact.whole.includes('internal'));
    const internal = reach.get('internal');
    if (untraced !== undefined && internal !== undefined && internal.unavailable !== true) {
      const reason = `the node told no value inside contracts for ${untraced.hash}`;
      reach.set('internal', { reached: Math.min(internal.reached, untraced.block - 1), reason });
    }
    return {
      transactions,
      coverage: coverageOf(client.id, request, reach),
      contracts: await contractsOf(deps, own, request.signal),
    };
  };
}

async function readWhole(
  reader: Reader,
  hashes: ReadonlySet<Hash>,
  reads: Map<Hash, WholeRead>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const left = [...hashes].filter((hash) => !reads.has(hash)).values();
  const readOn = async (): Promise<void> => {
    for (const hash of left) reads.set(hash, await reader.transaction(hash, signal));
  };
  await Promise.all(Array.from({ length: READ_WIDTH }, readOn));
}

async function contractsOf(deps: HistoryDeps, reads: Iterable<WholeRead>, signal?: AbortSignal): Promise<Address[]> {
  const shown = new Set<Address>();
  const likely = new Set<Address>();
  for (const read of reads) {
    for (const address of read.shown) shown.add(address);
    for (const address of read.likely) likely.add(address);
  }
  const proven = await deps.contractsAmong(likely.difference(shown), signal);
  return [...shown.union(proven)].sort();
}

/** Coverage is never silently empty: what was not reached is truncated, and unavailable where nothing was. */
function coverageOf(source: string, request: HistoryRequest, reach: ReadonlyMap<TransferKind, Reach>): Coverage[] {
  const { chain, address, fromBlock } = request;
  return request.kinds.map((kind): Coverage => {
    const { reached, reason, unavailable } = reach.get(kind) ?? { reached: fromBlock - 1, reason: 'not asked' };
    const about = { chain, address, source, kind, fromBlock };
    if (reason === undefined) return { ...about, toBlock: reached, status: 'complete' };
    if (unavailable === true || reached < fromBlock) {
      return { ...about, toBlock: request.toBlock, status: 'unavailable', reason };
    }
    return { ...about, toBlock: reached, status: 'truncated', reason };
  });
}

function byPosition(one: TransactionFact, other: TransactionFact): number {
  return one.block - other.block || one.index - other.index;
}
