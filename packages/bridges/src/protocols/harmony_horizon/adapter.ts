import type { Address, AssetRef, BridgeLeg } from '@fundtrail/core';
import type { ContractRow, DraftLeg, LogRule, ProtocolAdapter, Search } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import type { LogContext } from '../../read/contexts.ts';
import { payers, takers } from '../../read/keepers.ts';
import { receiverOf } from '../../searches.ts';

const ETHEREUM = 'eip155:1';
const HARMONY = 'eip155:1666600000';
const REPOSITORY = 'harmony-one/ethhmy-bridge';
const LABELS = 'duneanalytics/spellbook labels_bridges_ethereum.sql';
const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Manager', REPOSITORY, {
    1: ['0xf9fb1c508ff49f78b60d3a96dea99fa5d7f3a8a6', '0xfd53b1b4af84d59b20bf2c20ca89a6beeaa2c628'],
  }),
  ...contracts('Manager', LABELS, {
    1: [
      '0x2dccdb493827e15a5dc8f8b72147e6c4a5620857',
      '0xfe601de9d4295274b9904d5a9ad7069f23ee2b32',
      '0x1bd0029385f95ad2584cdfaf5c19f3f20651def6',
      '0x4d34e61caf7a3622759d69e48ccdeb8dee5021e8',
    ],
  }),
];

function left(event: string, toChain: string): LogRule {
  return {
    on: 'log',
    event: `event ${event}(address indexed token, address indexed sender, uint256 amount, address recipient)`,
    from: ['Manager'],
    read: (args, at): DraftLeg => {
      const [manager, amount] = [at.log.address, args.uint('amount')];
      const isNative = at.moved({ to: manager, asset: 'native', amount }).length > 0;
      const asset: AssetRef = isNative ? 'native' : args.address('token');
      return {
        kind: 'leg',
        side: 'source',
        key: `tx:${at.tx}`,
        fromChain: at.chain,
        fromAccount: args.address('sender'),
        toChain,
        toAccount: args.address('recipient'),
        asset,
        amount,
        custody: takers(at, asset, amount, [manager, ...(isNative ? [] : [args.address('token')])]),
      };
    },
  };
}

function came(event: string, token: string, fromChain: string): LogRule {
  return {
    on: 'log',
    event: `event ${event}(address ${token}, uint256 amount, address recipient, bytes32 receiptId)`,
    from: ['Manager'],
    read: (args, at): DraftLeg => {
      const [to, amount] = [args.address('recipient'), args.uint('amount')];
      const asset = assetPaid(at, to, amount, args.address(token));
      return {
        kind: 'leg',
        side: 'destination',
        key: `tx:${args.hex('receiptId')}`,
        fromChain,
        toChain: at.chain,
        toAccount: to,
        asset,
        amount,
        custody: payers(at, asset, amount, to, [at.log.address]),
      };
    },
  };
}

/** The manager of ether names a token that stands for it. */
function assetPaid(at: LogContext, to: Address, amount: bigint, token: Address): AssetRef {
  return at.moved({ to, amount, from: at.log.address })[0]?.asset ?? token;
}

/**
 * Harmony's Horizon bridge, robbed on 2022-06-24: key is the hash of the transaction by which value left. Contracts on Harmony are not
 * known here. Source: harmony-one/ethhmy-bridge; no receipt is recorded.
 */
export const HARMONY_HORIZON: ProtocolAdapter = {
  protocol: 'harmony_horizon',
  title: 'Harmony Horizon',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [left('Locked', HARMONY), left('Burned', ETHEREUM)],
  destination: [came('Unlocked', 'ethToken', HARMONY), came('Minted', 'oneToken', ETHEREUM)],
  search,
  delays: { usualSeconds: 15 * 60, p99Seconds: 86_400 },
};

function search(leg: BridgeLeg): readonly Search[] {
  const [, hash] = leg.key?.split(':') ?? [];
  if (leg.side === 'destination' && hash !== undefined && leg.fromChain !== undefined) {
    return [{ by: 'transaction', chain: leg.fromChain, hash }];
  }
  return receiverOf(leg);
}
