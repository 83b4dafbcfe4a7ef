import type { TransactionFact } from '@fundtrail/core';
import {
  type ChangeSign,
  directChange,
  optimalChange,
  roundPayment,
  sameScriptType,
} from '../../src/utxo/change/change-signs.ts';
import { bySigns } from '../../src/utxo/change/read-change.ts';
import { coinJoinOf } from '../../src/utxo/coinjoin/find-coin-join.ts';
import { type ShapeOutput, shapeOf } from '../../src/utxo/transaction-shape.ts';
import type { TransactionSet } from './sets.ts';

/** How often a sign points at the output that is known to be change. */
export type SignResult = { readonly sign: string; readonly right: number; readonly wrong: number };

const ALONE: Readonly<Record<string, ChangeSign>> = {
  'script type': sameScriptType,
  'optimal change': optimalChange,
  'round payment': roundPayment,
};
const MOST_OUTPUTS = 10;

/**
 * Where an owner of inputs is paid, his output is the change. What do the signs say that do not look at that? They are measured alone and,
 * as `readChange` takes them, where two or three agree; `readable` is how many there are.
 */
export function measureChange(sets: readonly TransactionSet[]): {
  readonly readable: number;
  readonly signs: readonly SignResult[];
} {
  const counts = new Map<string, { right: number; wrong: number }>();
  const count = (sign: string, right: boolean): void => {
    const one = counts.get(sign) ?? { right: 0, wrong: 0 };
    one[right ? 'right' : 'wrong'] += 1;
    counts.set(sign, one);
  };
  let readable = 0;
  for (const fact of sets.flatMap(({ facts }) => facts)) {
    const shape = shapeOf(fact);
    const change = knownChange(fact);
    if (change === undefined || coinJoinOf(shape) !== undefined) continue;
    readable += 1;
    for (const [name, sign] of Object.entries(ALONE)) {
      const output = sign(shape, {}, fact);
      if (output !== undefined) count(name, output.place === change.place);
    }
    const found = bySigns(fact, shape, {});
    if (found !== null) count(`${found.signs.length} that agree`, found.vout === change.place);
  }
  return { readable, signs: [...counts].map(([sign, result]) => ({ sign, ...result })) };
}

/** The one output of several to an owner of inputs, where every output has an owner of its own. */
function knownChange(fact: TransactionFact): ShapeOutput | undefined {
  const shape = shapeOf(fact);
  const { length } = shape.outputs;
  if (length < 2 || length > MOST_OUTPUTS || shape.outputOwners.size < length) return undefined;
  return directChange(shape);
}
