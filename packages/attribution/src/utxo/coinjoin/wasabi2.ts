import type { TransactionShape } from '../transaction-shape.ts';
import type { Detection } from './coin-join.ts';
import { carriesData, paysAnOwnerTwice, paysBack } from './vetoes.ts';
import { isWasabi2Denomination, LEAST_DENOMINATION } from './wasabi2-denominations.ts';

/** Coordinators after May 2024 run rounds of about 20 inputs; zkSNACKs' had 150 and more. */
const FEWEST_INPUTS = 20;
/** Inputs that one participant may bring: the client's own limit. */
const MOST_INPUTS_EACH = 10;
/** Tiers that at least two outputs have: 5 in the smallest published round, 31 in the largest. */
const FEWEST_TIERS = 3;
/** Share of outputs with a standard amount, in percent. */
const LEAST_STANDARD_PERCENT = 60;
/** All 16 published rounds, one more among spends of mixed coins, and no ordinary transaction of 3,266. */
const CONFIDENCE = 95;

/**
 * Wasabi 2 (WabiSabi): many inputs are split into outputs of standard amounts, several of each, to owners of their own, with little
 * else. Inputs are not looked at but for their number and owners.
 */
export function detectWasabi2(shape: TransactionShape): Detection | undefined {
  const { inputs, inputOwners, outputs, counts, whole } = shape;
  if (inputs.length < FEWEST_INPUTS || outputs.length < FEWEST_INPUTS) return undefined;
  let standard = 0;
  let tiers = 0;
  for (const [amount, count] of counts) {
    if (!isWasabi2Denomination(amount)) continue;
    standard += count;
    if (count > 1) tiers += 1;
  }
  if (tiers < FEWEST_TIERS || standard * 100 < outputs.length * LEAST_STANDARD_PERCENT) return undefined;
  if (outputs.some(({ amount }) => amount < LEAST_DENOMINATION)) return undefined;
  if (carriesData(shape) || paysAnOwnerTwice(shape) || paysBack(shape)) return undefined;
  const parties = Math.ceil((whole ? inputOwners.size : inputs.length) / MOST_INPUTS_EACH);
  if (parties < 2) return undefined;
  return {
    scheme: 'wasabi2',
    confidence: CONFIDENCE,
    participants: parties,
    reason: `${standard} of ${outputs.length} outputs have the standard amounts of Wasabi 2, from ${inputs.length} inputs`,
  };
}
