import type {
  AccountHistory,
  Address,
  ChainId,
  Hash,
  HistoryRequest,
  TransactionFact,
  TransferKind,
} from '@fundtrail/core';
import { unforked } from '../../transport/forked-read.ts';
import type { RpcClient } from '../../transport/json-rpc/client.ts';
import { quantity } from './answers.ts';
import type { ChainState } from './chain-state.ts';
import type { Code } from './code.ts';
import { coverageOf, type Reach } from './coverage.ts';
import { checkFound, checkNoneLeftOut, leftOutOfTraces } from './cross-check.ts';
import { findTokenLogs } from './find-tokens.ts';
import { type FindValue, untracedReach, type ValueFound } from './find-value.ts';
import type { Found, FoundLog } from './found.ts';
import { readFound } from './read-found.ts';
import type { Reader, WholeRead } from './reader.ts';
import type { SpanMemory } from './spans.ts';
import { touches } from './touches.ts';
import type { Wire } from './wire.ts';

export type HistoryDeps = {
  readonly node: RpcClient;
  readonly wire: Wire;
  readonly chain: ChainId;
  readonly reader: Reader;
  readonly state: ChainState;
  /** Absent on a chain whose logs tell native value as well: there one search finds everything. */
  readonly findValue?: FindValue;
  readonly logSpans: SpanMemory;
  readonly code: Code;
};

/**
 * Reads an account's history from a node; every transaction found is taken whole, and held against what found it. What validators are
 * paid out is seen only where the blocks are read one by one: no index of a node tells it by account.
 *
 * @throws SourceError retryable also where the node turns out to be behind the block that it was asked about: its "nothing" is no answer
 */
export type ReadHistory = (request: HistoryRequest) => Promise<AccountHistory>;

export function createReadHistory(deps: HistoryDeps): ReadHistory {
  const { node, reader, state } = deps;

  const findTokens = (request: HistoryRequest, value: ValueFound | undefined): Promise<Found<FoundLog>> | undefined => {
    const wanted = deps.findValue === undefined || request.kinds.includes('token');
    if (!wanted || value?.scanned?.full === true) return undefined;
    // Blocks that were read one by one have told their tokens as well.
    const fromBlock = value?.scanned === undefined ? request.fromBlock : value.scanned.reached + 1;
    return fromBlock > request.toBlock
      ? undefined
      : findTokenLogs({ ...deps, spans: deps.logSpans }, { ...request, fromBlock });
  };

  /** A host that is behind answers "nothing" about blocks that it does not have. What is final lies too deep for that. */
  const knowsItsEnd = async ({ toBlock, signal }: HistoryRequest): Promise<void> => {
    if (state.isFinal(toBlock)) return;
    await node.ask('eth_getBlockByNumber', [quantity(toBlock), false], { signal, exists: true });
  };

  const read = async (
    request: HistoryRequest,
  ): Promise<Omit<AccountHistory, 'coverage'> & { readonly reach: ReadonlyMap<TransferKind, Reach> }> => {
    const wantsValue = request.kinds.includes('native') || request.kinds.includes('internal');
    const value = wantsValue ? await deps.findValue?.(request) : undefined;
    const tokens = await findTokens(request, value);
    const reads = new Map<Hash, WholeRead>((value?.reads ?? []).map((found) => [found.fact.hash, found]));
    const refs = [...(value?.traced?.refs ?? []), ...(tokens?.refs ?? [])];
    await readFound(reader, refs, reads, request.signal);
    checkFound(node.id, refs, reads);
    if (tokens !== undefined) {
      const from = value?.scanned === undefined ? request.fromBlock : value.scanned.reached + 1;
      checkNoneLeftOut(node.id, request.address, tokens, from, reads);
    }
    await knowsItsEnd(request);
    // Logs and traces also find what moved nothing of the account's: zero transfers in its name, failed calls to it.
    const own = [...reads.values()].filter(
      ({ fact }) => !fact.whole.includes('internal') || touches(fact, request.address),
    );
    const transactions = own.map(({ fact }) => fact).sort(byPosition);
    return {
      transactions,
      contracts: await contractsAmong(deps.code, own, request.signal),
      reach: reachOf(request, value, tokens, reads, transactions),
    };
  };

  return async (asked) => {
    const head = await state.headAtLeast(asked.toBlock, asked.signal);
    // A node answers about blocks that do not exist yet as if they were empty.
    const request = { ...asked, toBlock: Math.min(asked.toBlock, head) };
    if (request.toBlock < request.fromBlock) {
      const nothing: Reach = {
        reached: asked.fromBlock - 1,
        reason: `the node's newest block is ${head}`,
        unavailable: true,
      };
      const reach = new Map(asked.kinds.map((kind) => [kind, nothing]));
      return { transactions: [], contracts: [], coverage: coverageOf(node.id, asked, reach, head) };
    }
    // Before all else: what is final then cannot be taken back while the rest is read.
    const finalTo = await state.finalTo(request.toBlock, request.signal);
    const { reach, ...found } = await unforked(() => read(request));
    return { ...found, coverage: coverageOf(node.id, request, reach, finalTo) };
  };
}

function reachOf(
  request: HistoryRequest,
  value: ValueFound | undefined,
  tokens: Found<FoundLog> | undefined,
  reads: ReadonlyMap<Hash, WholeRead>,
  transactions: readonly TransactionFact[],
): Map<TransferKind, Reach> {
  const reach = new Map<TransferKind, Reach>();
  if (tokens !== undefined) reach.set('token', tokens);
  else if (value !== undefined) reach.set('token', value.native);
  if (value === undefined) return tokens === undefined ? reach : reach.set('native', tokens).set('internal', tokens);
  let { native, internal } = value;
  const missed = value.traced === undefined ? undefined : leftOutOfTraces(request.address, value.traced, reads);
  if (missed !== undefined) {
    const short = {
      reached: missed.block - 1,
      reason: `trace_filter left out ${missed.hash}, whose own trace names the account`,
    };
    [native, internal] = [short, short];
  }
  const untraced = transactions.find((fact) => !fact.whole.includes('internal'));
  if (untraced !== undefined && internal.unavailable !== true) {
    internal = { reached: Math.min(internal.reached, untraced.block - 1), ...untracedReach(untraced.hash) };
  }
  return reach.set('native', native).set('internal', internal);
}

async function contractsAmong(code: Code, reads: readonly WholeRead[], signal?: AbortSignal): Promise<Address[]> {
  const shown = new Set(reads.flatMap((read) => read.shown));
  const likely = new Map<Address, number>();
  for (const { likely: addresses, fact } of reads) {
    for (const address of addresses) if (!shown.has(address)) likely.set(address, fact.block);
  }
  const asked = await Promise.all(
    [...likely].map(async ([address, block]) => ((await code.isContract(address, { block, signal })) ? [address] : [])),
  );
  return [...shown, ...asked.flat()].sort();
}

function byPosition(one: TransactionFact, other: TransactionFact): number {
  return one.block - other.block || one.index - other.index;
}
