import { type AssetId, chainInfo, type PriceFact, splitAssetId } from '@fundtrail/core';
import type { UnitPrice } from '@fundtrail/ledger';

/** Prices by asset and time, per base unit. */
export type PriceBook = { priceOf(asset: AssetId, time: number): UnitPrice | undefined };

/** Of tokens whose decimals nobody told. */
const USUAL_DECIMALS = 18;

/**
 * A book of stored price facts. The price nearest in time counts, the earlier of two equally near ones: every figure made
 * from it carries that price's time. `decimalsOf` tells a token's decimals where a source told them; 18 otherwise, which
 * leaves the ratio of two prices as the table gives it.
 */
export function createPriceBook(
  facts: readonly PriceFact[],
  decimalsOf: (asset: AssetId) => number | undefined,
): PriceBook {
  const byAsset = new Map<AssetId, { time: number; price: UnitPrice }[]>();
  for (const fact of facts) {
    const { chain, ref } = splitAssetId(fact.asset);
    const decimals = ref === 'native' ? chainInfo(chain).decimals : (decimalsOf(fact.asset) ?? USUAL_DECIMALS);
    const list = byAsset.get(fact.asset) ?? [];
    list.push({ time: fact.time, price: perBaseUnit(fact.usd, decimals) });
    byAsset.set(fact.asset, list);
  }
  for (const list of byAsset.values()) list.sort((a, b) => a.time - b.time);
  return {
    priceOf: (asset, time) => {
      const list = byAsset.get(asset);
      if (list === undefined) return undefined;
      let best = list[0];
      for (const entry of list) {
        if (best === undefined || Math.abs(entry.time - time) < Math.abs(best.time - time)) best = entry;
      }
      return best?.price;
    },
  };
}

/** A decimal string as an exact fraction per base unit. */
export function perBaseUnit(usd: string, decimals: number): UnitPrice {
  const [whole = '0', fraction = ''] = usd.split('.');
  return { numerator: BigInt(`${whole}${fraction}`), denominator: 10n ** BigInt(fraction.length + decimals) };
}
