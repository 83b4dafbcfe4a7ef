import type { UtxoOutput } from '../utxo-fact.ts';
import { Cursor } from './cursor.ts';

/**
 * Decodes the outputs that a block or transaction spends, in the order of its inputs: each an amount and a script, as outputs are encoded in
 * transactions, without a count or anything between them. It is how bcoin keeps them beside the raw blocks of its tests (`<name>-undo.raw`);
 * the rev*.dat files of Bitcoin Core are another format.
 * @throws RawFault
 */
export function decodeSpentOutputs(bytes: Buffer): readonly UtxoOutput[] {
  const cursor = new Cursor(bytes);
  const outputs: UtxoOutput[] = [];
  while (cursor.offset < bytes.length) {
    const amount = cursor.amount();
    outputs.push({ script: cursor.script(), amount });
  }
  return outputs;
}
