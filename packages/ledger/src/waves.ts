import type { AccountId, TransactionFact } from '@fundtrail/core';
import { createReplay } from './replay.ts';
import type { Replay, ReplayOptions } from './types.ts';

/** How a run in waves ended. */
export type WavesRun = {
  /** The replay of the last wave, with all its transactions applied. */
  readonly replay: Replay;
  readonly open: ReadonlySet<AccountId>;
  /** Replays made until one wanted nothing more. */
  readonly waves: number;
};

/**
 * Runs a case in whole waves over facts in memory: replays with the open set, adds what is wanted, and begins anew until
 * nothing is. `transactionsOf` gives a wave's transactions in chain order: at least all that touch accounts of the set.
 * Flows are told by a last replay, since no wave knows that it is the last.
 */
export function runWaves(
  options: ReplayOptions,
  transactionsOf: (open: ReadonlySet<AccountId>) => Iterable<TransactionFact>,
): WavesRun {
  const { onFlow, ...silent } = options;
  const open = new Set(options.open);
  for (let waves = 1; ; waves += 1) {
    const replay = replayAll({ ...silent, open }, transactionsOf(open));
    const wanted = replay.wanted();
    if (wanted.length === 0) {
      const last = onFlow === undefined ? replay : replayAll({ ...silent, onFlow, open }, transactionsOf(open));
      return { replay: last, open, waves };
    }
    for (const { account } of wanted) open.add(account);
  }
}

function replayAll(options: ReplayOptions, transactions: Iterable<TransactionFact>): Replay {
  const replay = createReplay(options);
  for (const transaction of transactions) replay.apply(transaction);
  return replay;
}
