import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { utxoFact } from '@fundtrail/chains';
import type { TransactionFact } from '@fundtrail/core';
import { BITCOIN } from './dumplings-file.ts';

type Output = { readonly value: number; readonly script: string; readonly n: number };
type Row = {
  readonly hash: string;
  readonly time: number;
  readonly block_height: number;
  readonly vin_sz: number;
  readonly vout_sz: number;
  readonly inputs: readonly { readonly prev_out: Output }[];
  readonly out: readonly Output[];
};

/**
 * Transactions as blockchain.info answered for an address, of which it left out most other outputs: only those that have all inputs
 * and outputs are read. The ids of the transactions that are spent are not in it; their own stands for them.
 */
export function readBlockchainInfo(path: string): readonly TransactionFact[] {
  const rows = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')) as readonly Row[];
  return rows
    .filter((row) => row.inputs.length === row.vin_sz && row.out.length === row.vout_sz)
    .map((row) =>
      utxoFact({
        chain: BITCOIN,
        hash: `0x${row.hash}`,
        block: row.block_height,
        index: 0,
        time: row.time,
        inputs: row.inputs.map(({ prev_out }, at) => ({ tx: `0x${row.hash}`, place: at, spent: spentOf(prev_out) })),
        outputs: row.out.map(spentOf),
      }),
    );
}

function spentOf({ value, script }: Output): { readonly amount: bigint; readonly script: string } {
  return { amount: BigInt(value), script: `0x${script}` };
}
