import type { Hash } from '@fundtrail/core';
import type { FoundRef } from './found.ts';
import type { Reader, WholeRead } from './reader.ts';

/** Transactions and blocks that are read at the same time. */
const READ_WIDTH = 6;
/** From so many transactions of one block on, reading all of it costs fewer requests than one after the other. */
const WHOLE_BLOCK_FROM = 2;

/** Reads what was found, whole, in few requests, into `reads`; what stands there already is not read again. */
export async function readFound(
  reader: Reader,
  refs: Iterable<FoundRef>,
  reads: Map<Hash, WholeRead>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const byBlock = new Map<number, Set<Hash>>();
  for (const { hash, block } of refs) {
    if (reads.has(hash)) continue;
    const own = byBlock.get(block);
    if (own === undefined) byBlock.set(block, new Set([hash]));
    else own.add(hash);
  }
  const left = byBlock.entries();
  const readOn = async (): Promise<void> => {
    for (const [block, hashes] of left) {
      if (hashes.size >= WHOLE_BLOCK_FROM) {
        for (const read of (await reader.block(block, signal)).reads) {
          if (hashes.delete(read.fact.hash)) reads.set(read.fact.hash, read);
        }
      }
      // What the block does not hold after all is somewhere else, or gone.
      for (const hash of hashes) reads.set(hash, await reader.transaction(hash, signal, true));
    }
  };
  await Promise.all(Array.from({ length: READ_WIDTH }, readOn));
}
