import { chainInfo, formatUnits, isUtxo, parseChain, splitAssetId } from '@fundtrail/core';

const SHOWN_DECIMALS = 4;
const PERCENT_DIGITS = 2n;

/** How amounts of an asset are shown to people. Tokens' decimals are not facts we have: they are shown in base units. */
export type AssetUnit = {
  readonly symbol: string;
  readonly decimals: number;
  /** Whether every base unit is shown, as is usual for coins of UTXO chains. */
  readonly exact: boolean;
};

/** @param asset CAIP-19 */
export function unitOf(asset: string): AssetUnit {
  const { chain, ref } = splitAssetId(asset);
  const info = chainInfo(parseChain(chain));
  return ref === 'native'
    ? { symbol: info.symbol, decimals: info.decimals, exact: isUtxo(chain) }
    : { symbol: `${ref.slice(0, 6)}…${ref.slice(-4)}`, decimals: 0, exact: false };
}

/** The native asset by its symbol, a token by its contract: symbols of tokens are no identity. */
export function assetText(asset: string): string {
  return asset.includes('/erc20:') ? asset.slice(asset.indexOf('/erc20:') + '/erc20:'.length) : unitOf(asset).symbol;
}

/** An amount as people expect it of the asset. */
export function formatIn({ decimals, exact }: AssetUnit, amount: bigint): string {
  return exact ? formatCoins(amount, decimals) : formatAmount(amount, decimals);
}

/** `182,165.956`; what is not zero never looks like zero: `<0.0001`. */
export function formatAmount(amount: bigint, decimals: number): string {
  const shown = Math.min(decimals, SHOWN_DECIMALS);
  const cut = amount / 10n ** BigInt(decimals - shown);
  if (cut === 0n && amount > 0n) return `<${formatUnits(1n, shown)}`;
  const [whole = '0', fraction] = formatUnits(cut, shown).split('.');
  return fraction === undefined ? groupDigits(whole) : `${groupDigits(whole)}.${fraction}`;
}

/** Every base unit, as amounts of coins are written: `4,502.90000000`. */
export function formatCoins(amount: bigint, decimals: number): string {
  const [whole = '0', fraction = ''] = formatUnits(amount, decimals).split('.');
  return decimals === 0 ? groupDigits(whole) : `${groupDigits(whole)}.${fraction.padEnd(decimals, '0')}`;
}

export function groupDigits(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `96.12 %` of a whole, rounded down; empty when there is no whole. */
export function formatPercent(part: bigint, whole: bigint): string {
  if (whole === 0n) return '';
  const scaled = (part * 100n * 10n ** PERCENT_DIGITS) / whole;
  const digits = Number(PERCENT_DIGITS);
  return `${scaled / 10n ** PERCENT_DIGITS}.${(scaled % 10n ** PERCENT_DIGITS).toString().padStart(digits, '0')} %`;
}
