/** Tokens of one name have 6, 8 or 18 decimals on different chains; others differ from those by these powers of ten, too. */
const DECIMAL_SHIFTS = [0, 2, 6, 9, 10, 12] as const;
const PARTS = 1_000_000n;

/**
 * How much less arrived than was sent, as a share of what was sent; negative where more arrived. Base units are compared as they are and
 * with every usual difference in decimals, since what is joined by no key names no common unit; the closest counts. Undefined where
 * nothing was sent or nothing arrived.
 */
export function lossOf(sent: bigint, arrived: bigint): number | undefined {
  if (sent <= 0n || arrived <= 0n) return undefined;
  let best: number | undefined;
  for (const shift of DECIMAL_SHIFTS) {
    const scale = 10n ** BigInt(shift);
    for (const [from, to] of [
      [sent, arrived * scale],
      [sent * scale, arrived],
    ] as const) {
      const loss = Number(((from - to) * PARTS) / from) / Number(PARTS);
      if (best === undefined || Math.abs(loss) < Math.abs(best)) best = loss;
    }
  }
  return best;
}
