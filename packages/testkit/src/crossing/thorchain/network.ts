import { type Address, type Hash, InputError } from '@fundtrail/core';

/** How THORChain calls the chains of the story. */
export type ThorName = 'ETH' | 'LTC' | 'AVAX';

/** An amount of THORChain's: always 1e8 of a whole unit, whatever the asset's own decimals. */
export type ThorCoin = { readonly asset: string; readonly amount: bigint };

/** Where one chain's money is kept. */
export type ThorVault = {
  readonly chain: ThorName;
  /** As the chain writes it. */
  readonly address: string;
  /** In stored form: an account, or a script. */
  readonly stored: Address;
  readonly router?: Address;
};

/** A transaction that pays a vault, as the network saw it. */
export type ThorInbound = {
  readonly hash: Hash;
  readonly chain: ThorName;
  readonly from: string;
  readonly to: string;
  readonly coin: ThorCoin;
  readonly gas: ThorCoin;
  readonly memo: string;
  /** Unix seconds. */
  readonly time: number;
};

/** What the network owes for an inbound; `hash` and `time` once it is paid. */
export type ThorOutbound = {
  readonly refund: boolean;
  readonly chain: ThorName;
  readonly to: string;
  readonly coin: ThorCoin;
  /** Kept for the payment, in the asset that is paid. */
  readonly networkFee: ThorCoin;
  readonly paid?: { readonly hash: Hash; readonly from: string; readonly gas: ThorCoin; readonly time: number };
};

/** An inbound with all that came of it. Without outbounds it waits. */
export type ThorSwap = {
  readonly inbound: ThorInbound;
  readonly outbounds: readonly ThorOutbound[];
  /** Why it was refunded. */
  readonly reason?: string;
};

/** The state of the played network, which `serveThorchain` tells. */
export type Thorchain = {
  readonly vaults: readonly ThorVault[];
  vault(chain: ThorName): ThorVault;
  observe(inbound: ThorInbound): void;
  /** Says what is owed, before anything is paid. @throws InputError for an inbound that was not observed */
  owe(hash: Hash, outbounds: readonly ThorOutbound[], reason?: string): void;
  /** Says that what is owed at this place was paid. */
  pay(hash: Hash, place: number, paid: NonNullable<ThorOutbound['paid']>): void;
  /** The swap that this transaction is the inbound or an outbound of; digits in any case, without `0x`. */
  find(txid: string): ThorSwap | undefined;
  /** The network's own block at this time. */
  heightAt(time: number): number;
};

const FIRST_HEIGHT = 19_900_000;
const FIRST_TIME = 1_740_000_000;
const SECONDS_PER_BLOCK = 6;

/** Upper-case digits without `0x`, as THORChain writes hashes. */
export function thorHash(hash: Hash): string {
  return hash.slice(2).toUpperCase();
}

export function createThorchain(vaults: readonly ThorVault[]): Thorchain {
  const swaps = new Map<string, ThorSwap>();
  const get = (hash: Hash): ThorSwap => {
    const swap = swaps.get(thorHash(hash));
    if (swap === undefined) throw new InputError(`the network saw no inbound ${hash}`, { field: 'hash' });
    return swap;
  };
  return {
    vaults,
    vault: (chain) => {
      const vault = vaults.find((one) => one.chain === chain);
      if (vault === undefined) throw new InputError(`there is no vault on ${chain}`, { field: 'chain' });
      return vault;
    },
    observe: (inbound) => void swaps.set(thorHash(inbound.hash), { inbound, outbounds: [] }),
    owe: (hash, outbounds, reason) =>
      void swaps.set(thorHash(hash), { ...get(hash), outbounds, ...(reason === undefined ? {} : { reason }) }),
    pay: (hash, place, paid) => {
      const swap = get(hash);
      const outbounds = swap.outbounds.map((out, at) => (at === place ? { ...out, paid } : out));
      swaps.set(thorHash(hash), { ...swap, outbounds });
    },
    find: (txid) => {
      const wanted = txid.toUpperCase();
      const isPaid = ({ paid }: ThorOutbound): boolean => paid !== undefined && thorHash(paid.hash) === wanted;
      return swaps.get(wanted) ?? [...swaps.values()].find(({ outbounds }) => outbounds.some(isPaid));
    },
    heightAt: (time) => FIRST_HEIGHT + Math.floor((time - FIRST_TIME) / SECONDS_PER_BLOCK),
  };
}
