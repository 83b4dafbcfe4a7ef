const Q96 = 2n ** 96n;
const FEE_UNIT = 1_000_000n;
/** Square root prices, times 2^96, at the ticks ±887220: the whole range of a pool with a fee of 0.3 %. */
const LOWEST = 4306310044n;
const HIGHEST = 1457652066949847389969617340386294118487833376468n;

/** A pool with one position over its whole range: then liquidity never changes and the price tells all. */
export type PoolState = { readonly sqrtPrice: bigint; readonly liquidity: bigint };

/** Square root price, times 2^96, at which so much of one asset is worth so much of the other. */
export function sqrtPriceOf(amount0: bigint, amount1: bigint): bigint {
  return squareRoot((amount1 * Q96 * Q96) / amount0);
}

/** Opens a pool with at most these amounts; what the pool takes of them is rounded up, as Uniswap does. */
export function openPool(
  amount0: bigint,
  amount1: bigint,
): PoolState & { readonly taken0: bigint; readonly taken1: bigint } {
  const sqrtPrice = sqrtPriceOf(amount0, amount1);
  const by0 = (amount0 * ((sqrtPrice * HIGHEST) / Q96)) / (HIGHEST - sqrtPrice);
  const by1 = (amount1 * Q96) / (sqrtPrice - LOWEST);
  const liquidity = by0 < by1 ? by0 : by1;
  const taken0 = up(up(liquidity * Q96 * (HIGHEST - sqrtPrice), HIGHEST), sqrtPrice);
  const taken1 = up(liquidity * (sqrtPrice - LOWEST), Q96);
  return { sqrtPrice, liquidity, taken0, taken1 };
}

/** What a swap of exactly this pays out, and the pool after it; `fee` in millionths. */
export function swapExact(
  pool: PoolState,
  zeroForOne: boolean,
  amountIn: bigint,
  fee: bigint,
): { readonly out: bigint; readonly after: PoolState } {
  const { sqrtPrice, liquidity } = pool;
  const paid = (amountIn * (FEE_UNIT - fee)) / FEE_UNIT;
  if (zeroForOne) {
    const scaled = liquidity * Q96;
    const next = up(scaled * sqrtPrice, scaled + paid * sqrtPrice);
    return { out: (liquidity * (sqrtPrice - next)) / Q96, after: { liquidity, sqrtPrice: next } };
  }
  const next = sqrtPrice + (paid * Q96) / liquidity;
  return { out: (liquidity * Q96 * (next - sqrtPrice)) / next / sqrtPrice, after: { liquidity, sqrtPrice: next } };
}

function up(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}

function squareRoot(of: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(of.toString(2).length / 2));
  for (;;) {
    const next = (root + of / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}
