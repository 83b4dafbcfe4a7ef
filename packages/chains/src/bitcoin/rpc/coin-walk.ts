import {
  type ChainId,
  type Coin,
  type Coverage,
  type Hash,
  type SpendsRequest,
  splitCoin,
  type TransactionFact,
} from '@fundtrail/core';
import type { BlockIndex } from './block-memory.ts';
import { lookedFor, unknownCoin } from './coin-coverage.ts';
import type { CoreBlock } from './core-block.ts';
import type { CoreClient } from './core-client.ts';
import { factOf } from './fact-of.ts';
import type { KnownTransactions } from './known-transactions.ts';
import { createPreviousOutputs } from './previous-outputs.ts';
import type { Transactions } from './transactions.ts';

/** A block as far as it was read: all of it, or what it spends where that was remembered. */
export type LookedAt = { readonly index: BlockIndex; readonly block?: CoreBlock };

/** The walk from coins to what spends them and on, block by block in the chain's order. */
export type CoinWalk = {
  /** Seeks a coin that was asked for, from this block on. */
  seek(coin: Coin, from: LookedAt): void;
  /** Finds what spends coins that are sought, and seeks those that come of it, also further on in the same block. */
  look(block: LookedAt): Promise<void>;
  /** Whether as many transactions were found as are wanted. */
  isFull(): boolean;
  /** Whether nothing is sought any more. */
  isDone(): boolean;
  found(): readonly TransactionFact[];
  /** @param final the last block that could not be taken back when the walk began @param last the last one that was to be looked at */
  coverage(final: number, last: number): Promise<readonly Coverage[]>;
};

export type CoinWalkDeps = {
  readonly node: CoreClient;
  readonly chain: ChainId;
  readonly transactions: Transactions;
  readonly known: KnownTransactions;
};

type Sought = { readonly fromBlock: number; readonly isAsked: boolean };

export function createCoinWalk(
  { node, chain, transactions, known }: CoinWalkDeps,
  request: Pick<SpendsRequest, 'toBlock' | 'maxTransactions' | 'signal'>,
  onward: (fact: TransactionFact) => readonly Coin[],
): CoinWalk {
  const { toBlock, maxTransactions, signal } = request;
  const sought = new Map<Coin, Sought>();
  const spent = new Map<Coin, { readonly fromBlock: number; readonly spender: number }>();
  const found = new Map<Hash, TransactionFact>();
  const previous = createPreviousOutputs({ node, transactions, known });
  /** The last block of which everything was looked at. */
  let whole = -1;

  const isFull = (): boolean => found.size >= maxTransactions;

  function add(coin: Coin, from: Sought): boolean {
    if (spent.has(coin) || sought.has(coin)) return false;
    sought.set(coin, from);
    return true;
  }

  /** Places of the transactions that spend what is sought, in order. */
  function placesIn({ spenders }: BlockIndex): number[] {
    const places = new Set<number>();
    if (sought.size < spenders.size) {
      for (const coin of sought.keys()) {
        const place = spenders.get(coin);
        if (place !== undefined) places.add(place);
      }
    } else {
      for (const [coin, place] of spenders) if (sought.has(coin)) places.add(place);
    }
    return [...places].sort((one, other) => one - other);
  }

  async function read({ index, block }: LookedAt, place: number): Promise<TransactionFact> {
    const { header, ids } = index;
    const hash = ids[place] ?? '';
    const noted = block?.transactions[place] ?? known.get(hash);
    const told = noted ?? (await transactions.ask(hash, { block: header.hash, signal }));
    const fact = factOf(node.id, await previous.whole(told, signal), header, place);
    known.note(hash, told);
    return fact;
  }

  /** What comes of a transaction in its own block is looked for at once. */
  function goOn(fact: TransactionFact, { spenders }: BlockIndex, places: number[]): void {
    for (const { from } of fact.legs) {
      const own = sought.get(from);
      if (own === undefined) continue;
      sought.delete(from);
      spent.set(from, { fromBlock: own.fromBlock, spender: fact.block });
    }
    for (const coin of onward(fact)) {
      if (!add(coin, { fromBlock: fact.block, isAsked: false })) continue;
      const place = spenders.get(coin);
      if (place !== undefined && !places.includes(place)) insert(places, place);
    }
  }

  return {
    isFull,
    isDone: () => sought.size === 0,
    found: () => [...found.values()],
    seek(coin, { index: { header, places }, block }) {
      if (!add(coin, { fromBlock: header.number, isAsked: true })) return;
      const { tx = '' } = splitCoin(coin) ?? {};
      const place = places.get(tx);
      if (place === undefined) return;
      previous.hint(tx, header.hash);
      known.note(tx, block?.transactions[place]);
    },
    async look(looked) {
      const places = placesIn(looked.index);
      for (let place = places.shift(); place !== undefined; place = places.shift()) {
        if (isFull()) return;
        const fact = await read(looked, place);
        found.set(fact.hash, fact);
        goOn(fact, looked.index, places);
      }
      whole = looked.index.header.number;
    },
    async coverage(final, last) {
      const about = (coin: Coin, fromBlock: number) => ({ chain, source: node.id, coin, fromBlock });
      const unspent = [...sought].filter(([, { fromBlock }]) => fromBlock <= whole);
      const asked = unspent.filter(([, { isAsked }]) => isAsked).map(([coin]) => coin);
      const strange = await known.strange(asked, signal);
      return [
        ...[...spent].map(([coin, { fromBlock, spender }]) =>
          // On the same chain nothing else can spend it, in blocks that were not looked at either.
          lookedFor(about(coin, fromBlock), Math.max(spender, last), final, spender),
        ),
        ...unspent.map(([coin, { fromBlock }]) => {
          const reason = strange.get(coin);
          const sought = about(coin, fromBlock);
          return reason === undefined ? lookedFor(sought, whole, final) : unknownCoin(sought, toBlock, reason);
        }),
      ];
    },
  };
}

function insert(places: number[], place: number): void {
  const at = places.findIndex((other) => other > place);
  places.splice(at < 0 ? places.length : at, 0, place);
}
