import { clusterInputs, type UtxoDescription } from '@fundtrail/attribution';
import { STOP_CONFIDENCE, scriptType, type TransactionFact } from '@fundtrail/core';
import { inputsIn, isAmountKnown, outputsIn } from './legs.ts';
import type { UtxoReading } from './utxo-reading.ts';

/** Outputs of a CoinJoin of two: an equal one for each, and change of one or both. */
const MIX_OF_TWO: readonly number[] = [3, 4];

/** What a reader must know: what the record lacks, what ends or splits a trail, who may belong together. */
export function utxoNotes(reading: UtxoReading, description: UtxoDescription): readonly string[] {
  return [...gapNotes(reading), ...mixNotes(description), ...ownerNotes(reading, description)];
}

function gapNotes({ fact, status }: UtxoReading): readonly string[] {
  const notes: string[] = [];
  if (status === 'mempool') notes.push('it waits to be mined: it may never be, and another may take its place');
  if (status === 'untold') notes.push('status not in the record: whether it was mined is not known');
  const inputs = inputsIn(fact);
  const unknown = inputs.filter((leg) => !isAmountKnown(fact, leg)).length;
  const unowned = inputs.filter(({ owner }) => owner === undefined).length - unknown;
  if (unknown > 0) {
    notes.push(
      `what ${unknown} of ${inputs.length} inputs spend is not in the record: neither amounts nor owners, and no fee`,
    );
  }
  if (unowned > 0) notes.push(`owners of ${unowned} of ${inputs.length} inputs are not in the record`);
  return notes;
}

function mixNotes({ coinjoin, tx0 }: UtxoDescription): readonly string[] {
  if (coinjoin !== null) {
    const hints = 'which mixed output belongs to whom cannot be told';
    const end = coinjoin.confidence >= STOP_CONFIDENCE;
    return [
      end ? `a trail ends in this CoinJoin: ${hints}` : `too unsure a CoinJoin to end a trail: ${hints} if it is one`,
    ];
  }
  return tx0 === null ? [] : [`prepares coins for a mix (confidence ${tx0.confidence}): ${tx0.reason}`];
}

function ownerNotes({ fact }: UtxoReading, { coinjoin }: UtxoDescription): readonly string[] {
  if (coinjoin !== null) return [];
  if (mayBeOfTwo(fact)) {
    return [
      'two outputs are equal: it may be a CoinJoin of two (Stonewall, JoinMarket), which nothing tells from a payment',
    ];
  }
  return clusterInputs([fact]).clusters.map(
    ({ owners, confidence }) =>
      `coins of ${owners.length} addresses are spent together: most likely one owner's (confidence ${confidence})`,
  );
}

/** Inputs of several owners, and two equal outputs with one or two others, which may be change of both. */
function mayBeOfTwo(fact: TransactionFact): boolean {
  const owners = new Set(inputsIn(fact).flatMap(({ owner }) => owner ?? []));
  const outputs = outputsIn(fact).filter(({ owner = '0x' }) => scriptType(owner) !== 'data');
  const amounts = new Set(outputs.map(({ amount }) => amount));
  return owners.size > 1 && MIX_OF_TWO.includes(outputs.length) && amounts.size === outputs.length - 1;
}
