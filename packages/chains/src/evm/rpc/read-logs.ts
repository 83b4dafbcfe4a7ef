import type { LogsAnswer, LogsRequest } from '@fundtrail/core';
import { unforked } from '../../transport/forked-read.ts';
import { checkLogsRequest, logsAnswer, MOST_LOGS } from '../log-answer.ts';
import { quantity } from './answers.ts';
import { type AskLogsDeps, askLogs } from './ask-logs.ts';
import type { ChainState } from './chain-state.ts';

/**
 * Finds logs through a node: one question for each piece of the range that it answers at once, one for its head where that is not known to
 * lie beyond the range, and one that shows that it has the end of the range.
 * @throws SourceError retryable also where the node turns out to be behind the block that it was asked about: its "nothing" is no answer
 */
export type ReadLogs = (request: LogsRequest) => Promise<LogsAnswer>;

export function createReadLogs(deps: AskLogsDeps & { readonly state: ChainState }): ReadLogs {
  const { node, state } = deps;

  /** A host that is behind answers "nothing" about blocks that it does not have. What is final lies too deep for that. */
  const knowsItsEnd = async (block: number, signal: AbortSignal | undefined): Promise<void> => {
    await node.ask('eth_getBlockByNumber', [quantity(block), false], { signal, exists: true });
  };

  return async (request) => {
    checkLogsRequest(request);
    const { addresses, topics, fromBlock, maxRequests, signal } = request;
    let requests = state.newest() >= request.toBlock ? 0 : 1;
    const head = await state.headAtLeast(request.toBlock, signal);
    const behindHead = head < request.toBlock ? `the node's newest block is ${head}` : undefined;
    if (head < fromBlock) return logsAnswer(request, [], { reached: fromBlock - 1, reason: behindHead, requests });
    const toBlock = Math.min(request.toBlock, head);
    const endIsSure = state.isFinal(toBlock);
    const walk = await unforked(async () => {
      // What is asked beside the search must not leave it without a question.
      const room = Math.max(1, maxRequests - requests - (endIsSure ? 0 : 1));
      const range = { fromBlock, toBlock, maxRows: MOST_LOGS, maxRequests: room, signal };
      const told = await askLogs(deps, { addresses, topics }, range);
      requests += told.requests;
      if (endIsSure || told.reached < fromBlock) return told;
      requests += 1;
      await knowsItsEnd(told.reached, signal);
      return told;
    });
    const found = walk.rows.map(({ hash: tx, block, address, topics, data, index }) => {
      return { tx, block, log: { address, topics, data, index } };
    });
    return logsAnswer(request, found, { reached: walk.reached, reason: walk.reason ?? behindHead, requests });
  };
}
