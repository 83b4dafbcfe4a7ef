import type { BridgeLeg } from '@fundtrail/core';
import { Interface } from 'ethers';
import type { ProtocolAdapter, Search } from '../../adapter.ts';
import { logsOf, receiverOf } from '../../searches.ts';
import { CONTRACTS } from './contracts.ts';
import { FIXTURES } from './fixtures.ts';
import { BRIDGED, INITIATED, OMNI_DESTINATION, OMNI_SOURCE } from './omni.ts';
import { assemble, XDAI_DESTINATION, XDAI_SOURCE } from './xdai.ts';

/**
 * The bridges between Ethereum and Gnosis: xDai for DAI, OmniBridge for tokens.
 * Source: tokenbridge-contracts, omnibridge; real receipts.
 */
export const GNOSIS: ProtocolAdapter = {
  protocol: 'gnosis',
  title: 'Gnosis bridges',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [...XDAI_SOURCE, OMNI_SOURCE],
  destination: [...XDAI_DESTINATION, OMNI_DESTINATION],
  assemble,
  search,
  fixtures: FIXTURES,
  // To Ethereum somebody has to execute what validators signed.
  delays: { usualSeconds: 20 * 60, p99Seconds: 3 * 86_400 },
};

function search(leg: BridgeLeg): readonly Search[] {
  const isSource = leg.side === 'source';
  const other = isSource ? leg.toChain : leg.fromChain;
  const [kind, word] = leg.key?.split(':') ?? [];
  if (kind === 'amb' && word !== undefined) {
    const event = isSource ? BRIDGED : INITIATED;
    const name = isSource ? 'TokensBridged' : 'TokensBridgingInitiated';
    const topic = new Interface([event]).getEvent(name)?.topicHash ?? '';
    return logsOf(CONTRACTS, ['OmniBridge'], other, [topic, null, null, word]);
  }
  return receiverOf(leg);
}
