import type { BridgeLeg, ChainName } from '@fundtrail/core';
import type { ContractRow, Search } from './adapter.ts';

/** Logs of a protocol's contracts on another chain, by topics; nothing where none of its contracts is known there. */
export function logsOf(
  rows: readonly ContractRow[],
  roles: readonly string[],
  chain: ChainName | undefined,
  topics: readonly (string | null)[],
): readonly Search[] {
  if (chain?.startsWith('eip155:') !== true) return [];
  const there = rows.filter(
    (row) => roles.includes(row.role) && (row.chain === 'evm' || chain === `eip155:${row.chain}`),
  );
  if (there.length === 0) return [];
  return [{ by: 'logs', chain, addresses: [...new Set(there.map(({ address }) => address))], topics }];
}

/** What the declared receiver got on an EVM chain: where the key of the other side is in no topic. */
export function receiverOf(leg: BridgeLeg): readonly Search[] {
  const { side, toChain, toAccount } = leg;
  if (side !== 'source' || toAccount === undefined || toChain?.startsWith('eip155:') !== true) return [];
  return [{ by: 'account', chain: toChain, address: toAccount }];
}
