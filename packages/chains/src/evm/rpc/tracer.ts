import { type Hash, type Logger, SourceError } from '@fundtrail/core';
import type { RpcClient } from './rpc-client.ts';
import { readCallTree, readFlatTrace, type TraceView } from './traces.ts';
import type { Wire } from './wire.ts';

/**
 * How a node tells native value inside contracts: `trace` (trace_*: Erigon, Reth, Nethermind, anvil), `debug` (callTracer:
 * Geth and most others) or `none`.
 */
export type TraceMode = 'trace' | 'debug' | 'none';

/** Asks a node for traces in the way it has, which is found out with the first question and then remembered. */
export type Tracer = {
  /** Undefined when the node cannot tell: it has no traces, or none of that age. */
  transaction(hash: Hash, signal?: AbortSignal): Promise<TraceView | undefined>;
  /** Traces of a whole block by transaction hash; undefined as above. */
  block(number: number, signal?: AbortSignal): Promise<ReadonlyMap<Hash, TraceView> | undefined>;
  /** What is known so far. */
  mode(): TraceMode | undefined;
};

export type TracerDeps = {
  readonly client: RpcClient;
  readonly wire: Wire;
  readonly logger: Logger;
  /** Skips finding out. */
  readonly mode?: TraceMode;
};

type Ways<T> = { readonly trace: () => Promise<T>; readonly debug: () => Promise<T> };

const CALL_TRACER = { tracer: 'callTracer' } as const;

export function createTracer({ client, wire, logger, mode: given }: TracerDeps): Tracer {
  let mode = given;
  let finding: Promise<unknown> | undefined;

  /** Asks in one way; undefined when the node refuses this transaction or block (pruned state), which says nothing of others. */
  const askIn = async <T>(way: 'trace' | 'debug', ways: Ways<T>): Promise<T | undefined> => {
    try {
      return await ways[way]();
    } catch (error) {
      if (!(error instanceof SourceError) || error.failure !== 'refused') throw error;
      logger.warn({ action: 'rpc_trace_refused', source: client.id, way, err: error }, 'node refused a trace');
      return undefined;
    }
  };

  /** Tries one way after the other; only "the node does not have this" leads to the next. */
  const findWay = async <T>(ways: Ways<T>): Promise<T | undefined> => {
    for (const way of ['trace', 'debug'] as const) {
      try {
        const answer = await askIn(way, ways);
        // A refusal does not show that the node has this way.
        if (answer !== undefined) remember(way);
        return answer;
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
    remember('none');
    return undefined;
  };

  const inSomeWay = async <T>(ways: Ways<T>): Promise<T | undefined> => {
    // One asker finds out; the others wait for it and then ask in the way it found.
    while (mode === undefined && finding !== undefined) await finding.catch(() => undefined);
    if (mode === 'none') return undefined;
    if (mode !== undefined) return askIn(mode, ways);
    const found = findWay(ways).finally(() => {
      finding = undefined;
    });
    finding = found;
    return found;
  };

  const remember = (found: TraceMode): void => {
    mode = found;
    const detail = { action: 'rpc_trace_mode', source: client.id, mode };
    if (found === 'none') logger.warn(detail, 'node tells no value inside contracts');
    else logger.info(detail, 'node tells value inside contracts');
  };

  return {
    mode: () => mode,
    transaction: (hash, signal) =>
      inSomeWay({
        trace: async () => {
          const frames = wire.list(await client.ask('trace_transaction', [hash], signal), 'trace_transaction');
          // Every transaction has its outermost frame: none means that the node has no trace of it.
          if (frames.length === 0) throw new SourceError('refused', client.id, `no trace of ${hash}`);
          return readFlatTrace(wire, frames);
        },
        debug: async () => readCallTree(wire, await client.ask('debug_traceTransaction', [hash, CALL_TRACER], signal)),
      }),
    block: (number, signal) =>
      inSomeWay({
        trace: async () => {
          const frames = wire.list(await client.ask('trace_block', [quantity(number)], signal), 'trace_block');
          return readTracedBlock(wire, frames);
        },
        debug: async () => {
          const answer = await client.ask('debug_traceBlockByNumber', [quantity(number), CALL_TRACER], signal);
          return readTracedTrees(wire, wire.list(answer, 'debug_traceBlockByNumber'));
        },
      }),
  };
}

/** Whether the node does not offer a method at all, or not under this key. */
export function isMissing(error: unknown): boolean {
  return error instanceof SourceError && (error.failure === 'unsupported' || error.failure === 'unauthorized');
}

/** A block number as JSON-RPC wants it. */
export function quantity(count: number): string {
  return `0x${count.toString(16)}`;
}

function readTracedBlock(wire: Wire, frames: readonly unknown[]): ReadonlyMap<Hash, TraceView> {
  const byHash = new Map<Hash, unknown[]>();
  for (const frame of frames) {
    const hash = wire.record(frame, 'trace').transactionHash;
    // Block rewards stand among the traces without a transaction.
    if (hash === undefined || hash === null) continue;
    const key = wire.hex(hash, 'trace.transactionHash');
    const known = byHash.get(key);
    if (known === undefined) byHash.set(key, [frame]);
    else known.push(frame);
  }
  return new Map([...byHash].map(([hash, own]) => [hash, readFlatTrace(wire, own)]));
}

function readTracedTrees(wire: Wire, entries: readonly unknown[]): ReadonlyMap<Hash, TraceView> {
  return new Map(
    entries.map((entry) => {
      const { txHash, result } = wire.record(entry, 'trace');
      return [wire.hex(txHash, 'trace.txHash'), readCallTree(wire, result)];
    }),
  );
}
