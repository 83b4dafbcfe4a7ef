import type { UtxoDescription } from '@fundtrail/attribution';
import { type Leg, scriptType } from '@fundtrail/core';
import type { OutputMark } from './utxo-explanation.ts';

export type MarkedOutput = { readonly marks: readonly OutputMark[]; readonly oneOf: number | undefined };

/** In base units. Such payments are sent to see what they are spent together with. */
const LEAST_PAYMENT = 1_000n;

/** Says of each output what a reader of a trail should know of it. */
export function markOutputs(description: UtxoDescription, outputs: readonly Leg[]): readonly MarkedOutput[] {
  const { kind, change, coinjoin, tx0 } = description;
  const mixed = new Map(coinjoin?.candidates.map(({ place, oneOf }) => [place, oneOf]));
  const unmixed = new Set(coinjoin?.unmixed);
  const premix = new Set(tx0?.premix);
  return outputs.map(({ amount, owner = '0x' }, place) => {
    const marks: OutputMark[] = [];
    if (change?.vout === place) marks.push('change');
    else if (kind === 'peel' && scriptType(owner) !== 'data') marks.push('peel');
    if (mixed.has(place)) marks.push('mixed');
    if (unmixed.has(place)) marks.push('unmixed');
    if (premix.has(place)) marks.push('premix');
    if (amount < LEAST_PAYMENT && scriptType(owner) !== 'data') marks.push('dust');
    return { marks, oneOf: mixed.get(place) };
  });
}
