import type { BridgeLeg } from '@fundtrail/core';
import type { ProtocolAdapter, Search } from '../../adapter.ts';
import { receiverOf } from '../../searches.ts';
import { CONTRACTS } from './contracts.ts';
import { assemble, ERA, ERA_DESTINATION, ERA_SOURCE } from './era.ts';
import { FIXTURES } from './fixtures.ts';
import { LITE_DESTINATION, LITE_SOURCE } from './lite.ts';

/**
 * zkSync Era's bridge, and what goes into and comes out of zkSync Lite. Keys of Era: the hash there, told on Ethereum, for ether;
 * `<hash>:token` for tokens; `msg:<digest>` for ether that is withdrawn. Withdrawals of tokens have no key: their message names the token of
 * Ethereum, which Era's events do not. Source: matter-labs/era-contracts; no receipt of Era is recorded, two of Lite are.
 */
export const ZKSYNC: ProtocolAdapter = {
  protocol: 'zksync',
  title: 'zkSync bridge',
  kind: 'bridge',
  proof: 'D',
  contracts: CONTRACTS,
  source: [...ERA_SOURCE, LITE_SOURCE],
  destination: [...ERA_DESTINATION, LITE_DESTINATION],
  assemble,
  search,
  fixtures: FIXTURES,
  // A withdrawal waits a day for its batch to be executed.
  delays: { usualSeconds: 20 * 60, p99Seconds: 3 * 86_400 },
};

const HASH = /^0x[0-9a-f]{64}/;

function search(leg: BridgeLeg): readonly Search[] {
  const hash = leg.key === undefined ? undefined : HASH.exec(leg.key)?.[0];
  if (leg.side === 'source' && hash !== undefined && leg.toChain === ERA) {
    return [{ by: 'transaction', chain: ERA, hash }];
  }
  return receiverOf(leg);
}
