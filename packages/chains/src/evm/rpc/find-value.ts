import type { Hash, HistoryRequest, Logger } from '@fundtrail/core';
import type { RpcClient } from '../../transport/json-rpc/client.ts';
import type { Traits } from '../../transport/traits.ts';
import type { Blooms } from './bloom.ts';
import type { ChainState } from './chain-state.ts';
import type { Reach } from './coverage.ts';
import { findTracedTransactions } from './find-traced.ts';
import type { Found, FoundRef } from './found.ts';
import type { Reader, WholeRead } from './reader.ts';
import { scanBlocks } from './scan-blocks.ts';
import type { SpanMemory } from './spans.ts';
import type { TraceMode } from './tracer.ts';
import { createWays } from './ways.ts';
import type { Wire } from './wire.ts';

/** What moved native value of an account. */
export type ValueFound = {
  /** What trace_filter told; absent where the blocks were read one by one. */
  readonly traced?: Found<FoundRef>;
  /** Transactions that were read already, all kinds of transfer in them, up to `scanned.reached`. */
  readonly reads: readonly WholeRead[];
  readonly scanned?: { readonly reached: number; readonly full: boolean };
  readonly native: Reach;
  readonly internal: Reach;
};

export type FindValue = (request: HistoryRequest) => Promise<ValueFound>;

export type FindValueDeps = {
  readonly node: RpcClient;
  readonly wire: Wire;
  readonly logger: Logger;
  readonly traits: Traits;
  readonly reader: Reader;
  readonly state: ChainState;
  readonly blooms: Blooms;
  readonly spans: SpanMemory;
  /** Restricts how the node may be asked; undefined: in any way it has. */
  readonly mode?: TraceMode;
  /** How many blocks are read one by one, at most, where the node has no index of value movements. */
  readonly maxScanBlocks: number;
};

/** Finds by trace_filter where the node has it, else by reading every block. */
export function createFindValue(deps: FindValueDeps): FindValue {
  const { node, traits, logger, mode } = deps;
  const candidates = mode === undefined || mode === 'trace' ? (['trace_filter'] as const) : [];
  const ways = createWays({ source: node.id, traits, logger, trait: 'trace_filter', candidates });

  return async (request) => {
    const traced = await ways.ask(() => findTracedTransactions(deps, request));
    if (traced !== undefined) return { traced, reads: [], native: traced, internal: traced };
    const scan = await scanBlocks(deps, request, deps.maxScanBlocks);
    const about = { reads: scan.reads, scanned: scan, native: scan };
    if (scan.untraced === undefined) return { ...about, internal: scan };
    return {
      ...about,
      internal: { ...untracedReach(scan.untraced), reached: request.fromBlock - 1, unavailable: true },
    };
  };
}

/** Why value inside contracts is not covered. */
export function untracedReach(hash: Hash): { readonly reason: string } {
  return { reason: `the node told no value inside contracts for ${hash}` };
}
