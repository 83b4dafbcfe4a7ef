import { sumOf, type TransactionShape } from '../transaction-shape.ts';

/** More inputs have too many divisions to try, and among many one fits by chance. */
export const MOST_DIVISIBLE_INPUTS = 10;
/** What a maker may earn: the five hundredth part of the amount, and a little for what is asked as a fixed fee. */
const MAKER_SHARE = 500n;
const MAKER_FEE_SATS = 2_000n;

/**
 * Whether the inputs can be divided among as many parties as there are equal outputs, so that each pays for one of these and for a change
 * of its own, or none for one party: makers get a little more than they bring, others pay at most the fee and what makers earn.
 */
export function dividesAmongParties({ inputs, outputs, common }: TransactionShape): boolean {
  if (inputs.length > MOST_DIVISIBLE_INPUTS) return false;
  const change = outputs.filter(({ amount }) => amount !== common.amount).map(({ amount }) => amount);
  const parties = common.count;
  if (change.length > parties) return false;
  const earned = common.amount / MAKER_SHARE + MAKER_FEE_SATS;
  const paid = sumOf(inputs) - sumOf(outputs) + earned * BigInt(parties - 1);
  const due = Array.from({ length: parties }, (_, at) => common.amount + (change[at] ?? 0n));
  const brought = inputs.map(({ amount }) => amount).sort((a, b) => (a < b ? 1 : -1));
  const divide = (at: number): boolean => {
    const amount = brought[at];
    if (amount === undefined) return due.every((left) => left <= earned);
    for (const [party, left] of due.entries()) {
      // A party that is due as much as one before it would only repeat what failed there.
      if (amount > left + paid || due.indexOf(left) < party) continue;
      due[party] = left - amount;
      if (divide(at + 1)) return true;
      due[party] = left;
    }
    return false;
  };
  return divide(0);
}
