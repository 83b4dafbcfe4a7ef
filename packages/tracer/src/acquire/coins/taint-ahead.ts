import { type Address, type Coin, isUtxo, type TransactionFact } from '@fundtrail/core';

/**
 * Tells, while spenders are looked for, which of the coins that they make will be looked for next in any case: those whose share of the taint
 * under haircut already reaches the floor. More taint may come to them by other ways, never less, so nothing is asked for in vain
 * where haircut leads; another lead may follow some of them no further.
 */
export type TaintAhead = {
  /** Coins of a transaction that spends known ones, which are certain to be followed. */
  onward(transaction: TransactionFact): readonly Coin[];
};

export type KnownTaint = { readonly origin: bigint; readonly hops: number };

export type TaintAheadOptions = {
  /** What of known coins is stolen, in base units, and how far they are from the theft. */
  readonly tainted: ReadonlyMap<Coin, KnownTaint>;
  /** Base units from which on a coin is followed; undefined: it is not known, and nothing is looked for ahead. */
  readonly floor: bigint | undefined;
  /** Coins so many hops away are not followed. */
  readonly maxHops: number;
  /** Unix seconds; what comes later is of no interest. */
  readonly until: number | null;
  /** Coins that may still be followed. */
  readonly room: number;
  /** Whether a trail ends with an owner. */
  isStop(owner: Address): boolean;
  /** Whether a trail ends in a transaction. */
  isMix(transaction: TransactionFact): boolean;
};

export function createTaintAhead(options: TaintAheadOptions): TaintAhead {
  const { tainted, floor, maxHops, until, isStop, isMix } = options;
  const known = new Map(tainted);
  let { room } = options;

  /** What a transaction spends of it; undefined where nothing that it makes would be followed. */
  function spentBy(transaction: TransactionFact): { readonly taint: KnownTaint; readonly amount: bigint } | undefined {
    let origin = 0n;
    let amount = 0n;
    let hops = Number.POSITIVE_INFINITY;
    for (const leg of transaction.legs) {
      if (leg.kind !== 'input') continue;
      const taint = known.get(leg.from);
      origin += taint?.origin ?? 0n;
      hops = Math.min(hops, taint?.hops ?? hops);
      amount += leg.amount;
    }
    if (origin === 0n || amount === 0n || hops + 1 >= maxHops) return undefined;
    return { taint: { origin, hops: hops + 1 }, amount };
  }

  return {
    onward: (transaction) => {
      if (floor === undefined || !isUtxo(transaction.chain) || isMix(transaction)) return [];
      if (until !== null && transaction.time > until) return [];
      const spent = spentBy(transaction);
      if (spent === undefined) return [];
      const coins: Coin[] = [];
      for (const leg of transaction.legs) {
        if (room <= 0) break;
        if (leg.kind !== 'output' || known.has(leg.to)) continue;
        const origin = (leg.amount * spent.taint.origin) / spent.amount;
        if (origin === 0n || origin < floor || (leg.owner !== undefined && isStop(leg.owner))) continue;
        known.set(leg.to, { origin, hops: spent.taint.hops });
        coins.push(leg.to);
        room -= 1;
      }
      return coins;
    },
  };
}
