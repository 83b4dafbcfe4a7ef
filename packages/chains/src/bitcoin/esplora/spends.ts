import {
  type Coin,
  type Coverage,
  type Hash,
  InputError,
  SourceError,
  type SourceFailure,
  type Spends,
  type SpendsRequest,
  splitCoin,
  type TransactionFact,
} from '@fundtrail/core';
import { checkSpend } from './check-spend.ts';
import type { EsploraClient } from './client.ts';
import { type AskedCoin, spentCoverage, unavailable, unspentCoverage } from './coin-coverage.ts';
import type { Heads } from './heads.ts';
import { type Job, runInLanes } from './lanes.ts';
import type { Outspends, OutspendsAnswer } from './outspends.ts';
import type { Transactions } from './read-transaction.ts';

/** Questions of one walk under way at once: a public server bears some, and one chain of coins is one after the other anyway. */
const LANES = 4;

/** A spender that is not there, or another than was told. */
const CONTRADICTED: ReadonlySet<SourceFailure> = new Set(['malformed', 'unreachable']);

/** A coin with the input that is said to spend it. */
type SpentCoin = { readonly asked: AskedCoin; readonly input: number; readonly block: number };
type WantedCoin = { readonly coin: Coin; readonly place: number; readonly block: number; readonly exists: boolean };

export type SpendsDeps = {
  readonly client: EsploraClient;
  readonly heads: Heads;
  readonly outspends: Outspends;
  readonly transactions: Transactions;
};

/**
 * Walks from coins to the transactions that spend them, and on: one question about the outputs of a transaction, one for each
 * transaction that spends some; none for what is held or kept.
 * @throws SourceError of the first question that failed
 */
export async function readSpends(deps: SpendsDeps, request: SpendsRequest): Promise<Spends> {
  const { client, heads, outspends, transactions } = deps;
  const { chain, source } = client;
  const { toBlock, maxTransactions } = request;
  const seen = new Set<Coin>();
  const wanted = new Map<Hash, WantedCoin[]>();
  /** Coins of transactions that are being read. */
  const reading = new Map<Hash, SpentCoin[]>();
  const found = new Map<Hash, TransactionFact>();
  const coverage: Coverage[] = [];
  let begun = 0;
  let newest: Promise<number> | undefined;

  /** Asked once a walk at most, also where the chain does not go as far as is asked. */
  function reach(signal: AbortSignal | undefined): Promise<number> {
    newest ??= heads.reach(toBlock, signal);
    return newest;
  }

  function want(coin: Coin, block: number, exists: boolean, add: (job: Job) => void): void {
    if (seen.has(coin)) return;
    seen.add(coin);
    const parts = splitCoin(coin);
    if (parts === undefined) throw new InputError(`${coin} is not a coin of ${chain}`, { field: 'coins' });
    const { tx, place } = parts;
    const waiting = wanted.get(tx) ?? [];
    if (waiting.length === 0) {
      wanted.set(tx, waiting);
      add((signal, onward) => askAbout(tx, signal, onward));
    }
    waiting.push({ coin, place, block, exists });
  }

  async function askAbout(tx: Hash, signal: AbortSignal, add: (job: Job) => void): Promise<void> {
    const coins = wanted.get(tx) ?? [];
    wanted.delete(tx);
    if (begun >= maxTransactions) return;
    const answer = await answerAbout(tx, coins, signal);
    for (const { coin, place, block, exists } of coins) {
      const about = { chain, source, coin, block, toBlock };
      if (answer === undefined) {
        coverage.push(unavailable(about, 'the source knows no such transaction'));
        continue;
      }
      const asked = { ...about, answer };
      const spend = answer.spends[place];
      if (place >= answer.spends.length) {
        const told = `the transaction has ${answer.spends.length} outputs, and not one at place ${place}`;
        if (exists) throw client.malformed(`/tx/${tx.slice(2)}/outspends`, told);
        coverage.push(unavailable(about, told));
      } else if (spend?.block === undefined) coverage.push(unspentCoverage(asked, undefined));
      else if (spend.block > toBlock) coverage.push(unspentCoverage(asked, spend.block));
      else {
        const { tx: spender, block: at, input } = spend;
        if (at < block) {
          outspends.doubt(tx);
          const words = `says that ${spender.slice(2)} in block ${at} spends a coin made in block ${block}`;
          throw client.malformed(`/tx/${tx.slice(2)}/outspends`, words);
        }
        spentBy(spender, { asked, input, block: at }, add);
      }
    }
  }

  /** undefined: there is no such transaction. */
  async function answerAbout(
    tx: Hash,
    coins: readonly WantedCoin[],
    signal: AbortSignal,
  ): Promise<OutspendsAnswer | undefined> {
    const exists = coins.some((coin) => coin.exists);
    try {
      return await outspends.of(tx, { places: coins.map(({ place }) => place), toBlock, reach, exists, signal });
    } catch (error) {
      if (error instanceof SourceError && error.failure === 'refused') return undefined;
      throw error;
    }
  }

  function spentBy(spender: Hash, coin: SpentCoin, add: (job: Job) => void): void {
    const fact = found.get(spender);
    const waiting = reading.get(spender);
    if (fact !== undefined) take(fact, [coin]);
    else if (waiting !== undefined) waiting.push(coin);
    else {
      reading.set(spender, [coin]);
      add((signal, onward) => read(spender, signal, onward));
    }
  }

  async function read(spender: Hash, signal: AbortSignal, add: (job: Job) => void): Promise<void> {
    if (begun >= maxTransactions) return;
    begun += 1;
    const coins = reading.get(spender) ?? [];
    try {
      const fact = await transactions.mined(spender, { signal, exists: true, check: (told) => check(told, coins) });
      found.set(spender, fact);
      take(fact, coins);
      for (const coin of request.onward?.(fact) ?? []) want(coin, fact.block, true, add);
    } catch (error) {
      const isContradicted = error instanceof SourceError && CONTRADICTED.has(error.failure);
      // Which of the two answers is wrong is not known.
      if (isContradicted) for (const { asked } of coins) outspends.doubt(splitCoin(asked.coin)?.tx ?? '');
      throw error;
    }
  }

  function take(fact: TransactionFact, coins: readonly SpentCoin[]): void {
    check(fact, coins);
    for (const { asked } of coins) coverage.push(spentCoverage(asked, fact.block));
  }

  function check(fact: TransactionFact, coins: readonly SpentCoin[]): void {
    for (const { asked, input, block } of coins) {
      const maker = found.get(splitCoin(asked.coin)?.tx ?? '');
      checkSpend(client, { spender: fact, coin: asked.coin, input, block, maker });
    }
  }

  const jobs: Job[] = [];
  for (const { coin, block } of request.coins) want(coin, block, false, (job) => void jobs.push(job));
  await runInLanes(LANES, jobs, request.signal);
  return { transactions: [...found.values()].sort(inOrder), coverage };
}

function inOrder(one: TransactionFact, other: TransactionFact): number {
  return one.block - other.block || (one.hash < other.hash ? -1 : 1);
}
