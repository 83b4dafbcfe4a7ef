import type { BridgeLeg } from '@fundtrail/core';
import { id } from 'ethers';
import type { ApiRules, Draft, ProtocolAdapter, Search, TransactionContext } from '../../adapter.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { ENDPOINTS, LIBRARIES_V1 } from '../layerzero_oft/contracts.ts';
import { DELIVERED_PACKETS, type PacketPart, SENT_PACKETS } from '../layerzero_oft/packets.ts';
import { LAYERZERO_SCAN } from '../layerzero_oft/scan.ts';
import { swapLeg, swapRemoteLeg } from './assemble-v1.ts';
import { receivedLeg, sentLeg } from './assemble-v2.ts';
import { assetOf, POOLS } from './assets.ts';
import { CONTRACTS_V1, CONTRACTS_V2 } from './contracts.ts';
import { RECEIVED_EVENTS, SENT_EVENTS, type StargatePart } from './events.ts';
import { FIXTURES } from './fixtures.ts';

/**
 * Stargate: pools on many chains that pay each other's messages, by LayerZero. Keys: v1 `<source>:<sender>:<receiver>:<nonce>` of the
 * packet; v2 by taxi the packet's id; v2 by bus, where many share a packet, `bus:<source>:<destination>:<asset>:<receiver>:<amount>`.
 * Source: stargate-protocol/stargate @5f0dfd2, stargate-v2 @938c95d6.
 */
export const STARGATE: ProtocolAdapter = {
  protocol: 'stargate',
  title: 'Stargate',
  kind: 'bridge',
  proof: 'K',
  contracts: [...CONTRACTS_V1, ...CONTRACTS_V2, ...ENDPOINTS, ...LIBRARIES_V1],
  source: [...SENT_EVENTS, ...SENT_PACKETS],
  destination: [...RECEIVED_EVENTS, ...DELIVERED_PACKETS],
  assemble,
  search,
  api: api(),
  fixtures: FIXTURES,
  // A bus waits until it is full or somebody drives it.
  delays: { usualSeconds: 300, p99Seconds: 6 * 3600 },
};

function assemble(drafts: readonly Draft[], at: TransactionContext): readonly Draft[] {
  const parts = drafts.flatMap((draft) => (draft.part === undefined ? [] : [draft.part as StargatePart | PacketPart]));
  return drafts.flatMap((draft): readonly Draft[] => {
    if (draft.part === undefined) return [draft];
    const part = draft.part as StargatePart | PacketPart;
    if (part.is === 'sent') return [sentLeg(at, part, parts)];
    if (part.is === 'received') return [receivedLeg(at, part, parts)];
    if (part.is === 'swap' || part.is === 'redeemed') return [swapLeg(at, part, parts)];
    if (part.is === 'swap remote') return [swapRemoteLeg(at, part, parts)];
    return [];
  });
}

const GUID = /^0x[0-9a-f]{64}$/;
const BUS = 'bus:';
const SENT = id('OFTSent(bytes32,uint32,address,uint256,uint256)');
const RECEIVED = id('OFTReceived(bytes32,uint32,address,uint256)');

/** By the packet's id for taxis, by the receiver for buses; events of v1 are indexed by nothing: there the receiver is looked at. */
function search({ side, key, fromChain, toChain, toAccount, toAsset }: BridgeLeg): readonly Search[] {
  const other = side === 'source' ? toChain : fromChain;
  if (key === undefined || other?.startsWith('eip155:') !== true) return [];
  const pools = CONTRACTS_V2.filter(
    ({ role, chain }) =>
      POOLS.includes(role) && other === `eip155:${chain}` && (toAsset === undefined || assetOf(role) === toAsset),
  ).map(({ address }) => address);
  const logs = (topics: readonly (string | null)[]): readonly Search[] =>
    pools.length === 0 ? [] : [{ by: 'logs', chain: other, addresses: pools, topics }];
  if (GUID.test(key)) return logs([side === 'source' ? RECEIVED : SENT, key]);
  if (side !== 'source' || toAccount === undefined) return [];
  if (key.startsWith(BUS)) return logs([RECEIVED, null, topicOf(toAccount)]);
  return [{ by: 'account', chain: other, address: toAccount }];
}

/** LayerZero Scan knows packets, not who rides in them. */
function api(): ApiRules {
  return {
    ...LAYERZERO_SCAN,
    path: (leg) => (leg.key?.startsWith(BUS) === true ? undefined : LAYERZERO_SCAN.path(leg)),
  };
}
