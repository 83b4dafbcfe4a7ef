import type { Address } from '@fundtrail/core';
import {
  createUtxoBook,
  type EsploraServer,
  type MadeInput,
  type MadeTransaction,
  makeTransaction,
  startEsplora,
} from '@fundtrail/testkit';

export const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
/** The exchange's labelled address, whose script is `wallet(900)`. */
export const EXCHANGE = 900;
export const PEELS = 20;
export const PEEL_SATS = 100_000_000n;

const STOLEN_SATS = 50_000_000_000n;
const MIXERS = 12;
const MIX_SATS = 10_000_000n;

/** What a made theft of 500 BTC becomes, behind an Esplora. */
export type CoinStory = {
  readonly server: EsploraServer;
  readonly theft: MadeTransaction;
  /** Each pays 1 BTC, output 0, every second one to the exchange; output 1 is the change. */
  readonly peels: readonly MadeTransaction[];
  /** The last change: 0.2 BTC to be mixed, 200 BTC to be sold, the rest is kept. */
  readonly split: MadeTransaction;
  /** A Wasabi CoinJoin that takes the first. */
  readonly mix: MadeTransaction;
  /** Sells the second together with a coin of another address. */
  readonly sale: MadeTransaction;
};

export async function startCoinStory(): Promise<CoinStory> {
  const book = createUtxoBook({ tip: 200 });
  const server = await startEsplora({ backend: book });
  const mined = (transaction: MadeTransaction): MadeTransaction => {
    book.mine([transaction]);
    return transaction;
  };
  const theft = mined(makeTransaction([foreign(1, STOLEN_SATS)], [to(2, STOLEN_SATS - 1_357n)]));
  const peels: MadeTransaction[] = [];
  for (let hop = 0; hop < PEELS; hop += 1) {
    const from = spend(peels.at(-1) ?? theft, hop === 0 ? 0 : 1);
    const receiver = hop % 2 === 0 ? 2_000 + hop : EXCHANGE;
    const paid = [to(receiver, PEEL_SATS), to(1_000 + hop, amountOf(from) - PEEL_SATS - 501n)];
    peels.push(mined(makeTransaction([from], paid)));
  }
  const left = spend(peels.at(-1) ?? theft, 1);
  const kept = amountOf(left) - 20_000_000_000n - 2n * MIX_SATS - 701n;
  const split = mined(makeTransaction([left], [to(500, 2n * MIX_SATS), to(501, 20_000_000_000n), to(502, kept)]));
  const others = Array.from({ length: MIXERS - 1 }, (_, n) => foreign(600 + n, 2n * MIX_SATS + BigInt(n) * 1_000n));
  const takers = [spend(split, 0), ...others];
  const mixed = takers.map((_, n) => to(700 + n, MIX_SATS));
  const changes = takers.map((taken, n) => to(800 + n, amountOf(taken) - MIX_SATS - 31_337n - BigInt(n)));
  const mix = mined(makeTransaction(takers, [...mixed, ...changes]));
  const sale = mined(makeTransaction([spend(split, 1), foreign(503, 5_000_000_000n)], [to(EXCHANGE, 24_999_990_000n)]));
  book.mineEmpty(10);
  return { server, theft, peels, split, mix, sale };
}

/** The script of a made wallet. */
export function wallet(owner: number): Address {
  return `0x0014${owner.toString(16).padStart(40, '0')}`;
}

function to(owner: number, amount: bigint): { readonly script: Address; readonly amount: bigint } {
  return { script: wallet(owner), amount };
}

function spend({ hash, vout }: MadeTransaction, place: number): MadeInput {
  const { scriptpubkey = '', value = 0 } = vout[place] ?? {};
  return { tx: hash, place, spent: { script: `0x${scriptpubkey}`, amount: BigInt(value) } };
}

/** A coin from before the story. */
function foreign(owner: number, amount: bigint): MadeInput {
  return { tx: `0x${owner.toString(16).padStart(64, 'f')}`, place: 0, spent: to(owner, amount) };
}

function amountOf({ spent }: MadeInput): bigint {
  return BigInt(spent?.amount ?? 0);
}
