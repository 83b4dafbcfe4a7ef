import { readFileSync } from 'node:fs';
import { utxoFact } from '@fundtrail/chains';
import type { TransactionFact } from '@fundtrail/core';
import { Block } from 'bitcoinjs-lib';
import { BITCOIN } from './dumplings-file.ts';

/** The transactions of a raw block. What its inputs spend is not in it: only a coinbase's fact is whole. */
export function readBlock(path: string, height: number): readonly TransactionFact[] {
  const block = Block.fromBuffer(readFileSync(path));
  const position = { chain: BITCOIN, block: height, time: block.timestamp, blockHash: `0x${block.getId()}` };
  return (block.transactions ?? []).map((transaction, index) =>
    utxoFact({
      ...position,
      hash: `0x${transaction.getId()}`,
      index,
      inputs: transaction.isCoinbase()
        ? []
        : transaction.ins.map((input) => ({ tx: hashOf(input.hash), place: input.index, spent: undefined })),
      outputs: transaction.outs.map(({ script, value }) => ({ script: hexOf(script), amount: value })),
    }),
  );
}

function hashOf(bytes: Uint8Array): string {
  return hexOf(bytes.toReversed());
}

function hexOf(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
