import { utxoFact } from '@fundtrail/chains';
import { type Address, type Coin, splitCoin, type TransactionFact } from '@fundtrail/core';

/** A made owner of a kind of wallet; the number tells owners apart. */
export const wpkh = (number: number): Address => `0x0014${digits(number, 40)}`;
export const pkh = (number: number): Address => `0x76a914${digits(number, 40)}88ac`;
export const sh = (number: number): Address => `0xa914${digits(number, 40)}87`;
export const tr = (number: number): Address => `0x5120${digits(number, 64)}`;
/** A data output of as many bytes, up to 75 pushed plainly. */
export const data = (bytes: number): Address =>
  `0x6a${bytes > 75 ? '4c' : ''}${bytes.toString(16)}${'ab'.repeat(bytes)}`;

/** Owner, amount in sat and, of inputs, the coin that is spent. */
export type MadeSide = readonly [owner: Address, sats: number, coin?: Coin];

export type MadeTransaction = {
  /** Tells transactions apart. */
  readonly number?: number;
  readonly inputs: readonly MadeSide[];
  readonly outputs: readonly MadeSide[];
  /** Inputs as a raw block shows them: amounts and owners are not known. */
  readonly blind?: boolean;
};

/** A transaction of Bitcoin that a test makes up. */
export function made({ number = 1, inputs, outputs, blind = false }: MadeTransaction): TransactionFact {
  return utxoFact({
    chain: 'bip122:000000000019d6689c085ae165831e93',
    hash: `0x${digits(number, 64)}`,
    block: 800_000,
    index: number,
    time: 1_700_000_000,
    inputs: inputs.map(([script, sats, coin], at) => {
      const { tx, place } = (coin === undefined ? undefined : splitCoin(coin)) ?? {
        tx: `0x${digits(number * 1_000 + at, 64)}`,
        place: 0,
      };
      return { tx, place, spent: blind ? undefined : { script, amount: BigInt(sats) } };
    }),
    outputs: outputs.map(([script, sats]) => ({ script, amount: BigInt(sats) })),
  });
}

/** As many sides of owners of their own, from a number on. */
export function sides(count: number, sats: number, from: number, owner = wpkh): readonly MadeSide[] {
  return Array.from({ length: count }, (_, at) => [owner(from + at), sats]);
}

function digits(number: number, length: number): string {
  return number.toString(16).padStart(length, '0');
}
