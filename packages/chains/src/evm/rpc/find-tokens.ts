import { type Address, type ChainId, type Hash, SourceError } from '@fundtrail/core';
import { zeroPadValue } from 'ethers';
import { ForkedReadError } from '../../transport/forked-read.ts';
import type { RpcClient } from '../../transport/json-rpc/client.ts';
import { DEPOSIT_TOPIC, WITHDRAWAL_TOPIC } from '../legs.ts';
import { type LogView, TRANSFER_TOPIC } from '../logs.ts';
import { nativeTopics } from '../native-logs.ts';
import { behind, lacksBlock, quantity } from './answers.ts';
import type { Found, FoundLog, SearchRange } from './found.ts';
import { walkRange } from './ranges.ts';
import type { SpanMemory } from './spans.ts';
import type { Wire } from './wire.ts';

/** Topics by place; null: any. What leaves an account and what it wraps in one question, what reaches it in another. */
type Side = readonly (string | null | readonly string[])[];

function sidesOf(address: Address, more: readonly string[] = []): readonly [Side, Side] {
  const party = zeroPadValue(address, 32);
  return [
    [[TRANSFER_TOPIC, DEPOSIT_TOPIC, WITHDRAWAL_TOPIC, ...more], party],
    [TRANSFER_TOPIC, null, party],
  ];
}

/** Whether a search for the account's tokens must have found this log. */
export function isTokenLogOf(address: Address, log: LogView): boolean {
  return sidesOf(address).some((side) => matches(side, log.topics));
}

/**
 * Finds the logs that tell of an account's tokens, wrapping included, by their indexed topics. Its ERC-1155 movements are found only in
 * transactions that are found for another reason: they are outside all amounts, and a question of their own each.
 */
export async function findTokenLogs(
  deps: {
    readonly node: RpcClient;
    readonly wire: Wire;
    readonly spans: SpanMemory;
    readonly chain: ChainId;
  },
  range: SearchRange,
): Promise<Found<FoundLog>> {
  const { node, wire, spans } = deps;
  const logs = new Map<string, FoundLog>();
  let reached = range.toBlock;
  let reason: string | undefined;
  for (const topics of sidesOf(range.address, nativeTopics(deps.chain))) {
    // The second side need not go further than the first got.
    const walk = await walkRange(spans, { ...range, toBlock: reached }, async (fromBlock, toBlock) => {
      const filter = { fromBlock: quantity(fromBlock), toBlock: quantity(toBlock), topics };
      // Not kept for good: coverage keeps what was asked, and a host that is behind says nothing of what it lacks.
      const answer = await node.ask('eth_getLogs', [filter], { signal: range.signal }).catch((error: unknown) => {
        throw lacksBlock(error) ? behind(node.id, `block ${toBlock}`) : error;
      });
      const rows = wire.list(answer, 'eth_getLogs').map((row) => readFoundLog(wire, node.id, row));
      for (const row of rows) {
        if (row.block >= fromBlock && row.block <= toBlock && matches(topics, row.topics)) continue;
        throw new SourceError('malformed', node.id, `eth_getLogs told a log of ${row.hash} that was not asked for`);
      }
      return rows;
    });
    for (const log of walk.rows) logs.set(`${log.hash} ${log.index}`, log);
    reached = walk.reached;
    reason = walk.reason ?? reason;
  }
  const refs = [...logs.values()].filter((log) => log.block <= reached);
  return { refs, reached, ...(reason === undefined ? {} : { reason }) };
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

function matches(side: Side, topics: readonly string[]): boolean {
  return side.every((wanted, place) => {
    const topic = topics[place];
    if (topic === undefined) return false;
    return wanted === null || (typeof wanted === 'string' ? wanted === topic : wanted.includes(topic));
  });
}
