import type { BridgeLeg } from '@fundtrail/core';
import { id } from 'ethers';
import type { ProtocolAdapter, Search } from '../../adapter.ts';
import { logsOf, receiverOf } from '../../searches.ts';
import { AXELARSCAN } from './api.ts';
import { CONTRACTS } from './contracts.ts';
import { DESTINATION, SOURCE } from './events.ts';
import { FIXTURES } from './fixtures.ts';

/**
 * Axelar: a gateway takes tokens with a message, another mints or releases them where the message is executed. Key: the id of the command,
 * which follows from the source transaction; tokens that are sent without a message only its API joins.
 */
export const AXELAR: ProtocolAdapter = {
  protocol: 'axelar',
  title: 'Axelar',
  kind: 'bridge',
  proof: 'D',
  contracts: CONTRACTS,
  source: SOURCE,
  destination: DESTINATION,
  search,
  api: AXELARSCAN,
  fixtures: FIXTURES,
  delays: { usualSeconds: 15 * 60, p99Seconds: 6 * 3600 },
};

function search(leg: BridgeLeg): readonly Search[] {
  if (leg.side !== 'source' || leg.key === undefined) return [];
  if (leg.proof !== 'D') return receiverOf(leg);
  return logsOf(CONTRACTS, ['Gateway'], leg.toChain, [id('ContractCallExecuted(bytes32)'), leg.key]);
}
