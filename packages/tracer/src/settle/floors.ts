import { type AssetId, shareOf } from '@fundtrail/core';
import type { PolicyTotals } from '@fundtrail/ledger';
import type { PriceBook } from '../price-book.ts';
import { perBaseUnit } from '../price-book.ts';
import type { CaseLimits } from '../types.ts';

/**
 * The floor in base units of each stolen asset, once per case: the larger of the share of the theft (rounded up) and, where
 * a price is stored, the floor in US dollars at the theft's time (rounded up).
 */
export function floorsOf(
  limits: CaseLimits,
  units: readonly AssetId[],
  lead: PolicyTotals,
  prices: PriceBook,
  theftTime: number,
): ReadonlyMap<AssetId, bigint> {
  return new Map(
    units.map((unit, index) => {
      const share = shareOf(limits.floor, lead.stolen[index] ?? 0n);
      const usd = limits.floorUsd === null ? 0n : usdFloor(limits.floorUsd, unit, prices, theftTime);
      return [unit, share > usd ? share : usd];
    }),
  );
}

function usdFloor(usd: string, unit: AssetId, prices: PriceBook, time: number): bigint {
  const price = prices.priceOf(unit, time);
  if (price === undefined || price.numerator === 0n) return 0n;
  const floor = perBaseUnit(usd, 0);
  const top = floor.numerator * price.denominator;
  const bottom = floor.denominator * price.numerator;
  return (top + bottom - 1n) / bottom;
}
