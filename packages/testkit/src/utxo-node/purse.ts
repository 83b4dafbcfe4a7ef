import { type Address, InputError, parseAddress } from '@fundtrail/core';
import { Transaction } from 'bitcoinjs-lib';
import { type BuiltTransaction, buildTransaction, type Output, type OwnedCoin, sum } from './build-transaction.ts';
import { createLock, type Lock, type ScriptForm } from './lock.ts';
import type { UtxoNode } from './start-utxo-node.ts';

/** Mined coins can be spent after so many blocks. */
const MATURITY = 100;
const DEFAULT_FEE = 1_000n;
/** Of litecoind, for replacing a transaction: more than the usual 1,000 by what relaying it again costs. */
export const REPLACING_FEE = 20_000n;

/** Whom a payment is for: a script in stored form, or an address as it is written on the chain. Amounts are base units. */
export type Payment = { readonly amount: bigint } & ({ readonly script: Address } | { readonly address: string });

export type PayOptions = {
  /** Base units, 1,000 when left out. */
  readonly fee?: bigint;
  /** Where what is left goes; a fresh lock of this purse when left out. Nothing is left where the amounts match exactly. */
  readonly change?: Lock;
  /** Which coins are spent, all of them; the oldest that suffice when left out. */
  readonly inputs?: readonly OwnedCoin[];
  /** Whether it may be replaced while it waits. */
  readonly rbf?: boolean;
  /** False only builds it: it is in no mempool, e.g. for a block of its own. */
  readonly send?: boolean;
};

/** Coins on a node and the keys to them, all made from a seed. It knows of the coins that it was paid by itself or by `take`. */
export type Purse = {
  /** Unspent, the oldest first. */
  readonly coins: readonly OwnedCoin[];
  /** A new key's lock; P2WPKH when no form is named. */
  lock(form?: ScriptForm): Lock;
  /** Mines so many blocks to this purse, and 100 more, after which their coins can be spent. */
  mineCoins(blocks: number): Promise<void>;
  /** Pays, and sends it unless told otherwise. Change is the last output. @throws InputError when coins do not suffice; NodeRefusal */
  pay(payments: readonly Payment[], options?: PayOptions): Promise<BuiltTransaction>;
  /** Takes what a transaction pays to locks of this purse. */
  take(transaction: BuiltTransaction): readonly OwnedCoin[];
};

export function createPurse(node: UtxoNode, seed: string): Purse {
  const locks = new Map<Address, Lock>();
  let coins: readonly OwnedCoin[] = [];

  const lock: Purse['lock'] = (form = 'p2wpkh') => {
    const made = createLock(form, `${seed}/${locks.size}`);
    locks.set(made.script, made);
    return made;
  };

  const take: Purse['take'] = ({ hash, outputs }) => {
    const taken = outputs.flatMap(({ script, amount }, place): OwnedCoin[] => {
      const own = locks.get(script);
      return own === undefined ? [] : [{ tx: hash, place, amount, lock: own }];
    });
    coins = [...coins, ...taken];
    return taken;
  };

  const choose = (wanted: bigint): readonly OwnedCoin[] => {
    let total = 0n;
    const end = coins.findIndex((coin) => {
      total += coin.amount;
      return total >= wanted;
    });
    if (end < 0) throw new InputError(`the purse holds ${sum(coins)}, not ${wanted}`, { field: 'amount' });
    return coins.slice(0, end + 1);
  };

  return {
    get coins() {
      return coins;
    },
    lock,
    take,
    async mineCoins(blocks) {
      const to = lock();
      const hashes = await node.mine(blocks, to.script);
      await node.mine(MATURITY);
      for (const hash of hashes) {
        const block = (await node.ask('getblock', [hash.slice(2), 2])) as { readonly tx: readonly { hex: string }[] };
        const coinbase = Transaction.fromHex(block.tx[0]?.hex ?? '');
        const amount = coinbase.outs[0]?.value ?? 0n;
        coins = [...coins, { tx: `0x${coinbase.getId()}`, place: 0, amount, lock: to }];
      }
    },
    async pay(payments, options = {}) {
      const outputs: Output[] = payments.map((payment) => ({
        script: 'script' in payment ? payment.script : parseAddress(payment.address, node.chain),
        amount: payment.amount,
      }));
      const wanted = sum(outputs) + (options.fee ?? DEFAULT_FEE);
      const inputs = options.inputs ?? choose(wanted);
      const left = sum(inputs) - wanted;
      if (left < 0n) throw new InputError(`the coins hold ${sum(inputs)}, not ${wanted}`, { field: 'inputs' });
      if (left > 0n) outputs.push({ script: (options.change ?? lock()).script, amount: left });
      const made = buildTransaction(inputs, outputs, options);
      if (options.send !== false) await node.send(made.hex);
      coins = coins.filter((coin) => !inputs.includes(coin));
      take(made);
      return made;
    },
  };
}
