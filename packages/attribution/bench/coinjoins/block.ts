import { existsSync, readFileSync } from 'node:fs';
import { type UtxoOutput, utxoFact } from '@fundtrail/chains';
import type { TransactionFact } from '@fundtrail/core';
import { Block } from 'bitcoinjs-lib';
import { BITCOIN } from './dumplings-file.ts';

const AMOUNT_BYTES = 8;
/** A script length below this is in one byte; with it, in the two that follow. */
const LONG_LENGTH = 0xfd;

/**
 * The transactions of a raw block. Their facts are whole where a file `…-undo.raw` beside it has what they spend; otherwise only that of
 * the coinbase is.
 */
export function readBlock(path: string, height: number): readonly TransactionFact[] {
  const block = Block.fromBuffer(readFileSync(path));
  const undo = path.replace('.raw', '-undo.raw');
  const spent = existsSync(undo) ? readSpentOutputs(readFileSync(undo)) : [];
  const position = { chain: BITCOIN, block: height, time: block.timestamp, blockHash: `0x${block.getId()}` };
  let read = 0;
  return (block.transactions ?? []).map((transaction, index) => {
    const inputs = transaction.isCoinbase() ? [] : transaction.ins;
    const from = read;
    read += inputs.length;
    return utxoFact({
      ...position,
      hash: `0x${transaction.getId()}`,
      index,
      inputs: inputs.map((input, at) => ({ tx: hashOf(input.hash), place: input.index, spent: spent[from + at] })),
      outputs: transaction.outs.map(({ script, value }) => ({ script: hexOf(script), amount: value })),
    });
  });
}

/** Outputs as transactions encode them, in the order of a block's inputs, one behind the other. */
function readSpentOutputs(bytes: Buffer): readonly UtxoOutput[] {
  const outputs: UtxoOutput[] = [];
  for (let at = 0; at < bytes.length; ) {
    const amount = bytes.readBigUInt64LE(at);
    const short = bytes.readUInt8(at + AMOUNT_BYTES);
    const start = at + AMOUNT_BYTES + (short === LONG_LENGTH ? 3 : 1);
    const end = start + (short === LONG_LENGTH ? bytes.readUInt16LE(at + AMOUNT_BYTES + 1) : short);
    outputs.push({ amount, script: hexOf(bytes.subarray(start, end)) });
    at = end;
  }
  return outputs;
}

function hashOf(bytes: Uint8Array): string {
  return hexOf(bytes.toReversed());
}

function hexOf(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
