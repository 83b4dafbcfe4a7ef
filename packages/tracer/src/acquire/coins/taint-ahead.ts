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

export type TaintAheadOptions = {
  /** What of known coins is stolen, in base units. */
  readonly tainted: ReadonlyMap<Coin, bigint>;
  /** Base units from which on a coin is followed; undefined: it is not known, and nothing is looked for ahead. */
  readonly floor: bigint | undefined;
  /** Whether a trail ends with an owner. */
  isStop(owner: Address): boolean;
  /** Whether a trail ends in a transaction. */
  isMix(transaction: TransactionFact): boolean;
};

export function createTaintAhead({ tainted, floor, isStop, isMix }: TaintAheadOptions): TaintAhead {
  const shares = new Map(tainted);
  return {
    onward: (transaction) => {
      if (floor === undefined || !isUtxo(transaction.chain) || isMix(transaction)) return [];
      let stolen = 0n;
      let spent = 0n;
      for (const leg of transaction.legs) {
        if (leg.kind !== 'input') continue;
        stolen += shares.get(leg.from) ?? 0n;
        spent += leg.amount;
      }
      if (stolen === 0n || spent === 0n) return [];
      const coins: Coin[] = [];
      for (const leg of transaction.legs) {
        if (leg.kind !== 'output') continue;
        const share = (leg.amount * stolen) / spent;
        if (share === 0n || share < floor || (leg.owner !== undefined && isStop(leg.owner))) continue;
        shares.set(leg.to, (shares.get(leg.to) ?? 0n) + share);
        coins.push(leg.to);
      }
      return coins;
    },
  };
}
