import type { Address } from './address.ts';
import type { Hash } from './hash.ts';

/**
 * A coin: one output of a transaction on a UTXO chain, in stored form: `0xff`, the 64 digits of its transaction's id as it is
 * shown, and 8 digits of its place. It stands where account chains have an address: a coin holds taint, is opened, covered
 * and watched. No script that is an address begins with 0xff, so a coin is never taken for one.
 */
export type Coin = Address;

const COIN = '0xff';
const COIN_CHARACTERS = 76;
/** What a transaction holds that swallows coins (a CoinJoin): `0xfe` and its id. */
const POT = '0xfe';
const POT_CHARACTERS = 68;
const HASH_DIGITS = 64;

/** The coin that a transaction made at a place among its outputs. */
export function coinOf(tx: Hash, place: number): Coin {
  return `${COIN}${tx.slice(2)}${place.toString(16).padStart(8, '0')}`;
}

export function isCoin(address: Address): boolean {
  return address.length === COIN_CHARACTERS && address.startsWith(COIN);
}

/** The inverse of `coinOf`; undefined for what is no coin. */
export function splitCoin(address: Address): { readonly tx: Hash; readonly place: number } | undefined {
  if (!isCoin(address)) return undefined;
  const end = COIN.length + HASH_DIGITS;
  return { tx: `0x${address.slice(COIN.length, end)}`, place: Number.parseInt(address.slice(end), 16) };
}

/** Stands for all coins that a transaction made, where they cannot be told apart: the holder of what a CoinJoin swallowed. */
export function potOf(tx: Hash): Address {
  return `${POT}${tx.slice(2)}`;
}

/** The transaction of a pot; undefined for what is none. */
export function splitPot(address: Address): Hash | undefined {
  return address.length === POT_CHARACTERS && address.startsWith(POT) ? `0x${address.slice(POT.length)}` : undefined;
}
