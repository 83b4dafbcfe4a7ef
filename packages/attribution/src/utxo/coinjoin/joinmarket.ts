import type { TransactionShape } from '../transaction-shape.ts';
import type { CoinJoinKnowledge, Detection } from './coin-join.ts';
import { dividesAmongParties, MOST_DIVISIBLE_INPUTS } from './divides-among-parties.ts';
import {
  carriesData,
  DUST_SATS,
  isEqualPayout,
  isOfOneOwner,
  isPaidByExchange,
  isStonewall,
  movesDust,
  paysAnOwnerTwice,
  paysAnyBack,
  strangers,
} from './vetoes.ts';

/** A taker and two makers: with one maker it cannot be told from a payment that happens to equal another. */
const FEWEST = 3;
/** JoinMarket asks for four makers unless told otherwise; and chance does not make this shape. */
const LARGE_ROUND = 5;
/** All 24 published large rounds have it, and 51 transactions among 2,118 spends of mixed coins; no ordinary one of 3,266 does. */
const CONFIDENCE_LARGE = 90;
/** Of three published candidates one divides among its parties, to the satoshi. No ordinary transaction does; but three are few. */
const CONFIDENCE_SMALL = 60;
/** Where division or owners cannot be seen, a payout that lists change for its other customers is not ruled out. */
const CONFIDENCE_UNSEEN = 40;

/**
 * JoinMarket, and rounds by hand of the same form: a taker and makers each have one output of the taker's amount and one of change; who
 * sweeps has none. The taker may send its equal output to anybody.
 */
export function detectJoinMarket(shape: TransactionShape, know: CoinJoinKnowledge): Detection | undefined {
  const { inputs, inputOwners, outputs, counts, common, whole } = shape;
  const parties = common.count;
  if (parties < FEWEST || inputs.length < parties || common.amount < DUST_SATS) return undefined;
  const change = outputs.length - parties;
  if (change !== parties && change !== parties - 1) return undefined;
  // One amount is common, all others are somebody's change.
  if (counts.size !== change + 1) return undefined;
  if (isOfOneOwner(shape) || carriesData(shape) || movesDust(shape)) return undefined;
  if (paysAnOwnerTwice(shape) || paysAnyBack(shape) || isStonewall(shape) || isEqualPayout(shape)) return undefined;
  if (isPaidByExchange(shape, know)) return undefined;
  if (whole && (inputOwners.size < parties || isOfManyKinds(shape))) return undefined;
  const confidence = confidenceOf(shape);
  if (confidence === undefined) return undefined;
  const who = change === parties ? 'each' : 'all but one';
  return {
    scheme: 'joinmarket',
    confidence,
    participants: parties,
    reason: `${parties} equal outputs of ${common.amount} sat and a change for ${who}, from ${inputs.length} inputs`,
  };
}

function confidenceOf(shape: TransactionShape): number | undefined {
  const { inputs, common, whole } = shape;
  if (!whole) return common.count < LARGE_ROUND ? undefined : CONFIDENCE_UNSEEN;
  if (common.count >= LARGE_ROUND) return CONFIDENCE_LARGE;
  if (inputs.length > MOST_DIVISIBLE_INPUTS) return CONFIDENCE_UNSEEN;
  return dividesAmongParties(shape) ? CONFIDENCE_SMALL : undefined;
}

/** One stranger is the taker's destination; a large round bears one more, and a party with another kind of wallet. */
function isOfManyKinds(shape: TransactionShape): boolean {
  const { inputs, outputs } = strangers(shape);
  return shape.common.count >= LARGE_ROUND ? inputs > 1 || outputs > 2 : inputs > 0 || outputs > 1;
}
