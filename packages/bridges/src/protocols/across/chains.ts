import type { ChainName } from '@fundtrail/core';
import { SOLANA, TRON } from '../../decode/foreign-account.ts';

/** Across names chains by EVM chain number; these are its numbers for others (across-protocol/contracts, `CHAIN_IDs`). */
const OTHERS: Readonly<Record<number, ChainName>> = { 34268394551451: SOLANA, 728126428: TRON };

export function chainOf(id: bigint): ChainName {
  return OTHERS[Number(id)] ?? `eip155:${id}`;
}
