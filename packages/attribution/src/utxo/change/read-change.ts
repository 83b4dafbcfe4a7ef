import type { TransactionFact } from '@fundtrail/core';
import { coinJoinOf } from '../coinjoin/find-coin-join.ts';
import { type ShapeOutput, shapeOf, type TransactionShape } from '../transaction-shape.ts';
import type { ChangeContext } from './change-context.ts';
import {
  type ChangeSign,
  directChange,
  freshOwner,
  optimalChange,
  peelingNeighbour,
  roundPayment,
  sameScriptType,
} from './change-signs.ts';

/** The output that a transaction gives back to its payer. `vout` is its place; `confidence` 0 to 100. */
export type Change = { readonly vout: number; readonly confidence: number; readonly signs: readonly string[] };

const SIGNS: readonly (readonly [string, ChangeSign])[] = [
  ['the only output of the type that all inputs have', sameScriptType],
  ['the only owner that had nothing before', freshOwner],
  ['smaller than the smallest input', optimalChange],
  ['all other outputs are round amounts', roundPayment],
  ['spent by the next step of a peeling chain', peelingNeighbour],
];
const DIRECT = 'paid to an owner of its inputs';

/** With more outputs nobody can say which is change (graphsense-lib looks at 2 to 10). */
const MOST_OUTPUTS = 10;
/** Less is dust, neither payment nor change. */
const LEAST_STEP_SATS = 1_000n;
/** One is right in 89.5 % of cases, two in 99.5 % (Hopline). */
const LEAST_SIGNS = 2;
/** Of the owner himself: graphsense-lib's. */
const CONFIDENCE_DIRECT = 100;
/**
 * Where an owner of inputs is paid, and so the change is known, two of the other signs point at it in 24 of 24 real transactions, and three
 * in 16 of 16. Wallets that never use an address again may differ: hence less than that says.
 */
const CONFIDENCE_TWO = 80;
const CONFIDENCE_MORE = 90;

/**
 * Finds the change of a transaction by signs that agree: one output that goes back to an owner of inputs, or at least two signs for one
 * output and none for another. An annotation: taint goes to all outputs.
 * @returns null where nothing is sure enough, and for CoinJoins, where each party has its own
 */
export function readChange(fact: TransactionFact, context: ChangeContext = {}): Change | null {
  const shape = shapeOf(fact);
  return coinJoinOf(shape, context.know) === undefined ? changeOf(fact, shape, context) : null;
}

/** The same for what is known to be no CoinJoin. */
export function changeOf(fact: TransactionFact, shape: TransactionShape, context: ChangeContext): Change | null {
  const { outputs, inputs } = shape;
  if (inputs.length === 0 || outputs.length < 2 || outputs.length > MOST_OUTPUTS) return null;
  const direct = directChange(shape);
  if (direct !== undefined) {
    return isStep(direct, outputs) ? { vout: direct.place, confidence: CONFIDENCE_DIRECT, signs: [DIRECT] } : null;
  }
  return bySigns(fact, shape, context);
}

/** What the signs say without looking at owners that come back. */
export function bySigns(fact: TransactionFact, shape: TransactionShape, context: ChangeContext): Change | null {
  const signs: string[] = [];
  let change: ShapeOutput | undefined;
  for (const [name, sign] of SIGNS) {
    const output = sign(shape, context, fact);
    if (output === undefined) continue;
    if (change !== undefined && output.place !== change.place) return null;
    change = output;
    signs.push(name);
  }
  if (change === undefined || signs.length < LEAST_SIGNS || !isStep(change, shape.outputs)) return null;
  return { vout: change.place, confidence: signs.length > LEAST_SIGNS ? CONFIDENCE_MORE : CONFIDENCE_TWO, signs };
}

/** Change and what is paid are both more than dust. */
function isStep(change: ShapeOutput, outputs: readonly ShapeOutput[]): boolean {
  const paid = outputs.reduce((sum, { amount }) => sum + amount, -change.amount);
  return change.amount >= LEAST_STEP_SATS && paid >= LEAST_STEP_SATS;
}
