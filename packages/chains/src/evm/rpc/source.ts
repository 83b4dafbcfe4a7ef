import {
  type Address,
  type AnswerCache,
  type ChainId,
  type Context,
  chainInfo,
  InputError,
  LIVE_SPACE,
  type Limiter,
  type Source,
  type SourceMemory,
} from '@fundtrail/core';
import { findBlockAt } from '../../block-at.ts';
import type { Attempts } from '../../transport/retries.ts';
import { openTraits } from '../../transport/traits.ts';
import { wrappedContracts } from '../legs.ts';
import { logsTellNative } from '../native-logs.ts';
import { readingOf } from '../reading.ts';
import { createBalance } from './balance.ts';
import { createBlockReceipts } from './block-receipts.ts';
import { headerOf } from './block-view.ts';
import { createBlooms } from './bloom.ts';
import { createChainState } from './chain-state.ts';
import { createCode } from './code.ts';
import { createFindValue } from './find-value.ts';
import { createReadHistory } from './history.ts';
import { probeNode } from './probe.ts';
import type { ProbeReport } from './probe-report.ts';
import { createReadLogs } from './read-logs.ts';
import { createReader } from './reader.ts';
import { createRpcClient } from './rpc-client.ts';
import { createSpanMemory } from './spans.ts';
import { createStateDepth } from './state-depth.ts';
import { createTracer, type TraceMode } from './tracer.ts';
import { createWire } from './wire.ts';

/** Blocks read one by one for one account's history on a node without an index of value movements: 2 to 3 requests each. */
const MAX_SCAN_BLOCKS = 2_000;

/** Facts from an EVM node, over JSON-RPC. */
export type RpcSource = Source & {
  readonly chain: ChainId;
  /** Three requests whatever it holds, one for an empty block; see the reader for nodes that lack a method. */
  block: NonNullable<Source['block']>;
  header: NonNullable<Source['header']>;
  finalized: NonNullable<Source['finalized']>;
  balance: NonNullable<Source['balance']>;
  logs: NonNullable<Source['logs']>;
  blockAt: NonNullable<Source['blockAt']>;
  health: NonNullable<Source['health']>;
  /** How the node tells value inside contracts; undefined until it was first asked. */
  traceMode(): TraceMode | undefined;
  /** Asks the node what it can do; every failure is in the report. */
  probe(signal?: AbortSignal): Promise<ProbeReport>;
};

export type RpcSourceOptions = {
  readonly url: string;
  readonly context: Context;
  /** What the node must be of; without it the node says. */
  readonly chain?: ChainId;
  readonly limiter?: Limiter;
  /** Where answers that never change are kept; without it all are asked for. */
  readonly answers?: AnswerCache;
  /** How often a question is put before its failure is told; `FEW_ATTEMPTS` for one of several providers. */
  readonly attempts?: Attempts;
  /** The node's allowance and the key it is counted under (host and digest of the URL when left out); 25 a second when left out. */
  readonly rate?: { readonly key?: string; readonly perSecond: number; readonly burst: number };
  /** Where what is found out of the node is kept for other processes; without it each finds it out for itself. */
  readonly memory?: SourceMemory;
  /** Most blocks for one question about logs or traces; without it the node's refusals teach it. */
  readonly maxLogRange?: number;
  readonly maxScanBlocks?: number;
  /** Restricts the ways of tracing instead of finding them out. */
  readonly trace?: TraceMode;
  /** Contracts that wrap the native asset, besides the chain's well-known one. */
  readonly wrapped?: readonly Address[];
};

/**
 * Opens an EVM node as a source; asks it for its chain.
 * @throws InputError when it is of another chain than `chain`. @throws SourceError when it does not answer.
 */
export async function createRpcSource(options: RpcSourceOptions): Promise<RpcSource> {
  const { logger } = options.context;
  const node = createRpcClient(options);
  const wire = createWire(node.id);
  const chain: ChainId = `eip155:${wire.count(await node.ask('eth_chainId', []), 'eth_chainId')}`;
  if (options.chain !== undefined && options.chain !== chain) {
    throw new InputError(`${node.id} is a node of ${chain}, not of ${options.chain}`, { field: 'rpc' });
  }
  const traits = await openTraits({ source: node.id, chain, memory: options.memory, logger });
  const asked = { node, wire, logger, traits, chain };
  const state = createChainState(node, wire, chainInfo(chain));
  const depth = createStateDepth(traits);
  const mode = options.trace === undefined ? {} : { mode: options.trace };
  const tracer = createTracer({ ...asked, ...mode });
  const receipts = createBlockReceipts(asked);
  const reader = createReader({ ...asked, tracer, receipts, state, wrapped: wrappedContracts(chain, options.wrapped) });
  const code = createCode({ ...asked, state, depth });
  const balance = createBalance({ ...asked, state, depth });
  const logSpans = createSpanMemory(traits, 'log_span', options.maxLogRange);
  const findValue = createFindValue({
    ...asked,
    ...mode,
    reader,
    state,
    blooms: createBlooms(traits, chain),
    spans: createSpanMemory(traits, 'trace_span', options.maxLogRange),
    maxScanBlocks: options.maxScanBlocks ?? MAX_SCAN_BLOCKS,
  });
  const history = createReadHistory({
    ...asked,
    reader,
    state,
    code,
    logSpans,
    ...(logsTellNative(chain) ? {} : { findValue }),
  });

  const logs = createReadLogs({ ...asked, state, spans: logSpans });

  const checkChain = (wanted: ChainId): void => {
    if (wanted !== chain)
      throw new InputError(`${node.id} is a node of ${chain}, not of ${wanted}`, { field: 'chain' });
  };

  return {
    id: node.id,
    coverageIds: [node.id],
    space: LIVE_SPACE,
    chain,
    chains: [chain],
    fullHistory: false,
    opening: 'balance',
    traceMode: tracer.mode,
    requests: node.requests,
    health: node.health,
    close: async () => node.close(),
    probe: (signal) => probeNode({ ...asked, state, balance, logSpans, requests: node.requests }, signal),
    head: async (wanted) => {
      checkChain(wanted);
      return state.head();
    },
    history: async (request) => {
      checkChain(request.chain);
      return history(request);
    },
    transaction: async (wanted, hash, signal) => {
      checkChain(wanted);
      return (await reader.transaction(hash, signal)).fact;
    },
    reading: async (asked, hash, signal) => {
      checkChain(asked);
      return readingOf(await reader.transaction(hash, signal));
    },
    isContract: async (wanted, address) => {
      checkChain(wanted);
      return code.isContract(address);
    },
    block: async (wanted, number, signal) => {
      checkChain(wanted);
      const { view, reads } = await reader.block(number, signal);
      return {
        ...headerOf(chain, view),
        transactions: reads.map((read) => read.fact),
        contracts: [...new Set(reads.flatMap((read) => read.shown))].sort(),
      };
    },
    header: async (wanted, number, signal) => {
      checkChain(wanted);
      return headerOf(chain, await reader.header(number, signal));
    },
    logs: async (request) => {
      checkChain(request.chain);
      return logs(request);
    },
    blockAt: async (wanted, time, signal) => {
      checkChain(wanted);
      const head = async () => {
        const { block, time: headTime } = await state.head(signal);
        return { number: block, time: headTime };
      };
      const headerAt = (number: number) => reader.header(number, signal);
      return findBlockAt({ source: node.id, blockTimeMs: chainInfo(chain).blockTimeMs, head, headerAt }, time);
    },
    finalized: async (wanted, signal) => {
      checkChain(wanted);
      return state.finalized(signal);
    },
    balance: async (wanted, address, asset, block, signal) => {
      checkChain(wanted);
      return balance.at(address, asset, block, signal);
    },
  };
}
