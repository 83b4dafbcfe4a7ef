import { type Address, SourceError } from '@fundtrail/core';
import { ForkedReadError } from '../../transport/forked-read.ts';
import { isTokenLogOf } from './find-tokens.ts';
import type { Found, FoundLog, FoundRef } from './found.ts';
import type { WholeRead } from './reader.ts';
import { isPartyOfCalls } from './touches.ts';

type Reads = ReadonlyMap<string, WholeRead>;

/**
 * Holds what a search told against the whole transactions that were read afterwards: each stands in the block that was named, and each
 * log in the receipt of its transaction.
 * @throws ForkedReadError for another block, SourceError `malformed` for a log that its receipt does not have
 */
export function checkFound(source: string, found: readonly (FoundRef | FoundLog)[], reads: Reads): void {
  for (const ref of found) {
    const read = reads.get(ref.hash);
    if (read === undefined) continue;
    if (read.fact.block !== ref.block || (ref.blockHash !== undefined && read.fact.blockHash !== ref.blockHash)) {
      throw new ForkedReadError(source, `transaction ${ref.hash} was found in another block than it stands in`);
    }
    if ('index' in ref && !read.logs.some((log) => isSameLog(log, ref))) {
      throw new SourceError(
        'malformed',
        source,
        `eth_getLogs told log ${ref.index}, which the receipt of ${ref.hash} does not have`,
      );
    }
  }
}

/**
 * Holds the receipts that were read against a search for logs: what they tell of the account's tokens must have been found. A host that is
 * behind the others of its provider answers with less, and says nothing.
 * @throws SourceError `malformed` where the search left a log out
 */
export function checkNoneLeftOut(
  source: string,
  address: Address,
  found: Found<FoundLog>,
  fromBlock: number,
  reads: Reads,
): void {
  const known = new Set(found.refs.map((log) => `${log.hash} ${log.index}`));
  for (const { fact, logs } of reads.values()) {
    if (!fact.success || fact.block < fromBlock || fact.block > found.reached) continue;
    const missed = logs.find((log) => isTokenLogOf(address, log) && !known.has(`${fact.hash} ${log.index}`));
    if (missed === undefined) continue;
    throw new SourceError(
      'malformed',
      source,
      `eth_getLogs left out log ${missed.index} of ${fact.hash}: the node that answered may be behind`,
    );
  }
}

/** The first transaction with a call of the account that a search by traces left out, if there is one. */
export function leftOutOfTraces(address: Address, found: Found<FoundRef>, reads: Reads): FoundRef | undefined {
  const known = new Set(found.refs.map((ref) => ref.hash));
  const missed = [...reads.values()]
    .filter(({ fact }) => fact.block <= found.reached && !known.has(fact.hash) && isPartyOfCalls(fact, address))
    .sort((one, other) => one.fact.block - other.fact.block)[0];
  return missed === undefined
    ? undefined
    : { hash: missed.fact.hash, block: missed.fact.block, blockHash: missed.fact.blockHash };
}

function isSameLog(one: WholeRead['logs'][number], other: FoundLog): boolean {
  return (
    one.index === other.index &&
    one.address === other.address &&
    one.data === other.data &&
    one.topics.join() === other.topics.join()
  );
}
