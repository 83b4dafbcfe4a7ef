import type { ChainName } from '@fundtrail/core';
import { SOLANA } from '../../decode/foreign-account.ts';

/**
 * Circle's numbers of chains: @circle-fin/bridge-kit 1.15.1 and provider-cctp-v2 1.14.0 (2026-10); those that are no EVM chain, and the
 * chain numbers of Codex, Plume, Ink, Edge, Injective and Morph, from memory.
 */
const DOMAINS: ReadonlyMap<number, ChainName> = new Map([
  [0, 'eip155:1'],
  [1, 'eip155:43114'],
  [2, 'eip155:10'],
  [3, 'eip155:42161'],
  [4, 'cosmos:noble-1'],
  [5, SOLANA],
  [6, 'eip155:8453'],
  [7, 'eip155:137'],
  [8, 'sui:mainnet'],
  [9, 'aptos:1'],
  [10, 'eip155:130'],
  [11, 'eip155:59144'],
  [12, 'eip155:81224'],
  [13, 'eip155:146'],
  [14, 'eip155:480'],
  [15, 'eip155:143'],
  [16, 'eip155:1329'],
  [18, 'eip155:50'],
  [19, 'eip155:999'],
  [21, 'eip155:57073'],
  [22, 'eip155:98866'],
  [28, 'eip155:3343'],
  [29, 'eip155:1776'],
  [30, 'eip155:2818'],
  [32, 'eip155:25'],
  [33, 'eip155:9745'],
  [37, 'eip155:196'],
]);

const BY_CHAIN: ReadonlyMap<ChainName, number> = new Map([...DOMAINS].map(([domain, chain]) => [chain, domain]));

export function chainOfDomain(domain: number): ChainName | undefined {
  return DOMAINS.get(domain);
}

export function domainOf(chain: ChainName): number | undefined {
  return BY_CHAIN.get(chain);
}
