import { type Address, type Hash, SourceError } from '@fundtrail/core';
import { ForkedReadError } from '../../transport/forked-read.ts';
import type { RpcClient } from '../../transport/json-rpc/client.ts';
import { matchesTopics, type Topics } from '../log-filter.ts';
import { behind, lacksBlock, quantity } from './answers.ts';
import type { FoundLog } from './found.ts';
import { type RangeWalk, type WalkedRange, walkRange } from './ranges.ts';
import type { SpanMemory } from './spans.ts';
import type { Wire } from './wire.ts';

/** Which logs; of any contract where none is named. */
export type LogFilter = { readonly addresses?: readonly Address[]; readonly topics: Topics };

export type AskLogsDeps = { readonly node: RpcClient; readonly wire: Wire; readonly spans: SpanMemory };

/**
 * Logs of a range of blocks, in pieces as large as the node answers.
 * @throws SourceError `malformed` for a log that was not asked for, `unreachable` where the node does not have the blocks yet
 */
export function askLogs(
  { node, wire, spans }: AskLogsDeps,
  { addresses, topics }: LogFilter,
  range: WalkedRange & { readonly signal?: AbortSignal | undefined },
): Promise<RangeWalk<FoundLog>> {
  const of = addresses === undefined ? {} : { address: addresses };
  return walkRange(spans, range, async (fromBlock, toBlock) => {
    const filter = { fromBlock: quantity(fromBlock), toBlock: quantity(toBlock), ...of, topics };
    // Not kept for good: coverage keeps what was asked, and a host that is behind says nothing of what it lacks.
    const answer = await node.ask('eth_getLogs', [filter], { signal: range.signal }).catch((error: unknown) => {
      throw lacksBlock(error) ? behind(node.id, `block ${toBlock}`) : error;
    });
    const rows = wire.list(answer, 'eth_getLogs').map((row) => readFoundLog(wire, node.id, row));
    for (const row of rows) {
      const isAsked = row.block >= fromBlock && row.block <= toBlock && matchesTopics(topics, row.topics);
      if (isAsked && addresses?.includes(row.address) !== false) continue;
      throw new SourceError('malformed', node.id, `eth_getLogs told a log of ${row.hash} that was not asked for`);
    }
    return rows;
  });
}

function readFoundLog(wire: Wire, source: string, value: unknown): FoundLog {
  const log = wire.record(value, 'log');
  const hash: Hash = wire.hash(log.transactionHash, 'log.transactionHash');
  if (log.removed === true) throw new ForkedReadError(source, `a log of ${hash} was taken back`);
  return {
    hash,
    block: wire.count(log.blockNumber, 'log.blockNumber'),
    blockHash: wire.hash(log.blockHash, 'log.blockHash'),
    address: wire.address(log.address, 'log.address'),
    topics: wire.list(log.topics, 'log.topics').map((topic) => wire.hex(topic, 'log.topic')),
    data: wire.hex(log.data, 'log.data'),
    index: wire.count(log.logIndex, 'log.logIndex'),
  };
}
