import type { BridgeLeg } from '@fundtrail/core';
import { id } from 'ethers';
import type { ProtocolAdapter, Search } from '../../adapter.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { assemble } from './assemble.ts';
import { ENDPOINTS, LIBRARIES_V1 } from './contracts.ts';
import { FIXTURES } from './fixtures.ts';
import { RECEIVED_TOKENS, SENT_TOKENS } from './oft-events.ts';
import { DELIVERED_PACKETS, SENT_PACKETS } from './packets.ts';
import { LAYERZERO_SCAN } from './scan.ts';

/**
 * Tokens that cross chains by LayerZero (OFT, USDT0 among them), whoever made them: what a token says of itself counts where a packet of
 * LayerZero's contracts proves it. Key in v2 the packet's id, in v1 `<source>:<sender>:<receiver>:<nonce>`. Stargate sends its packets by
 * another contract than its pools and is read by itself.
 */
export const LAYERZERO_OFT: ProtocolAdapter = {
  protocol: 'layerzero_oft',
  title: 'LayerZero OFT',
  kind: 'bridge',
  proof: 'K',
  contracts: [...ENDPOINTS, ...LIBRARIES_V1],
  source: [...SENT_PACKETS, ...SENT_TOKENS],
  destination: [...DELIVERED_PACKETS, ...RECEIVED_TOKENS],
  assemble,
  search,
  api: LAYERZERO_SCAN,
  fixtures: FIXTURES,
  delays: { usualSeconds: 180, p99Seconds: 3600 },
};

const GUID = /^0x[0-9a-f]{64}$/;
const RECEIVED = id('OFTReceived(bytes32,uint32,address,uint256)');
const RECEIVED_V1 = id('ReceiveFromChain(uint16,address,uint256)');

/** By the packet's id in v2, by source and receiver in v1, at the token that the packet is for. */
function search({ side, key, toChain, toAccount, toAsset }: BridgeLeg): readonly Search[] {
  if (side !== 'source' || key === undefined || toChain?.startsWith('eip155:') !== true) return [];
  const [srcChain = ''] = key.split(':');
  const byAccount: readonly Search[] =
    toAccount === undefined ? [] : [{ by: 'account', chain: toChain, address: toAccount }];
  if (toAsset === undefined) return byAccount;
  const word = toAccount === undefined ? null : topicOf(toAccount);
  const topics = GUID.test(key) ? [RECEIVED, key] : [RECEIVED_V1, topicOf(BigInt(srcChain)), word];
  return [{ by: 'logs', chain: toChain, addresses: [toAsset], topics }, ...byAccount];
}
