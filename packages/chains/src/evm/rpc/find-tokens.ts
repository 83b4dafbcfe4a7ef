import type { Address, Hash } from '@fundtrail/core';
import { zeroPadValue } from 'ethers';
import { DEPOSIT_TOPIC, TRANSFER_TOPIC, WITHDRAWAL_TOPIC } from '../legs.ts';
import { type SpanMemory, walkRange } from './ranges.ts';
import type { RpcClient } from './rpc-client.ts';
import { quantity } from './tracer.ts';
import type { Wire } from './wire.ts';

/** Transactions that were found to touch an account, and how far the search for them got. */
export type Found = {
  readonly hashes: readonly Hash[];
  /** Last block that the search speaks of in full. */
  readonly reached: number;
  /** Why it did not reach the end of the range. */
  readonly reason?: string;
};

export type SearchRange = {
  readonly address: Address;
  readonly fromBlock: number;
  readonly toBlock: number;
  readonly maxRows: number;
  readonly signal?: AbortSignal;
};

/**
 * Finds the transactions that move tokens of an account, wrapping included, by the indexed topics of logs: what leaves it
 * and wraps in one question, what reaches it in another.
 */
export async function findTokenTransactions(
  deps: { readonly client: RpcClient; readonly wire: Wire; readonly spans: SpanMemory },
  range: SearchRange,
): Promise<Found> {
  const { client, wire, spans } = deps;
  const party = zeroPadValue(range.address, 32);
  const sides = [
    [[TRANSFER_TOPIC, DEPOSIT_TOPIC, WITHDRAWAL_TOPIC], party],
    [TRANSFER_TOPIC, null, party],
  ];
  const hashes = new Set<Hash>();
  let reached = range.toBlock;
  let reason: string | undefined;
  for (const topics of sides) {
    // The second side need not go further than the first got.
    const walk = await walkRange(spans, { ...range, toBlock: reached }, async (fromBlock, toBlock) => {
      const filter = { fromBlock: quantity(fromBlock), toBlock: quantity(toBlock), topics };
      const logs = wire.list(await client.ask('eth_getLogs', [filter], range.signal), 'eth_getLogs');
      return logs.map((log) => wire.hex(wire.record(log, 'log').transactionHash, 'log.transactionHash'));
    });
    for (const hash of walk.rows) hashes.add(hash);
    reached = walk.reached;
    reason = walk.reason ?? reason;
  }
  return { hashes: [...hashes], reached, ...(reason === undefined ? {} : { reason }) };
}
