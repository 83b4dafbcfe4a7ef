import {
  type Address,
  type Coin,
  coinOf,
  type Hash,
  NO_ADDRESS,
  PLACE_UNKNOWN,
  TRANSFER_KINDS,
  type TransactionFact,
} from '@fundtrail/core';

export const REGTEST = 'bip122:0f9188f13cb7b2c71f2a335e3a4fc328';

/** A transaction id by number. */
export function txid(n: number): Hash {
  return `0x${n.toString(16).padStart(64, '0')}`;
}

/** A script by number. */
export function script(n: number): Address {
  return `0x0014${n.toString(16).padStart(40, '0')}`;
}

export function coin(tx: number, place: number): Coin {
  return coinOf(txid(tx), place);
}

export type MadeOutput = { readonly owner: Address; readonly amount: bigint };
export type MadeInput = MadeOutput & { readonly coin: Coin };

/** A transaction of regtest as facts have it. */
export function made(
  n: number,
  block: number,
  inputs: readonly MadeInput[],
  outputs: readonly MadeOutput[],
  index = PLACE_UNKNOWN,
): TransactionFact {
  return {
    chain: REGTEST,
    hash: txid(n),
    block,
    index,
    time: 1_700_000_000 + block * 600,
    success: true,
    whole: TRANSFER_KINDS,
    legs: [
      ...inputs.map(({ coin: from, owner, amount }, at) => ({
        id: `in:${at}`,
        kind: 'input' as const,
        from,
        to: NO_ADDRESS,
        asset: 'native',
        amount,
        owner,
      })),
      ...outputs.map(({ owner, amount }, place) => ({
        id: `out:${place}`,
        kind: 'output' as const,
        from: NO_ADDRESS,
        to: coin(n, place),
        asset: 'native',
        amount,
        owner,
      })),
    ],
  };
}
