import type { BridgeLeg } from '@fundtrail/core';
import { Interface } from 'ethers';
import type { ProtocolAdapter, Search } from '../../adapter.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { assemble } from './assemble.ts';
import { CONTRACTS } from './contracts.ts';
import { BURN_V1, BURN_V2, DESTINATION_EVENTS, MINT_V2, RECEIVED, SOURCE_EVENTS } from './events.ts';
import { FIXTURES } from './fixtures.ts';
import { IRIS } from './iris.ts';

/**
 * Circle's CCTP: USDC is burnt on one chain and minted on another. Key in v1 `<source domain>:<nonce>`; a message of v2 has no number
 * when it is sent, and its key is a digest of what both sides hold. v1 and v2 are told apart by contract and by the message's version.
 */
export const CCTP: ProtocolAdapter = {
  protocol: 'cctp',
  title: 'Circle CCTP',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: SOURCE_EVENTS,
  destination: DESTINATION_EVENTS,
  assemble,
  search,
  match,
  api: IRIS,
  fixtures: FIXTURES,
  // v1 waits for finality, v2 for it or, for a fee, some seconds; from Linea it can take a day.
  delays: { usualSeconds: 20 * 60, p99Seconds: 24 * 3600 },
};

const V2_KEY = 'v2:';

/** v1 is indexed by its nonce on both sides; v2 by who receives it, and by who sent it. */
function search(leg: BridgeLeg): readonly Search[] {
  const isSource = leg.side === 'source';
  const other = isSource ? leg.toChain : leg.fromChain;
  const account = isSource ? leg.toAccount : leg.fromAccount;
  if (leg.key === undefined || other === undefined || !other.startsWith('eip155:')) return [];
  const isV2 = leg.key.startsWith(V2_KEY);
  const nonce = isV2 ? undefined : topicOf(BigInt(leg.key.split(':')[1] ?? '0'));
  const word = account === undefined ? undefined : topicOf(account);
  const suffix = isV2 ? 'V2' : '';
  const logs = (role: string, event: string, topics: readonly (string | null)[]): readonly Search[] => {
    const rows = CONTRACTS.filter((row) => row.role === role + suffix);
    const addresses = rows.filter(({ chain }) => chain === 'evm' || other === `eip155:${chain}`);
    if (addresses.length === 0) return [];
    return [
      {
        by: 'logs',
        chain: other,
        addresses: addresses.map(({ address }) => address),
        topics: [topic(event), ...topics],
      },
    ];
  };
  if (nonce !== undefined) {
    return isSource ? logs('MessageTransmitter', RECEIVED[1], [null, nonce]) : logs('TokenMessenger', BURN_V1, [nonce]);
  }
  if (word === undefined) return [];
  return isSource ? logs('TokenMessenger', MINT_V2, [word]) : logs('TokenMessenger', BURN_V2, [null, word]);
}

/** What is minted is what was burnt, without the fee that the mint itself tells. */
function match({ amount = 0n }: BridgeLeg, destination: BridgeLeg): string | undefined {
  const minted = (destination.amount ?? 0n) + (destination.fee ?? 0n);
  return minted === amount ? undefined : `${amount} was burnt, but ${minted} minted`;
}

function topic(event: string): string {
  return new Interface([event]).getEvent(event.slice('event '.length).split('(', 1)[0] ?? '')?.topicHash ?? '';
}
