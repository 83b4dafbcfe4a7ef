import { type Coin, type Leg, splitCoin, type TransactionFact } from '@fundtrail/core';
import type { EsploraClient } from './client.ts';

/** A transaction and the coin that it is said to spend. */
export type SaidSpend = {
  readonly spender: TransactionFact;
  readonly coin: Coin;
  /** Place of the input. */
  readonly input: number;
  /** The block that it is said to be in. */
  readonly block: number;
  /** The transaction that made the coin, where it is known. */
  readonly maker: TransactionFact | undefined;
};

/** Holds a spender against what was told of it. @throws SourceError `malformed` */
export function checkSpend(client: EsploraClient, { spender, coin, input, block, maker }: SaidSpend): void {
  const fail = (words: string) => client.malformed(`/tx/${spender.hash.slice(2)}`, words);
  const spending = spender.legs[input];
  if (spending?.kind !== 'input' || spending.from !== coin) {
    throw fail(`does not spend ${nameOf(coin)} by its input ${input}, as /outspends says`);
  }
  if (spender.block !== block) throw fail(`is in block ${spender.block}, and in ${block} as /outspends says`);
  const made = maker === undefined ? undefined : madeLeg(maker, coin);
  if (made !== undefined && (made.amount !== spending.amount || made.owner !== spending.owner)) {
    throw fail(`tells another amount or owner of ${nameOf(coin)} than the transaction that made it`);
  }
}

/** Outputs are the last legs. */
function madeLeg({ legs }: TransactionFact, coin: Coin): Leg | undefined {
  const parts = splitCoin(coin);
  const last = splitCoin(legs.at(-1)?.to ?? '');
  return parts === undefined || last === undefined ? undefined : legs.at(parts.place - last.place - 1);
}

function nameOf(coin: Coin): string {
  const parts = splitCoin(coin);
  return parts === undefined ? coin : `${parts.tx.slice(2)}:${parts.place}`;
}
