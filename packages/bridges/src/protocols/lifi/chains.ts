import type { ChainName } from '@fundtrail/core';
import { SOLANA, TRON } from '../../decode/foreign-account.ts';

/** LI.FI names chains by EVM chain number; these are its numbers for others (from memory, docs.li.fi). */
const OTHERS: Readonly<Record<string, ChainName>> = {
  '1151111081099710': SOLANA,
  '20000000000001': 'bip122:000000000019d6689c085ae165831e93',
  '728126428': TRON,
  // Real receipt 0x9f0a7244: the account side of Hyperliquid, which is no EVM chain.
  '1337': 'hyperliquid:core',
};

export function chainOf(id: bigint | string): ChainName {
  return OTHERS[String(id)] ?? `eip155:${id}`;
}
