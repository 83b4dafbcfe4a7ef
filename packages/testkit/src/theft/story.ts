import type { Address, AssetRef, ChainId, Hash, Label } from '@fundtrail/core';
import type { Holding } from './book.ts';
import type { Cast } from './cast.ts';

/** The contracts that the story created. */
export type StoryContracts = {
  readonly weth: Address;
  readonly factory: Address;
  readonly router: Address;
  readonly pool: Address;
  readonly token: Address;
  /** The bridge's vault, which is robbed. */
  readonly vault: Address;
  readonly mixer: Address;
  readonly lender: Address;
};

/** What one deposit address received from outside the exchange, before anything was swept. */
export type StoryDeposit = { readonly address: Address; readonly asset: AssetRef; readonly amount: bigint };

/** A theft that was played on a chain, and what is to be found there. Every amount follows from what was done, not from the chain. */
export type Story = {
  readonly chain: ChainId;
  readonly theft: { readonly hash: Hash; readonly block: number };
  readonly cast: Cast;
  readonly contracts: StoryContracts;
  /** For a source's `wrapped`: the chain is in no table. */
  readonly wrapped: readonly Address[];
  readonly labels: readonly Label[];
  readonly expected: {
    /** Wei that the theft transaction paid the thief. */
    readonly stolen: bigint;
    /** One entry per deposit address and asset; what the exchange itself paid them for gas is not in it. */
    readonly deposits: readonly StoryDeposit[];
    /** Wei in the mixer. */
    readonly mixer: bigint;
    /** What everybody holds in the end, contracts included; anvil's own accounts with what they had before. */
    readonly holdings: readonly Holding[];
  };
};

/** One entry per deposit address and asset, in the order of their first deposit. */
export function sumUp(deposits: readonly StoryDeposit[]): StoryDeposit[] {
  const sums = new Map<string, { address: Address; asset: AssetRef; amount: bigint }>();
  for (const { address, asset, amount } of deposits) {
    const sum = sums.get(`${address} ${asset}`);
    if (sum === undefined) sums.set(`${address} ${asset}`, { address, asset, amount });
    else sum.amount += amount;
  }
  return [...sums.values()];
}
