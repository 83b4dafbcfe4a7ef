import type { ChainId } from '@fundtrail/core';
import type { Probed } from '../../transport/probed.ts';

/**
 * The most that a node tells of value inside contracts: `trace_filter` finds it by account, the others tell it of a block or of one
 * transaction; `none` leaves it out of everything that is read from this node.
 */
export type TraceSkill =
  | 'trace_filter'
  | 'trace_block'
  | 'trace_transaction'
  | 'debug_block'
  | 'debug_transaction'
  | 'none';

/** What a node can do, for whoever has to say what will not work with it. */
export type ProbeReport = {
  /** Known from when the source was opened. */
  readonly chain: ChainId;
  /** `time` in Unix seconds: how old the node's newest block is. */
  readonly head: Probed<{ readonly block: number; readonly time: number }>;
  /** The highest final block; undefined where finality is a number of blocks or the node has no such tag. */
  readonly finalized: Probed<number | undefined>;
  /** Whether balances of long ago are told, and how many blocks before its newest one the node was asked about. */
  readonly archive: Probed<{ readonly has: boolean; readonly depth: number }>;
  readonly traces: Probed<TraceSkill>;
  /** Whether all receipts of a block come in one answer. */
  readonly blockReceipts: Probed<boolean>;
  /** Most blocks that one question about logs may span, as far as the node has shown or said; undefined when it set no bound. */
  readonly maxLogRange: Probed<number | undefined>;
  readonly clientVersion: Probed<string>;
  /** Requests that this report cost. */
  readonly requests: number;
};
