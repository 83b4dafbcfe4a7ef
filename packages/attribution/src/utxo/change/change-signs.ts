import { type ScriptType, scriptType, splitCoin, type TransactionFact } from '@fundtrail/core';
import { hasPeelShape, isPeelShaped } from '../peel-shape.ts';
import type { ShapeOutput, TransactionShape } from '../transaction-shape.ts';
import type { ChangeContext } from './change-context.ts';

/** A sign points at one output, or at none where it fits several or does not apply. */
export type ChangeSign = (
  shape: TransactionShape,
  context: ChangeContext,
  fact: TransactionFact,
) => ShapeOutput | undefined;

/** An amount that a person chose is a multiple of this (graphsense-lib: one that is none is a sign of change). */
const ROUND_SATS = 1_000n;

/** The output's owner is an owner of inputs: it comes back to whom it came from. */
export function directChange({ outputs, inputOwners }: TransactionShape): ShapeOutput | undefined {
  return only(outputs, ({ owner }) => inputOwners.has(owner));
}

/** All inputs are of one script type, and only this output is of it: a wallet makes its change as it makes its addresses. */
export function sameScriptType({ outputs, inputOwners }: TransactionShape): ShapeOutput | undefined {
  const types = new Set<ScriptType>();
  for (const owner of inputOwners) types.add(scriptType(owner));
  const [type] = types;
  if (type === undefined || types.size > 1) return undefined;
  return only(outputs, ({ owner }) => scriptType(owner) === type);
}

/** Only this output's owner had nothing before: a wallet makes a new address for its change, while a payee may give an old one. */
export function freshOwner({ outputs }: TransactionShape, { seenBefore }: ChangeContext): ShapeOutput | undefined {
  if (seenBefore === undefined) return undefined;
  if (outputs.some(({ owner }) => seenBefore(owner) === undefined)) return undefined;
  return only(outputs, ({ owner }) => seenBefore(owner) === false);
}

/**
 * Only this output is smaller than the smallest of several inputs: were it more, that input would have been left out
 * (BlockSci: optimal change).
 */
export function optimalChange({ outputs, inputs, whole }: TransactionShape): ShapeOutput | undefined {
  if (!whole || inputs.length < 2) return undefined;
  return only(outputs, (output) => inputs.every(({ amount }) => output.amount < amount));
}

/** All others are round amounts, as people pay them, and this is what is left. */
export function roundPayment({ outputs }: TransactionShape): ShapeOutput | undefined {
  return only(outputs, ({ amount }) => amount % ROUND_SATS !== 0n);
}

/** A transaction of the peeling form is followed by another, which spends this output and no other does (BlockSci: peeling chain). */
export function peelingNeighbour(
  shape: TransactionShape,
  { after = [] }: ChangeContext,
  { hash }: TransactionFact,
): ShapeOutput | undefined {
  if (!hasPeelShape(shape)) return undefined;
  const spent = new Set<number>();
  for (const { legs } of after.filter(isPeelShaped)) {
    for (const { kind, from } of legs) {
      const coin = kind === 'input' ? splitCoin(from) : undefined;
      if (coin?.tx === hash) spent.add(coin.place);
    }
  }
  return only(shape.outputs, ({ place }) => spent.has(place));
}

/** The output that fits, where one alone does. */
function only(outputs: readonly ShapeOutput[], fits: (output: ShapeOutput) => boolean): ShapeOutput | undefined {
  const found = outputs.filter(fits);
  return found.length === 1 ? found[0] : undefined;
}
