import { type Address, type AssetRef, ZERO_ADDRESS } from '@fundtrail/core';
import type { ContractRow, DraftLeg, ProtocolAdapter } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import { payers, takers } from '../../read/keepers.ts';

const BEACON = 'cosmos:Binance-Chain-Tigris';
const CONTRACTS: readonly ContractRow[] = contracts('TokenHub', 'bnb-chain/bsc-genesis-contract', {
  56: '0x0000000000000000000000000000000000001004',
});

function assetOf(token: Address): AssetRef {
  return token === ZERO_ADDRESS ? 'native' : token;
}

/**
 * The bridge between BNB Smart Chain and the Beacon Chain, which ended in 2024; robbed on 2022-10-06. Nothing names the other side:
 * candidates only. Source: bnb-chain/bsc-genesis-contract; no receipt is recorded.
 */
export const BSC_TOKENHUB: ProtocolAdapter = {
  protocol: 'bsc_tokenhub',
  title: 'BSC Token Hub',
  kind: 'bridge',
  proof: 'H',
  contracts: CONTRACTS,
  source: [
    {
      on: 'log',
      event: 'event transferOutSuccess(address bep20Addr, address senderAddr, uint256 amount, uint256 relayFee)',
      from: ['TokenHub'],
      read: (args, at): DraftLeg => {
        const [asset, amount] = [assetOf(args.address('bep20Addr')), args.uint('amount')];
        return {
          kind: 'leg',
          side: 'source',
          fromChain: at.chain,
          fromAccount: args.address('senderAddr'),
          toChain: BEACON,
          asset,
          amount,
          custody: takers(at, asset, amount, [at.log.address]),
          notes: [`fee of the relay ${args.uint('relayFee')}`],
        };
      },
    },
  ],
  destination: [
    {
      on: 'log',
      event: 'event transferInSuccess(address bep20Addr, address refundAddr, uint256 amount)',
      from: ['TokenHub'],
      read: (args, at): DraftLeg => {
        const [asset, amount] = [assetOf(args.address('bep20Addr')), args.uint('amount')];
        const paid = at.moved({ from: at.log.address, asset, amount });
        return {
          kind: 'leg',
          side: 'destination',
          fromChain: BEACON,
          toChain: at.chain,
          // The event names whom a failure would be paid back to.
          toAccount: paid[0]?.to,
          asset,
          amount,
          custody: [at.log.address],
        };
      },
    },
    {
      on: 'log',
      event: 'event refundSuccess(address bep20Addr, address refundAddr, uint256 amount, uint32 status)',
      from: ['TokenHub'],
      read: (args, at): DraftLeg => {
        const asset = assetOf(args.address('bep20Addr'));
        const [to, amount] = [args.address('refundAddr'), args.uint('amount')];
        return {
          kind: 'leg',
          side: 'refund',
          fromChain: at.chain,
          toChain: at.chain,
          toAccount: to,
          asset,
          amount,
          custody: payers(at, asset, amount, to, [at.log.address]),
          notes: [`status ${args.number('status')}`],
        };
      },
    },
  ],
  delays: { usualSeconds: 300, p99Seconds: 86_400 },
};
