import type { ThorCoin, ThorName } from './thorchain/network.ts';

/** What the played network charges for an exchange, in thousandths, and for a payment, in 1e8 of what is paid. */
const LIQUIDITY_FEE_THOUSANDTHS = 3n;
const OUTBOUND_FEES: Readonly<Record<string, bigint>> = {
  'ETH.ETH': 100_000n,
  'LTC.LTC': 20_000n,
  'AVAX.AVAX': 1_000_000n,
};
const TOKEN_FEE = 100_000_000n;

/** Whole units of the second for one of the first. */
const RATES: Readonly<Record<string, bigint>> = { 'ETH LTC': 2n, 'LTC AVAX': 5n, 'LTC USDC': 100n };

/** Decimals that a payment of the asset has on its chain; the network's own amounts have eight. */
const THOR_DECIMALS = 8;

/** What is paid for a coin: `worth` before and `net` after what the network keeps, in 1e8. */
export type Quote = { readonly worth: bigint; readonly net: bigint; readonly fee: bigint };

/** @param decimals of the asset on its chain: no smaller parts are paid */
export function quoteOut(paid: ThorCoin, asset: string, decimals: number): Quote {
  const rate = RATES[`${shortName(paid.asset)} ${shortName(asset)}`] ?? 1n;
  const worth = paid.amount * rate;
  const fee = OUTBOUND_FEES[asset] ?? TOKEN_FEE;
  const isSame = paid.asset === asset;
  const kept = fee + (isSame ? 0n : (worth * LIQUIDITY_FEE_THOUSANDTHS) / 1000n);
  return { worth, net: floorTo(worth - kept, decimals), fee };
}

/** Base units of an asset with these decimals for an amount of the network's. */
export function onChain(amount: bigint, decimals: number): bigint {
  return decimals >= THOR_DECIMALS
    ? amount * 10n ** BigInt(decimals - THOR_DECIMALS)
    : amount / 10n ** BigInt(THOR_DECIMALS - decimals);
}

/** The network's amount for base units; what is smaller stays in the vault. */
export function inNetwork(amount: bigint, decimals: number): bigint {
  return decimals >= THOR_DECIMALS
    ? amount / 10n ** BigInt(decimals - THOR_DECIMALS)
    : amount * 10n ** BigInt(THOR_DECIMALS - decimals);
}

export const DECIMALS: Readonly<Record<ThorName, number>> = { ETH: 18, LTC: 8, AVAX: 18 };
export const USDC_DECIMALS = 6;

function floorTo(amount: bigint, decimals: number): bigint {
  return decimals >= THOR_DECIMALS ? amount : amount - (amount % 10n ** BigInt(THOR_DECIMALS - decimals));
}

/** `AVAX.USDC-0X…` is `USDC`. */
function shortName(asset: string): string {
  return (asset.split('.')[1] ?? asset).split('-')[0] ?? asset;
}
