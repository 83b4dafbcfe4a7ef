import { scriptType } from '@fundtrail/core';
import type { TransactionShape } from '../transaction-shape.ts';
import type { CoinJoinKnowledge, Detection } from './coin-join.ts';
import { carriesData, isPaidByExchange, movesDust, paysAnOwnerTwice, paysBack } from './vetoes.ts';

/** Amounts that the equal outputs of published rounds have, in sat: its denomination and what the fees of a round leave or add. */
const BASES: readonly { readonly least: bigint; readonly most: bigint }[] = [
  // 0.1 BTC, and from 2019 on a little more each time: 10,000,801 to 10,999,000.
  { least: 9_990_000n, most: 11_050_000n },
  // The first months, 2018-08 to 2018-11: 5,002,990 to 5,012,922, and once 1,008,000.
  { least: 5_000_001n, most: 5_020_000n },
  { least: 1_000_001n, most: 1_010_000n },
];
/** Smaller rounds (one is published, of 7) look as JoinMarket's do, and are taken for that. */
const FEWEST = 10;
/** Inputs that one participant may bring: the client's own limit. */
const MOST_INPUTS_EACH = 7;
/** The second level is twice the first, but for the rounding of fees. */
const LEVEL_STRAY_PERMILLE = 1n;
/** 179 of 181 published rounds (the others pass for JoinMarket's), and no ordinary transaction of 3,266. */
const CONFIDENCE = 95;
const CONFIDENCE_UNSEEN = 80;

/**
 * Wasabi 1 (ZeroLink): one output of the round's denomination for each participant, at most one change each and the coordinator's
 * fee, all P2WPKH with owners of their own. From 1.1 on those with more got outputs of 2, 4, 8 times as well (mixing levels).
 */
export function detectWasabi1(shape: TransactionShape, know: CoinJoinKnowledge): Detection | undefined {
  const { inputs, inputOwners, outputs, whole } = shape;
  if (inputs.length < FEWEST || outputs.length <= FEWEST) return undefined;
  const base = baseOf(shape);
  if (base === undefined || base.count < FEWEST) return undefined;
  const levels = levelsOf(shape, base.amount);
  const mixed = base.count + levels.reduce((sum, level) => sum + level.count, 0);
  // Each participant has at most one change, the coordinator one fee.
  if (outputs.length - mixed > base.count + 1) return undefined;
  if (inputs.length < base.count || inputs.length > base.count * MOST_INPUTS_EACH) return undefined;
  if (carriesData(shape) || movesDust(shape) || paysAnOwnerTwice(shape) || paysBack(shape)) return undefined;
  if (isPaidByExchange(shape, know) || !isAllP2wpkh(shape)) return undefined;
  if (whole && inputOwners.size < base.count) return undefined;
  const scheme = levels.length > 0 ? 'wasabi1.1' : 'wasabi1';
  const more = levels.length > 0 ? ` and ${mixed - base.count} of its multiples` : '';
  return {
    scheme,
    confidence: whole ? CONFIDENCE : CONFIDENCE_UNSEEN,
    participants: base.count,
    reason: `${base.count} equal outputs of ${base.amount} sat${more} from ${inputs.length} inputs, as a Wasabi 1 round pays`,
  };
}

function baseOf({ counts }: TransactionShape): { readonly amount: bigint; readonly count: number } | undefined {
  let best: { readonly amount: bigint; readonly count: number } | undefined;
  for (const [amount, count] of counts) {
    if (BASES.some(({ least, most }) => amount >= least && amount <= most) && count > (best?.count ?? 1)) {
      best = { amount, count };
    }
  }
  return best;
}

/** Amounts of at least two outputs that are 2, 4, 8 … times the base. */
function levelsOf(
  shape: TransactionShape,
  base: bigint,
): readonly { readonly amount: bigint; readonly count: number }[] {
  const repeated = [...shape.counts].filter(([amount, count]) => count > 1 && amount > base);
  return repeated
    .filter(([amount]) => {
      let level = base * 2n;
      while (level * 9n < amount * 8n) level *= 2n;
      return near(amount, level, LEVEL_STRAY_PERMILLE);
    })
    .map(([amount, count]) => ({ amount, count }));
}

function near(amount: bigint, to: bigint, permille: bigint): boolean {
  const apart = amount > to ? amount - to : to - amount;
  return apart * 1_000n <= to * permille;
}

function isAllP2wpkh({ inputOwners, outputOwners }: TransactionShape): boolean {
  for (const owner of inputOwners) if (scriptType(owner) !== 'p2wpkh') return false;
  for (const owner of outputOwners) if (scriptType(owner) !== 'p2wpkh') return false;
  return true;
}
