import type { BridgeLeg } from '@fundtrail/core';
import { Interface } from 'ethers';
import type { ProtocolAdapter, Search } from '../../adapter.ts';
import { mintedNative } from '../../read/minted.ts';
import { logsOf, receiverOf } from '../../searches.ts';
import { assemble, DERIVED, ETHEREUM } from './assemble.ts';
import { CONTRACTS } from './contracts.ts';
import { DESTINATION_EVENTS, FINALIZED, RELAYED, SOURCE_EVENTS } from './events.ts';
import { FIXTURES } from './fixtures.ts';
import { L2_MESSENGER } from './stacks.ts';

/** What a messenger brings is told by its message, which may also be relayed later. */
const MINTED = mintedNative(ETHEREUM, L2_MESSENGER);

/**
 * The bridges of chains of the OP stack (Optimism, Base and others). Keys: `msg:<rollup>:<hash of the message>` for what a messenger
 * carries, in both directions; the hash on the rollup for deposits into the portal itself; the hash of the withdrawal for those that
 * no messenger carries. Source: ethereum-optimism/specs; wevm/viem; real receipts.
 */
export const OPSTACK: ProtocolAdapter = {
  protocol: 'opstack',
  title: 'OP stack bridge',
  kind: 'bridge',
  proof: 'D',
  contracts: CONTRACTS,
  source: SOURCE_EVENTS,
  destination: [...DESTINATION_EVENTS, MINTED],
  assemble,
  search,
  fixtures: FIXTURES,
  // Deposits take some minutes; withdrawals wait a week, and then for somebody to finalize them.
  delays: { usualSeconds: 5 * 60, p99Seconds: 14 * 86_400 },
};

const HASH = /^0x[0-9a-f]{64}$/;

function search(leg: BridgeLeg): readonly Search[] {
  const { key, side, toChain, notes } = leg;
  if (side !== 'source' || key === undefined || toChain === undefined) return [];
  if (HASH.test(key)) {
    if (toChain !== ETHEREUM) return [{ by: 'transaction', chain: toChain, hash: key }];
    return [...logsOf(CONTRACTS, ['Portal'], toChain, [topic(FINALIZED), key]), ...receiverOf(leg)];
  }
  const derived = notes.find((note) => note.startsWith(DERIVED))?.slice(DERIVED.length);
  const hash = key.split(':')[2] ?? '';
  return [
    ...(derived === undefined ? [] : [{ by: 'transaction', chain: toChain, hash: derived } as const]),
    ...logsOf(CONTRACTS, ['Messenger'], toChain, [topic(RELAYED), hash]),
    ...receiverOf(leg),
  ];
}

function topic(event: string): string {
  return new Interface([event]).getEvent(event.slice('event '.length).split('(', 1)[0] ?? '')?.topicHash ?? '';
}
