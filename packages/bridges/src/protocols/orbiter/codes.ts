import type { ChainName } from '@fundtrail/core';

/** Orbiter's numbers of chains (duneanalytics/spellbook bridges_orbiter_chain_indexes.sql). */
const CHAINS: Readonly<Record<number, ChainName>> = {
  1: 'eip155:1',
  2: 'eip155:42161',
  3: 'zksync:lite',
  4: 'starknet:SN_MAIN',
  6: 'eip155:137',
  7: 'eip155:10',
  14: 'eip155:324',
  15: 'eip155:56',
  16: 'eip155:42170',
  19: 'eip155:534352',
  21: 'eip155:8453',
  23: 'eip155:59144',
  24: 'eip155:5000',
  40: 'eip155:81457',
  51: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp',
  56: 'tvm:-239',
  96: 'eip155:43114',
};

const MODULUS = 10_000n;
const BASE = 9_000;

/** The chain that the last four digits of an amount name; undefined where they name none. */
export function chainIn(amount: bigint): ChainName | undefined {
  return CHAINS[Number(amount % MODULUS) - BASE];
}
