import { SourceError } from '@fundtrail/core';

/** The node lacks a block that the chain has: it is behind, and its "nothing" is no answer. A retry or another node helps. */
export function behind(source: string, what: string): SourceError {
  return new SourceError('unreachable', source, `is behind: it does not know ${what}, which the chain has`);
}

/**
 * What nodes say of state that they do not keep: geth (`missing trie node`, `historical state`), Erigon and Nethermind (`pruned`, `state … not
 * available`), providers that sell it (`archive`). Not of blocks that they do not know yet.
 */
const NO_STATE_WORDS =
  /missing trie node|archiv|prun(ed|ing)|histor(y|ic|ical) (state|data)|state .{0,60}(not|un) ?available|state (is )?(missing|unknown)|no state/i;
const UNKNOWN_BLOCK_WORDS =
  /header not found|unknown block|block.{0,20}not found|block ?out ?of ?range|block height is|block.{0,30}(beyond|higher|greater) than/i;

/** Whether the node has the method but not the state or traces of that age. */
export function lacksState(error: unknown): boolean {
  return isFinalFailure(error) && NO_STATE_WORDS.test(error.message);
}

/** Whether the node says in its own words that it does not know the block. */
export function lacksBlock(error: unknown): boolean {
  return isFinalFailure(error) && UNKNOWN_BLOCK_WORDS.test(error.message);
}

/** Whether the node does not offer a method at all, or not under this key. */
export function isMissing(error: unknown): boolean {
  return isFinalFailure(error) && error.failure !== 'refused' && !lacksState(error);
}

function isFinalFailure(error: unknown): error is SourceError {
  return error instanceof SourceError && !error.retryable;
}

/** A block number as JSON-RPC wants it. */
export function quantity(count: number): string {
  return `0x${count.toString(16)}`;
}
