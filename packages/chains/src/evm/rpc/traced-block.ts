import type { Hash } from '@fundtrail/core';
import { ForkedReadError } from '../../transport/forked-read.ts';
import { behind } from './answers.ts';
import type { BlockView } from './block-view.ts';
import { readCallTree, readFlatTrace, type TraceView } from './traces.ts';
import type { Wire } from './wire.ts';

type About = {
  readonly wire: Wire;
  readonly source: string;
  readonly block: BlockView;
  /** The transactions that may be in the answer, in the block's order. */
  readonly hashes: readonly Hash[];
};

/**
 * Reads the frames of `trace_block` or `trace_transaction` by transaction, rewards left out: they have none.
 * @throws ForkedReadError where a frame names another block, or a transaction that is not in it
 */
export function readBlockFrames(about: About, answer: unknown): ReadonlyMap<Hash, TraceView> {
  const { wire, source, block, hashes } = about;
  if (answer === null) throw behind(source, `block ${block.number}`);
  const own = new Set(hashes);
  const byHash = new Map<Hash, unknown[]>();
  for (const value of wire.list(answer, 'traces')) {
    const frame = wire.record(value, 'trace');
    checkBlock(about, frame.blockHash);
    if (!isTold(frame.transactionHash)) continue;
    const hash = wire.hash(frame.transactionHash, 'trace.transactionHash');
    if (!own.has(hash))
      throw new ForkedReadError(source, `a trace of block ${block.number} is of ${hash}, which is not in it`);
    const known = byHash.get(hash);
    if (known === undefined) byHash.set(hash, [value]);
    else known.push(value);
  }
  return new Map([...byHash].map(([hash, frames]) => [hash, readFlatTrace(wire, frames)]));
}

/**
 * Reads the call trees that `debug_traceBlock…` tells by transaction. Older nodes leave out the hashes and only keep the order; a
 * transaction that could not be traced has an `error` instead of a tree, or is left out (Polygon's state syncs).
 * @throws ForkedReadError where the transactions are not those of the block
 */
export function readBlockTrees(about: About, answer: unknown): ReadonlyMap<Hash, TraceView> {
  const { wire, source, block, hashes } = about;
  if (answer === null) throw behind(source, `block ${block.number}`);
  const entries = wire.list(answer, 'traces').map((entry) => wire.record(entry, 'trace'));
  const own = new Set(hashes);
  const views = new Map<Hash, TraceView>();
  for (const [place, { txHash, result }] of entries.entries()) {
    // Without a hash only the place names the transaction, and only where none is left out.
    const byPlace = entries.length === hashes.length ? hashes[place] : undefined;
    const hash = isTold(txHash) ? wire.hash(txHash, 'trace.txHash') : byPlace;
    if (hash === undefined || !own.delete(hash)) {
      throw new ForkedReadError(source, `the traces of block ${block.number} are of other transactions`);
    }
    if (isTold(result)) views.set(hash, readCallTree(wire, result));
  }
  return views;
}

/**
 * Whether an answer in either of the two forms tells of every transaction. What a node could not trace once it may trace later: only a
 * whole answer is the same for ever.
 */
export function tellsAll(hashes: readonly Hash[], answer: unknown): boolean {
  if (!Array.isArray(answer)) return false;
  const entries = answer as readonly { readonly transactionHash?: unknown; readonly result?: unknown }[];
  const framed = new Set(entries.map((entry) => entry?.transactionHash));
  return hashes.every((hash, place) => framed.has(hash) || isTree(entries[place]));
}

/** An entry of `debug_traceBlock…`, which holds a tree; a frame of `trace_block` names its transaction. */
function isTree(entry: { readonly transactionHash?: unknown; readonly result?: unknown } | undefined): boolean {
  return entry !== undefined && !isTold(entry.transactionHash) && isTold(entry.result);
}

function checkBlock({ wire, source, block }: About, told: unknown): void {
  if (!isTold(told) || wire.hash(told, 'trace.blockHash') === block.hash) return;
  throw new ForkedReadError(source, `a trace of block ${block.number} names another block of that number`);
}

function isTold(value: unknown): boolean {
  return value !== undefined && value !== null;
}
