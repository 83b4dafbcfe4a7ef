import type { ChainName } from '@fundtrail/core';
import { SOLANA } from '../../decode/foreign-account.ts';

/** Wormhole's numbers of chains (docs.wormhole.com, chain ids); the EVM chains among them by their EVM chain number. */
const EVM: Readonly<Record<number, number>> = {
  2: 1,
  4: 56,
  5: 137,
  6: 43114,
  9: 1313161554,
  10: 250,
  13: 8217,
  14: 42220,
  16: 1284,
  23: 42161,
  24: 10,
  30: 8453,
  38: 59144,
  44: 130,
  // From memory.
  48: 143,
};

const OTHERS: Readonly<Record<number, ChainName>> = { 1: SOLANA, 21: 'sui:mainnet', 22: 'aptos:1' };

/** The chain that a number stands for; one of Wormhole's own where it is not known. */
export function chainOf(id: number): ChainName {
  const evm = EVM[id];
  return evm === undefined ? (OTHERS[id] ?? `wormhole:${id}`) : `eip155:${evm}`;
}

/** Wormhole's number of an EVM chain. */
export function wormholeIdOf(evmChain: number): number | undefined {
  const found = Object.entries(EVM).find(([, number]) => number === evmChain);
  return found === undefined ? undefined : Number(found[0]);
}
