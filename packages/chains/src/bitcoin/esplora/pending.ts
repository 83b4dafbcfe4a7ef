import { type Coin, type Hash, ownerOf, type PendingSpend, SourceError, splitCoin } from '@fundtrail/core';
import { type Job, runInLanes } from './lanes.ts';
import type { Outspends, Spend } from './outspends.ts';
import type { Transactions } from './read-transaction.ts';

/** Transactions looked at in one call: the watch of many coins costs no more than that of some, and each gets its turn. */
const MOST_LOOKS = 25;
const LANES = 4;
/** Transactions remembered of each kind; one that waits is of interest for some blocks. */
const MOST_REMEMBERED = 1_000;

/** What waits in the mempool and spends some of these coins, as far as it was looked at: a bounded number of requests a call. */
export type ReadPending = (coins: readonly Coin[], signal?: AbortSignal) => Promise<readonly PendingSpend[]>;

type Outputs = PendingSpend['outputs'];

export function createReadPending(outspends: Outspends, transactions: Transactions): ReadPending {
  /** The places that waiting transactions spend, as last seen. */
  const spent = new Map<Hash, ReadonlyMap<number, Spend>>();
  const outputs = new Map<Hash, Outputs>();
  /** The transaction that was looked at last. */
  let cursor: Hash = '';

  async function outputsOf(tx: Hash, signal: AbortSignal): Promise<Outputs | undefined> {
    const known = outputs.get(tx);
    if (known !== undefined) return known;
    try {
      const told = await transactions.any(tx, signal);
      const made = told.outputs.map(({ script, amount }) => ({ owner: ownerOf(script), amount }));
      outputs.set(tx, made);
      forgetOldest(outputs);
      return made;
    } catch (error) {
      // Another took its place in the meantime.
      if (error instanceof SourceError && error.failure === 'refused') return undefined;
      throw error;
    }
  }

  async function look(tx: Hash, places: readonly number[], signal: AbortSignal): Promise<void> {
    spent.delete(tx);
    const spends = await spendsOf(tx, signal);
    const waiting = new Map<number, Spend>();
    for (const place of places) {
      const spend = spends[place];
      if (spend === undefined || spend.block !== undefined) continue;
      if ((await outputsOf(spend.tx, signal)) !== undefined) waiting.set(place, spend);
    }
    if (waiting.size > 0) spent.set(tx, waiting);
    forgetOldest(spent);
  }

  /** None of a transaction that is not known any more: blocks were replaced. */
  async function spendsOf(tx: Hash, signal: AbortSignal): Promise<readonly (Spend | undefined)[]> {
    try {
      return (await outspends.now(tx, signal)).spends;
    } catch (error) {
      if (error instanceof SourceError && error.failure === 'refused') return [];
      throw error;
    }
  }

  return async (coins, signal) => {
    const byTransaction = new Map<Hash, { coin: Coin; place: number }[]>();
    for (const coin of coins) {
      const parts = splitCoin(coin);
      if (parts === undefined) continue;
      const own = byTransaction.get(parts.tx) ?? [];
      own.push({ coin, place: parts.place });
      byTransaction.set(parts.tx, own);
    }
    const turn = nextTurn([...byTransaction.keys()].sort(), cursor);
    const jobs = turn.map(
      (tx): Job =>
        (inner) =>
          look(
            tx,
            (byTransaction.get(tx) ?? []).map(({ place }) => place),
            inner,
          ),
    );
    await runInLanes(LANES, jobs, signal);
    cursor = turn.at(-1) ?? '';
    return [...byTransaction].flatMap(([tx, own]) =>
      own.flatMap(({ coin, place }): readonly PendingSpend[] => {
        const spend = spent.get(tx)?.get(place);
        const made = spend === undefined ? undefined : outputs.get(spend.tx);
        return spend === undefined || made === undefined ? [] : [{ coin, tx: spend.tx, outputs: made }];
      }),
    );
  };
}

function forgetOldest(remembered: Map<Hash, unknown>): void {
  for (const oldest of remembered.keys()) {
    if (remembered.size <= MOST_REMEMBERED) return;
    remembered.delete(oldest);
  }
}

/** Those after the one that was looked at last, from the first again after the last. */
function nextTurn(sorted: readonly Hash[], cursor: Hash): readonly Hash[] {
  const after = sorted.findIndex((tx) => tx > cursor);
  const from = Math.max(after, 0);
  return [...sorted.slice(from), ...sorted.slice(0, from)].slice(0, MOST_LOOKS);
}
