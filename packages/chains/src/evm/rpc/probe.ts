import { type ChainId, type Hash, SourceError, ZERO_ADDRESS } from '@fundtrail/core';
import type { RpcClient } from '../../transport/json-rpc/client.ts';
import { type Probed, probed } from '../../transport/probed.ts';
import { isMissing, lacksState, quantity } from './answers.ts';
import type { Balance } from './balance.ts';
import type { ChainState, Head } from './chain-state.ts';
import type { ProbeReport, TraceSkill } from './probe-report.ts';
import { askedTooMuch, hintedSpan } from './rpc-error.ts';
import type { SpanMemory } from './spans.ts';
import type { Wire } from './wire.ts';

/** Deeper than what a node keeps that is no archive: geth 128 states, or the history of 90,000 blocks. */
const ARCHIVE_DEPTH_BLOCKS = 200_000;
/** The widest range of logs that is tried. */
const LOG_RANGE_BLOCKS = 10_000;
/** A topic that no log has. */
const NO_TOPIC = `0x${'0'.repeat(63)}1`;
const NO_TRANSACTION: Hash = `0x${'1'.repeat(64)}`;
const CALL_TRACER = { tracer: 'callTracer' } as const;

export type ProbeDeps = {
  readonly node: RpcClient;
  readonly wire: Wire;
  readonly chain: ChainId;
  readonly state: ChainState;
  readonly balance: Balance;
  readonly logSpans: SpanMemory;
  readonly requests: () => number;
};

/** Asks a node what it can do, at most some thirty requests; what was found out before is asked anew. */
export async function probeNode(deps: ProbeDeps, signal?: AbortSignal): Promise<ProbeReport> {
  const { node, wire, state } = deps;
  const before = deps.requests();
  const head = await probed(() => tryHead(deps, signal));
  const atHead = <T>(ask: (newest: Head) => Promise<T>): Promise<Probed<T>> =>
    head.ok ? probed(() => ask(head.value)) : Promise.resolve(head);
  const version = probed(async () =>
    wire.text(await node.ask('web3_clientVersion', [], { signal }), 'web3_clientVersion'),
  );
  return {
    chain: deps.chain,
    head: head.ok ? { ok: true, value: { block: head.value.block, time: head.value.time } } : head,
    finalized: await probed(() => state.finalized(signal)),
    archive: await atHead((newest) => tryArchive(deps, newest.block, signal)),
    traces: await atHead((newest) => tryTraces(node, newest, signal)),
    blockReceipts: await atHead((newest) => tryBlockReceipts(node, newest.hash, signal)),
    maxLogRange: await atHead((newest) => tryLogRange(deps, newest.block, signal)),
    clientVersion: await version,
    requests: deps.requests() - before,
  };
}

/** A node may claim a newest block that it does not have: what it then says of the newest blocks is nothing. */
async function tryHead({ node, state }: ProbeDeps, signal?: AbortSignal): Promise<Head> {
  const head = await state.head(signal);
  const block = await node.ask('eth_getBlockByNumber', [quantity(head.block), false], { signal });
  if (block !== null) return head;
  throw new SourceError('malformed', node.id, `it claims block ${head.block} as its newest and does not have it`);
}

async function tryArchive(
  { balance }: ProbeDeps,
  newest: number,
  signal?: AbortSignal,
): Promise<{ has: boolean; depth: number }> {
  const depth = Math.min(newest, ARCHIVE_DEPTH_BLOCKS);
  return { has: (await balance.tryAt(ZERO_ADDRESS, 'native', newest - depth, signal)) !== undefined, depth };
}

/** From the most useful on, until one is there. A method that refuses these parameters is there. */
async function tryTraces(node: RpcClient, newest: Head, signal?: AbortSignal): Promise<TraceSkill> {
  const block = quantity(newest.block);
  const tries: readonly (readonly [TraceSkill, string, readonly unknown[]])[] = [
    ['trace_filter', 'trace_filter', [{ fromBlock: block, toBlock: block, fromAddress: [ZERO_ADDRESS] }]],
    ['trace_block', 'trace_block', [block]],
    ['debug_block', 'debug_traceBlockByHash', [newest.hash, CALL_TRACER]],
    ['debug_block', 'debug_traceBlockByNumber', [block, CALL_TRACER]],
    ['trace_transaction', 'trace_transaction', [NO_TRANSACTION]],
    ['debug_transaction', 'debug_traceTransaction', [NO_TRANSACTION, CALL_TRACER]],
  ];
  for (const [skill, method, params] of tries) if (await offers(node, method, params, signal)) return skill;
  return 'none';
}

async function tryBlockReceipts(node: RpcClient, hash: Hash, signal?: AbortSignal): Promise<boolean> {
  return offers(node, 'eth_getBlockReceipts', [hash], signal);
}

async function tryLogRange(
  { node, logSpans }: ProbeDeps,
  newest: number,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const most = Math.min(newest + 1, LOG_RANGE_BLOCKS);
  for (let size = Math.min(most, logSpans.next()); ; size = Math.min(most, logSpans.next())) {
    const filter = { fromBlock: quantity(newest - size + 1), toBlock: quantity(newest), topics: [NO_TOPIC] };
    try {
      await node.ask('eth_getLogs', [filter], { signal });
      return logSpans.bound();
    } catch (error) {
      const bound = askedTooMuch(error);
      if (bound === undefined || size === 1) throw error;
      await logSpans.refused(size, bound, bound === 'span' ? hintedSpan(error) : undefined);
    }
  }
}

async function offers(
  node: RpcClient,
  method: string,
  params: readonly unknown[],
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await node.ask(method, params, { signal });
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    if (lacksState(error) || (error instanceof SourceError && error.failure === 'refused')) return true;
    throw error;
  }
}
