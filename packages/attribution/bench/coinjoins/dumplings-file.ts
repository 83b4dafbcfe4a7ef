import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type UtxoInput, type UtxoOutput, utxoFact } from '@fundtrail/chains';
import type { TransactionFact } from '@fundtrail/core';

export const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';

/**
 * Reads a file of the Dumplings project: a transaction per line, `txid:::blockhash:::index:::time:::inputs:::outputs`, inputs
 * `prevtxid-vout-sats+script+type` and outputs `sats+script+type`, each joined by `}{`. Repeated lines are read once. The height of
 * the block is not in it, and is 0.
 * @throws Error that names file and line
 */
export function readDumplingsFile(path: string): readonly TransactionFact[] {
  const facts = new Map<string, TransactionFact>();
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n');
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const [id, block, index, time, inputs, outputs, ...more] = line.trim().split(':::');
    if (inputs === undefined || outputs === undefined || more.length > 0) {
      throw new Error(`${path}:${at + 1}: has not the six parts of a transaction`);
    }
    const hash = `0x${id}`;
    const position = { block: 0, index: Number(index), time: Number(time), blockHash: `0x${block}` };
    const [spent, made] = [inputs.split('}{').map(inputOf), outputs.split('}{').map(outputOf)];
    facts.set(hash, utxoFact({ chain: BITCOIN, hash, ...position, inputs: spent, outputs: made }));
  }
  return [...facts.values()];
}

function inputOf(text: string): UtxoInput {
  const [coin = '', script = ''] = text.split('+');
  const [tx = '', place = '', sats = ''] = coin.split('-');
  return { tx: `0x${tx}`, place: Number(place), spent: { amount: BigInt(sats), script: `0x${script}` } };
}

function outputOf(text: string): UtxoOutput {
  const [sats = '', script = ''] = text.split('+');
  return { amount: BigInt(sats), script: `0x${script}` };
}
