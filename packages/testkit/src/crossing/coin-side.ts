import { type ChainId, FundtrailError, formatAddress, type Hash } from '@fundtrail/core';
import {
  type BuiltTransaction,
  buildTransaction,
  type Output,
  type OwnedCoin,
} from '../utxo-node/build-transaction.ts';
import { createLock, type Lock } from '../utxo-node/lock.ts';
import { createPurse, type Purse } from '../utxo-node/purse.ts';
import type { UtxoNode } from '../utxo-node/start-utxo-node.ts';
import { litecoinOf } from './as-litecoin.ts';
import { LITECOIN } from './places.ts';
import type { StoryClock } from './story-clock.ts';

export type CoinPlace = { readonly block: number; readonly blockHash: Hash; readonly time: number };

/** The UTXO chain of the story. A transaction has a block of its own. */
export type CoinSide = {
  readonly id: ChainId;
  readonly node: UtxoNode;
  /** Clean coins. */
  readonly bank: Purse;
  /** The same lock for the same seed and name. */
  lock(name: string): Lock;
  /** Its address as Litecoin's mainnet writes it. */
  addressOf(lock: Lock): string;
  /** The coins that a transaction makes for this lock. */
  coinsOf(transaction: BuiltTransaction, lock: Lock): readonly OwnedCoin[];
  /** Signs and mines. */
  spend(inputs: readonly OwnedCoin[], outputs: readonly Output[]): Promise<BuiltTransaction>;
  /** Mines a block of just these, in this order, at the story's time unless told otherwise. */
  mine(transactions: readonly string[], at?: { readonly miner?: string; readonly time?: number }): Promise<CoinPlace>;
  placeOf(hash: Hash): Promise<CoinPlace>;
};

export async function openCoinSide(regtest: UtxoNode, clock: StoryClock, seed: number): Promise<CoinSide> {
  const node = litecoinOf(regtest);
  const lock = (name: string): Lock => createLock('p2wpkh', `fundtrail crossing ${seed}: ${name}`);
  const timeOf = async (blockHash: Hash): Promise<number> => {
    const header = (await node.ask('getblockheader', [blockHash.slice(2)])) as { readonly time: number };
    return header.time;
  };
  const mine: CoinSide['mine'] = async (transactions, { miner = 'miner', time: wanted } = {}) => {
    await node.ask('setmocktime', [wanted ?? clock.next()]);
    const to = `raw(${lock(miner).script.slice(2)})`;
    const made = (await node.ask('generateblock', [to, transactions])) as { readonly hash: string };
    const blockHash: Hash = `0x${made.hash}`;
    const time = await timeOf(blockHash);
    clock.saw(time);
    return { block: await node.height(), blockHash, time };
  };
  clock.saw(await timeOf(await regtest.hashAt(await regtest.height())));
  return {
    id: LITECOIN,
    node,
    bank: createPurse(regtest, `fundtrail crossing ${seed}: bank`),
    lock,
    addressOf: ({ script }) => formatAddress(script, LITECOIN),
    coinsOf: ({ hash, outputs }, owner) =>
      outputs.flatMap(({ script, amount }, place) =>
        script === owner.script ? [{ tx: hash, place, amount, lock: owner }] : [],
      ),
    spend: async (inputs, outputs) => {
      const built = buildTransaction(inputs, outputs);
      if (built.fee <= 0n) throw new FundtrailError('no_fee', `transaction ${built.hash} pays no fee`);
      await mine([built.hex]);
      return built;
    },
    mine,
    placeOf: async (hash) => {
      const told = (await node.ask('getrawtransaction', [hash.slice(2), true])) as { readonly blockhash: string };
      const header = (await node.ask('getblockheader', [told.blockhash])) as { height: number; time: number };
      return { block: header.height, blockHash: `0x${told.blockhash}`, time: header.time };
    },
  };
}
