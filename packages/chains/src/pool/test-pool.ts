import {
  type Address,
  type Dispute,
  type Leg,
  type Source,
  TRANSFER_KINDS,
  type TransactionFact,
} from '@fundtrail/core';
import { createTestSource } from '../evm/explorer/test-source.ts';
import type { RpcSource, RpcSourceOptions } from '../evm/rpc/source.ts';
import { hastyContext, openSource } from '../evm/rpc/test-support.ts';
import { createPool, type PoolOptions } from './pool.ts';

export const ANVIL_CHAIN = 'eip155:31337';

/** A node as a member: its pauses take no time. */
export function openNode(url: string, more: Partial<RpcSourceOptions> = {}): Promise<RpcSource> {
  return openSource({ url, ...more });
}

export function openExplorer(url: string): Source {
  return createTestSource({ url, chain: ANVIL_CHAIN, rowCap: 1000 });
}

/** A pool that keeps what is disputed. */
export function openTestPool(
  members: readonly Source[],
  more: Partial<PoolOptions> = {},
): { readonly pool: Source; readonly disputes: readonly Dispute[] } {
  const disputes: Dispute[] = [];
  const pool = createPool({
    chain: ANVIL_CHAIN,
    members,
    context: hastyContext(),
    disputes: {
      record: async (dispute) => {
        disputes.push(dispute);
      },
    },
    ...more,
  });
  return { pool, disputes };
}

/** Everything that one account paid, sent or received, free of the names of legs. */
export function ownMoves(facts: readonly TransactionFact[], account: Address): readonly string[] {
  const line = ({ kind, from, to, asset, amount }: Leg): string => `${kind} ${from} ${to} ${asset} ${amount}`;
  return facts
    .flatMap((fact) =>
      fact.legs
        .filter((leg) => leg.from === account || leg.to === account)
        .map((leg) => `${fact.block} ${fact.index} ${fact.hash} ${fact.success} ${line(leg)}`),
    )
    .sort();
}

export function wholeHistory(address: Address, toBlock: number) {
  return { chain: ANVIL_CHAIN, address, kinds: TRANSFER_KINDS, fromBlock: 0, toBlock, maxRows: 10_000 };
}
