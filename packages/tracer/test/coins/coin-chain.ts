import { type Address, accountId, type Coin, coinOf, type Hash, UTXO_POLICIES } from '@fundtrail/core';
import {
  createUtxoBook,
  type EsploraServer,
  type MadeOutput,
  type MadeTransaction,
  makeTransaction,
  startEsplora,
  type UtxoBook,
} from '@fundtrail/testkit';
import { type CaseSpec, DEFAULT_LIMITS, type SeedInput, type TraceResult } from '../../src/index.ts';
import { script } from './made.ts';

export const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
/** Who is robbed. */
export const VICTIM = script(1);

/** A made chain behind an Esplora, and a theft on it. */
export type CoinChain = {
  readonly book: UtxoBook;
  readonly server: EsploraServer;
  /** The victim's coin and what it became: the thief's first output. */
  readonly theft: MadeTransaction;
  close(): Promise<void>;
};

export async function startCoinChain(amount = 50_000_000_000n): Promise<CoinChain> {
  const book = createUtxoBook({ tip: 200 });
  const server = await startEsplora({ backend: book });
  const theft = pay(
    [{ coin: coinOf(`0x${'ab'.repeat(32)}`, 0), spent: { script: VICTIM, amount } }],
    [to(2, amount - 1_000n)],
  );
  book.mine([theft]);
  return { book, server, theft, close: server.close };
}

export type Spent = { readonly coin: Coin; readonly spent: MadeOutput };

export function pay(inputs: readonly Spent[], outputs: readonly MadeOutput[]): MadeTransaction {
  return makeTransaction(
    inputs.map(({ coin, spent }) => ({ tx: txOf(coin), place: Number.parseInt(coin.slice(-8), 16), spent })),
    outputs,
  );
}

export function to(owner: number, amount: bigint): MadeOutput {
  return { script: script(owner), amount };
}

/** An output of a made transaction, to be spent. */
export function output(transaction: MadeTransaction, place = 0): Spent {
  const made = transaction.vout[place];
  return {
    coin: coinOf(transaction.hash, place),
    spent: { script: `0x${made?.scriptpubkey ?? ''}` as Address, amount: BigInt(made?.value ?? 0) },
  };
}

function txOf(coin: Coin): Hash {
  return `0x${coin.slice(4, 68)}`;
}

export function coinCase(url: string, seed: SeedInput, more: Partial<CaseSpec> = {}): CaseSpec {
  return {
    name: 'made theft of coins',
    seeds: [seed],
    policies: UTXO_POLICIES,
    limits: { ...DEFAULT_LIMITS, maxHops: 100_000 },
    source: { kind: 'esplora', chain: BITCOIN, url },
    labelSets: [],
    follow: false,
    ...more,
  };
}

export function theftSeed({ theft }: Pick<CoinChain, 'theft'>): SeedInput {
  return { kind: 'transaction', chain: BITCOIN, hash: theft.hash };
}

/** For every conserving policy, what is stolen less all places where it is: zeros. */
export function unaccountedCoins({ totals }: TraceResult): Record<string, bigint> {
  const sum = (amounts: Readonly<Record<string, string>>): bigint =>
    Object.values(amounts).reduce((total, amount) => total + BigInt(amount), 0n);
  return Object.fromEntries(
    UTXO_POLICIES.filter((policy) => policy !== 'poison').map((policy) => {
      const own = totals[policy];
      const placed = Object.values(own?.origin ?? {}).reduce((total, amounts) => total + sum(amounts), 0n);
      return [policy, sum(own?.stolen ?? {}) - placed];
    }),
  );
}

export const NOTHING_MISSING = { haircut: 0n, fifo: 0n, lifo: 0n, tiho: 0n };

export function ownerAccount(owner: number): string {
  return accountId(BITCOIN, script(owner));
}
