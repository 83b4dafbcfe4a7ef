import { InputError } from '@fundtrail/core';
import { type BuiltTransaction, type Output, type OwnedCoin, sum } from '../utxo-node/build-transaction.ts';
import type { Lock } from '../utxo-node/lock.ts';
import type { CoinSide } from './coin-side.ts';

export type PocketPayment = {
  /** What is spent, all of it. */
  readonly inputs: readonly OwnedCoin[];
  /** Outputs before the change. */
  readonly outputs: readonly Output[];
  /** Outputs after it. */
  readonly after?: readonly Output[];
  readonly change: Lock;
};

/** Coins of somebody, with the keys to them. */
export type Pocket = {
  /** Unspent, the oldest first. */
  readonly coins: readonly OwnedCoin[];
  /** The lock of a name, from now on one of this pocket. */
  lock(name: string): Lock;
  take(transaction: BuiltTransaction): readonly OwnedCoin[];
  /** Coins of this lock, or the oldest of any, that are worth so much. @throws InputError where they are not */
  worth(amount: bigint, lock?: Lock): readonly OwnedCoin[];
  /** Pays and mines; the change is what is left after a fee of 5,000. */
  pay(payment: PocketPayment): Promise<BuiltTransaction>;
};

const MINING_FEE = 5_000n;

export function createPocket(side: CoinSide): Pocket {
  const locks = new Map<string, Lock>();
  let coins: readonly OwnedCoin[] = [];
  const take: Pocket['take'] = (transaction) => {
    const taken = [...locks.values()].flatMap((lock) => side.coinsOf(transaction, lock));
    coins = [...coins, ...taken];
    return taken;
  };
  return {
    get coins() {
      return coins;
    },
    lock: (name) => {
      const lock = locks.get(name) ?? side.lock(name);
      locks.set(name, lock);
      return lock;
    },
    take,
    worth: (amount, lock) => {
      const chosen: OwnedCoin[] = [];
      for (const coin of coins) {
        if (sum(chosen) >= amount + MINING_FEE) break;
        if (lock === undefined || coin.lock.script === lock.script) chosen.push(coin);
      }
      if (sum(chosen) >= amount + MINING_FEE) return chosen;
      throw new InputError(`the pocket holds ${sum(chosen)}, not ${amount}`, { field: 'amount' });
    },
    pay: async ({ inputs, outputs, after = [], change }) => {
      const left = sum(inputs) - sum(outputs) - sum(after) - MINING_FEE;
      const built = await side.spend(inputs, [...outputs, { script: change.script, amount: left }, ...after]);
      coins = coins.filter((coin) => !inputs.includes(coin));
      take(built);
      return built;
    },
  };
}
