import { SourceError } from '@fundtrail/core';
import type { AskOptions, RpcClient } from '../../transport/json-rpc/client.ts';
import { quantity } from './answers.ts';
import type { Found, FoundRef, SearchRange } from './found.ts';
import { walkRange } from './ranges.ts';
import type { SpanMemory } from './spans.ts';
import type { Wire } from './wire.ts';

/**
 * An answer of so many frames may have been cut without a word: Erigon stops at 200 (`--trace.maxtraces`), others at round numbers above.
 * Then the rest is asked for by `after`, until a page brings nothing new.
 */
const MAYBE_CUT_FRAMES = 100;
/** Pages of one range; more are a range that is too wide. */
const MOST_PAGES = 50;

/**
 * Finds the transactions in which an account sends or receives calls, by `trace_filter`. Sender and receiver are two
 * questions, because nodes disagree on whether both in one mean "and" or "or". What validators are paid out is not among traces.
 * @throws SourceError `unsupported` where the node has no trace_filter.
 */
export async function findTracedTransactions(
  deps: { readonly node: RpcClient; readonly wire: Wire; readonly spans: SpanMemory },
  range: SearchRange,
): Promise<Found<FoundRef>> {
  const { node, wire, spans } = deps;
  const found = new Map<string, FoundRef>();
  let reached = range.toBlock;
  let reason: string | undefined;
  for (const side of ['fromAddress', 'toAddress'] as const) {
    const walk = await walkRange(spans, { ...range, toBlock: reached }, async (fromBlock, toBlock) => {
      const filter = { fromBlock: quantity(fromBlock), toBlock: quantity(toBlock), [side]: [range.address] };
      const frames = await allPages(node, wire, filter, { signal: range.signal });
      return frames.flatMap((frame) => {
        const ref = readRef(wire, frame);
        if (ref === undefined || (ref.block >= fromBlock && ref.block <= toBlock)) return ref ?? [];
        throw new SourceError(
          'malformed',
          node.id,
          `trace_filter told a trace of block ${ref.block} for ${fromBlock} to ${toBlock}`,
        );
      });
    });
    for (const ref of walk.rows) found.set(ref.hash, ref);
    reached = walk.reached;
    reason = walk.reason ?? reason;
  }
  const refs = [...found.values()].filter((ref) => ref.block <= reached);
  return { refs, reached, ...(reason === undefined ? {} : { reason }) };
}

async function allPages(
  node: RpcClient,
  wire: Wire,
  filter: Readonly<Record<string, unknown>>,
  options: AskOptions,
): Promise<readonly unknown[]> {
  const frames: unknown[] = [];
  const known = new Set<string>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const asked = page === 0 ? filter : { ...filter, after: frames.length };
    const rows = wire.list(await node.ask('trace_filter', [asked], options), 'trace_filter');
    const fresh = rows.filter((row) => !known.has(JSON.stringify(row)));
    for (const row of fresh) known.add(JSON.stringify(row));
    frames.push(...fresh);
    if (fresh.length === 0 || (page === 0 && rows.length < MAYBE_CUT_FRAMES)) return frames;
  }
  throw new SourceError('refused', node.id, `trace_filter: more than ${MOST_PAGES} pages, which is too many results`);
}

/** Block rewards have no transaction. */
function readRef(wire: Wire, value: unknown): FoundRef | undefined {
  const { transactionHash, blockNumber, blockHash } = wire.record(value, 'trace');
  if (transactionHash === undefined || transactionHash === null) return undefined;
  return {
    hash: wire.hash(transactionHash, 'trace.transactionHash'),
    block: wire.count(blockNumber, 'trace.blockNumber'),
    blockHash: blockHash === undefined || blockHash === null ? undefined : wire.hash(blockHash, 'trace.blockHash'),
  };
}
