import { describeUtxoTransaction, type UtxoDescription } from '@fundtrail/attribution';
import type { BridgeReader } from '@fundtrail/bridges';
import { formatAddress, formatHash, scriptType, type TransactionFact } from '@fundtrail/core';
import { showBridge } from '../shown-bridges.ts';
import { inputsIn, isAmountKnown, outputsIn, sumOf } from './legs.ts';
import { outputData } from './output-data.ts';
import { markOutputs } from './output-marks.ts';
import { policyTaint } from './policy-taint.ts';
import type { ExplainedInput, ExplainedOutput, UtxoExplanation } from './utxo-explanation.ts';
import { utxoNotes } from './utxo-notes.ts';
import type { UtxoReading } from './utxo-reading.ts';

/**
 * Explains a transaction of a UTXO chain; pure: the same reading and marks give the same bytes.
 * @param marked places of the inputs that are stolen, ascending; none if left out
 * @throws InputError where inputs are marked and the amount of an input is not known
 */
export type ExplainUtxo = (reading: UtxoReading, marked?: readonly number[]) => UtxoExplanation;

export function createExplainUtxo(bridges: BridgeReader): ExplainUtxo {
  return (reading, marked = []) => explainUtxo(bridges, reading, marked);
}

function explainUtxo(bridges: BridgeReader, reading: UtxoReading, marked: readonly number[]): UtxoExplanation {
  const { fact, status } = reading;
  const description = describeUtxoTransaction(fact);
  return {
    ...headOf(fact, description),
    ...(marked.length === 0 ? {} : { taint: policyTaint(fact, marked) }),
    reason: description.reason,
    chain: fact.chain,
    status,
    block: status === 'mined' ? fact.block : null,
    time: status === 'mined' ? fact.time : null,
    fee: feeOf(fact)?.toString() ?? null,
    inputs: inputsOf(reading, new Set(marked)),
    outputs: outputsOf(reading, description),
    bridges: bridges.read(fact).map(showBridge),
    notes: utxoNotes(reading, description),
  };
}

function headOf(
  { hash, chain }: TransactionFact,
  { kind, coinjoin, change }: UtxoDescription,
): Pick<UtxoExplanation, 'txid' | 'kind' | 'coinjoin' | 'change'> {
  return {
    txid: formatHash(hash, chain),
    kind,
    coinjoin:
      coinjoin === null
        ? null
        : {
            scheme: coinjoin.scheme,
            confidence: coinjoin.confidence,
            denomination: coinjoin.denomination.toString(),
            participants: coinjoin.participants,
          },
    change: change === null ? null : { vout: change.vout, confidence: change.confidence, signs: change.signs },
  };
}

function feeOf(fact: TransactionFact): bigint | undefined {
  if (fact.whole.length === 0) return undefined;
  const inputs = inputsIn(fact);
  return inputs.length === 0 ? 0n : sumOf(inputs) - sumOf(outputsIn(fact));
}

function inputsOf({ fact, scripts }: UtxoReading, marked: ReadonlySet<number>): readonly ExplainedInput[] {
  return inputsIn(fact).map((leg, place) => {
    const { from, owner, amount } = leg;
    return {
      place,
      coin: formatAddress(from, fact.chain),
      address: owner === undefined ? null : formatAddress(owner, fact.chain),
      type: owner === undefined ? null : scriptType(scripts?.inputs[place] ?? owner),
      amount: isAmountKnown(fact, leg) ? amount.toString() : null,
      marks: marked.has(place) ? ['stolen'] : [],
    };
  });
}

function outputsOf({ fact, scripts }: UtxoReading, description: UtxoDescription): readonly ExplainedOutput[] {
  const outputs = outputsIn(fact);
  const marked = markOutputs(description, outputs);
  return outputs.map(({ owner = '0x', amount }, place) => {
    const data = outputData(owner);
    const { marks = [], oneOf } = marked[place] ?? {};
    return {
      place,
      address: data === undefined ? formatAddress(owner, fact.chain) : null,
      type: scriptType(scripts?.outputs[place] ?? owner),
      amount: amount.toString(),
      marks,
      ...(oneOf === undefined ? {} : { one_of: oneOf }),
      ...(data === undefined ? {} : { data }),
    };
  });
}
