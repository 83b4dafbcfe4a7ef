import type { Address, BridgeLeg } from '@fundtrail/core';
import type { ContractRow, DraftLeg, LogRule, PaymentRule, ProtocolAdapter, Search } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import { BITCOIN } from '../../decode/bitcoin.ts';
import { payers } from '../../read/keepers.ts';
import { receiverOf } from '../../searches.ts';

const ETHEREUM = 'eip155:1';
const AVALANCHE = 'eip155:43114';
const BTC_B: Address = '0x152b9d0fdc40c096757f570a51e494bd4b943e50';
const MEMORY = 'Avalanche bridge tokens (.e), from memory';

const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Vault', 'DefiLlama avalanche adapter @2ad9ba2; L2BEAT', {
    1: ['0x8eb8a3b98659cce290402893d0123abb75e3ab28', '0xe78388b4ce79068e89bf8aa7f218ef6b9ab0e9d0'],
  }),
  ...contracts('ChainBridge', 'duneanalytics/spellbook labels_bridges_ethereum.sql', {
    1: '0xdac7bb7ce4ff441a235f08408e632fa1d799a147',
  }),
  ...contracts('BtcToken', 'DefiLlama avalanche-btc adapter @2ad9ba2', { 43114: BTC_B }),
  ...contracts('Token', 'public lists of bridged USDC', { 43114: '0xa7d7079b0fead91f3e65f86e8915cb59c1a4c664' }),
  ...contracts('Token', MEMORY, {
    43114: [
      '0x49d5c2bdffac6ce2bfdb6640f4f80f226bc10bab',
      '0xc7198437980c041c805a1edcba50c1ce5db95118',
      '0x50b7545627a5162f82a992c33b87adc75187b218',
      '0xd586e7f844cea2f87f50152665bcbc2c279d8d70',
      '0x5947bb275c521040051d82396192181b413227a3',
      '0x63a72806098bd3d9520cc43356dd78afe5d386d9',
      '0x8ebaf22b6f053dffeaf46f4dd9efa95d89ba8580',
    ],
  }),
];

export const MINT = 'event Mint(address to, uint256 amount, address feeAddress, uint256 feeAmount, bytes32 originTxId)';
export const MINT_BTC =
  'event Mint(address to, uint256 amount, address feeAddress, uint256 feeAmount, bytes32 originTxId, uint256 originOutputIndex)';

type Arguments = Parameters<LogRule['read']>[0];

function minted(event: string, role: string, origin: string, key: (args: Arguments) => string): LogRule {
  return {
    on: 'log',
    event,
    from: [role],
    read: (args, at): DraftLeg => {
      const [to, amount, asset] = [args.address('to'), args.uint('amount'), at.log.address];
      return {
        kind: 'leg',
        side: 'destination',
        key: key(args),
        fromChain: origin,
        toChain: at.chain,
        toAccount: to,
        asset,
        amount,
        custody: payers(at, asset, amount, to, [asset]),
        fee: args.uint('feeAmount'),
      };
    },
  };
}

/** What is unwrapped is paid on the other chain with nothing that says for what. */
const UNWRAPPED: LogRule = {
  on: 'log',
  event: 'event Unwrap(uint256 amount, uint256 chainId)',
  from: ['Token', 'BtcToken'],
  read: (args, at): DraftLeg => {
    const isBitcoin = at.role === 'BtcToken';
    return {
      kind: 'leg',
      side: 'source',
      proof: 'H',
      fromChain: at.chain,
      fromAccount: at.sender,
      toChain: isBitcoin ? BITCOIN : ETHEREUM,
      // To Ethereum it goes to the same account.
      toAccount: isBitcoin ? undefined : at.sender,
      asset: at.log.address,
      amount: args.uint('amount'),
      custody: [at.log.address],
      notes: [`chain ${args.uint('chainId')} in the protocol's numbers`],
    };
  },
};

const SENT: PaymentRule = {
  on: 'payment',
  side: 'to',
  of: ['Vault'],
  read: ({ leg, chain, tx }) => {
    // The bridge takes tokens only.
    if (leg.asset === 'native') return undefined;
    return {
      kind: 'leg',
      side: 'source',
      key: `eth:${tx}`,
      fromChain: chain,
      fromAccount: leg.from,
      toChain: AVALANCHE,
      toAccount: leg.from,
      asset: leg.asset,
      amount: leg.amount,
      custody: [leg.to],
      legs: [leg.id],
    };
  },
};

const PAID: PaymentRule = {
  on: 'payment',
  side: 'from',
  of: ['Vault'],
  read: ({ leg, chain }) => {
    if (leg.asset === 'native') return undefined;
    return {
      kind: 'leg',
      side: 'destination',
      proof: 'H',
      fromChain: AVALANCHE,
      toChain: chain,
      toAccount: leg.to,
      asset: leg.asset,
      amount: leg.amount,
      custody: [leg.from],
      legs: [leg.id],
    };
  },
};

/**
 * Avalanche's own bridge. What is minted there names what it is for: `eth:<hash on Ethereum>`, or `btc:<transaction>:<output>` of
 * Bitcoin. The way back names nothing. Source: DefiLlama and L2BEAT; no receipt is recorded.
 */
export const AVALANCHE_BRIDGE: ProtocolAdapter = {
  protocol: 'avalanche_bridge',
  title: 'Avalanche bridge',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [SENT, UNWRAPPED],
  destination: [
    minted(MINT, 'Token', ETHEREUM, (args) => `eth:${args.hex('originTxId')}`),
    minted(MINT_BTC, 'BtcToken', BITCOIN, (args) => `btc:${args.hex('originTxId')}:${args.uint('originOutputIndex')}`),
    PAID,
  ],
  search,
  delays: { usualSeconds: 15 * 60, p99Seconds: 6 * 3600 },
};

/** What was minted names its source; what was sent is minted for the same account. */
function search(leg: BridgeLeg): readonly Search[] {
  const [, hash] = leg.key?.split(':') ?? [];
  if (leg.side === 'destination' && hash !== undefined && leg.fromChain !== undefined) {
    return [{ by: 'transaction', chain: leg.fromChain, hash }];
  }
  return receiverOf(leg);
}
