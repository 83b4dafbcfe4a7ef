import type { ChainName } from '@fundtrail/core';
import { SOLANA, TRON } from '../../decode/foreign-account.ts';

/** From here on deBridge gives chains numbers of its own. */
const OWN_NUMBERS = 100_000_000n;
/** deBridge's numbers of chains that are not their EVM chain numbers: docs.debridge.com, supported chains, and what clients of it list. */
const OTHERS: Readonly<Record<string, ChainName>> = {
  '7565164': SOLANA,
  '100000001': 'eip155:245022934',
  '100000002': 'eip155:100',
  '100000004': 'eip155:1088',
  '100000008': 'eip155:32769',
  '100000009': 'eip155:747',
  '100000013': 'eip155:1514',
  '100000014': 'eip155:146',
  '100000017': 'eip155:2741',
  '100000019': 'eip155:25',
  '100000020': 'eip155:80094',
  '100000021': 'eip155:60808',
  '100000022': 'eip155:999',
  '100000023': 'eip155:5000',
  '100000026': TRON,
  '100000027': 'eip155:1329',
  '100000028': 'eip155:9745',
  '100000029': 'eip155:1776',
  '100000030': 'eip155:143',
  '100000031': 'eip155:4326',
};

/** A number of deBridge's own that is not known stays one: it is then no chain that can be compared with. */
export function chainOf(id: bigint | string): ChainName {
  return OTHERS[String(id)] ?? (BigInt(id) >= OWN_NUMBERS ? `debridge:${id}` : `eip155:${id}`);
}

/** For legs on this chain: undefined where deBridge's number is not known, since equal chains could not be told. */
export function knownChain(id: bigint): ChainName | undefined {
  const chain = chainOf(id);
  return chain.startsWith('debridge:') ? undefined : chain;
}
