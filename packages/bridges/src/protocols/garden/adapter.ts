import type { BridgeLeg } from '@fundtrail/core';
import type { ContractRow, DraftLeg, ProtocolAdapter } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import type { LogContext } from '../../read/contexts.ts';

const SOURCE = 'DefiLlama/bridges-server src/adapters/garden @2ad9ba2';
const CONTRACTS: readonly ContractRow[] = contracts('HTLC', SOURCE, {
  1: [
    '0xd781a2abb3fcb9fc0d1dd85697c237d06b75fe95',
    '0xcf5e5e28848cfe779f7fb711c57857cb3b144a19',
    '0x5fa58e4e89c85b8d678ade970bd6afd4311af17e',
    '0xe35d025d0f0d9492db4700fe8646f7f89150ec04',
    '0xdc74a45e86dedf1ff7c6dac77e0c2f082f9e4f72',
  ],
  8453: ['0xe35d025d0f0d9492db4700fe8646f7f89150ec04', '0xd8a6e3fca403d79b6ad6216b60527f51cc967d39'],
  42161: ['0xb5ae9785349186069c48794a763db39ec756b1cf', '0xeae7721d779276eb0f5837e2fe260118724a2ba4'],
});
export const INITIATED = 'event Initiated(bytes32 indexed orderID, bytes32 indexed secretHash, uint256 indexed amount)';
export const REDEEMED = 'event Redeemed(bytes32 indexed orderID, bytes32 indexed secretHash, bytes secret)';
export const REFUNDED = 'event Refunded(bytes32 indexed orderID)';

/**
 * Garden: atomic swaps. Both sides are locked by the hash of one secret, which is the key. Whoever locks may be the one who swaps or who
 * trades with them, on either chain: two lockings under one secret are refused, a locking and a release on one chain are no pair.
 * Source: signatures from memory, contracts of DefiLlama; no receipt is recorded.
 */
export const GARDEN: ProtocolAdapter = {
  protocol: 'garden',
  title: 'Garden',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [
    {
      on: 'log',
      event: INITIATED,
      from: ['HTLC'],
      read: (args, at): DraftLeg => {
        const [contract, amount] = [at.log.address, args.uint('amount')];
        const [leg] = at.moved({ to: contract, amount });
        return {
          kind: 'leg',
          side: 'source',
          key: args.hex('secretHash'),
          fromChain: at.chain,
          fromAccount: leg?.from ?? at.sender,
          asset: leg?.asset,
          amount,
          custody: [contract],
          fault: leg === undefined ? 'nothing of this amount is locked here' : undefined,
          notes: [`order ${args.hex('orderID')}`],
        };
      },
    },
  ],
  destination: [
    {
      on: 'log',
      event: REDEEMED,
      from: ['HTLC'],
      read: (args, at): DraftLeg => {
        const paid = paidBy(at);
        return {
          ...paid,
          kind: 'leg',
          side: 'destination',
          key: args.hex('secretHash'),
          fault: paid.legs === undefined ? 'which of the payments is meant cannot be told' : undefined,
          notes: [`order ${args.hex('orderID')}`],
        };
      },
    },
    {
      on: 'log',
      event: REFUNDED,
      from: ['HTLC'],
      read: (args, at): DraftLeg => ({
        ...paidBy(at),
        kind: 'leg',
        side: 'refund',
        fault: 'a refund names its order, and no secret',
        notes: [`order ${args.hex('orderID')}`],
      }),
    },
  ],
  match,
  delays: { usualSeconds: 30 * 60, p99Seconds: 2 * 86_400 },
};

/** The only payment of the contract in the transaction: which of several an event means cannot be told. */
function paidBy(at: LogContext): Pick<DraftLeg, 'toChain' | 'toAccount' | 'asset' | 'amount' | 'custody' | 'legs'> {
  const [leg, ...more] = at.moved({ from: at.log.address });
  const about = { toChain: at.chain, custody: [at.log.address] };
  if (leg === undefined || more.length > 0) return about;
  return { ...about, toAccount: leg.to, asset: leg.asset, amount: leg.amount, legs: [leg.id] };
}

function match(source: BridgeLeg, arrival: BridgeLeg): string | undefined {
  if (source.chain !== arrival.chain) return undefined;
  return 'is the release of the same locking: the other side of the order is on another chain';
}
