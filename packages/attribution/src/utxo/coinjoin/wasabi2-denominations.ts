/** Less is no output of a Wasabi 2 round. */
export const LEAST_DENOMINATION = 5_000n;
const MOST_DENOMINATION = 134_375_000_000n;

/** The standard amounts into which Wasabi 2 splits (WabiSabi's DenominationBuilder): powers of 2, of 3 and twice them, and 1, 2, 5 times powers of 10. */
const DENOMINATIONS: ReadonlySet<bigint> = new Set([
  ...multiples(1n, 2n),
  ...multiples(1n, 3n),
  ...multiples(2n, 3n),
  ...multiples(1n, 10n),
  ...multiples(2n, 10n),
  ...multiples(5n, 10n),
]);

export function isWasabi2Denomination(amount: bigint): boolean {
  return DENOMINATIONS.has(amount);
}

function multiples(first: bigint, base: bigint): readonly bigint[] {
  const amounts: bigint[] = [];
  for (let amount = first; amount <= MOST_DENOMINATION; amount *= base) {
    if (amount >= LEAST_DENOMINATION) amounts.push(amount);
  }
  return amounts;
}
