import type { Address, AssetRef, BridgeLeg } from '@fundtrail/core';
import type { ContractRow, DraftLeg, LogRule, ProtocolAdapter, Search } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import type { Args } from '../../decode/args.ts';
import type { LogContext } from '../../read/contexts.ts';
import { payers, takers } from '../../read/keepers.ts';
import { receiverOf } from '../../searches.ts';

const ETHEREUM = 'eip155:1';
const RONIN_CHAIN = 'eip155:2020';
const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Gateway', 'axieinfinity/ronin-bridge-contracts deployments', {
    1: '0x64192819ac13ef72bf6b5ae239ac672b43a9af08',
    2020: '0x0cf8ff40a508bdbc39fbe1bb679dcba64e65c7df',
  }),
  ...contracts('OldBridge', 'duneanalytics/spellbook labels_bridges_ethereum.sql; XChainWatcher facts', {
    1: '0x1a2a1c938ce3ec39b6d47113c7955baa9dd454f2',
    2020: '0xe35d62ebe18413d96ca2a2f7cf215bb21a406b4b',
  }),
];

const ACCOUNT = '(address addr, address tokenAddr, uint256 chainId)';
const RECEIPT = `(uint256 id, uint8 kind, ${ACCOUNT} mainchain, ${ACCOUNT} ronin, (uint8 erc, uint256 id, uint256 quantity) info) receipt`;
const ERC20 = 0;

/** One event of the gateway: which side it is, and which of the two accounts is on this chain. */
function told(name: string, way: 'deposit' | 'withdrawal', side: 'source' | 'destination'): LogRule {
  const here = (way === 'deposit') === (side === 'source') ? 'mainchain' : 'ronin';
  const there = here === 'mainchain' ? 'ronin' : 'mainchain';
  return {
    on: 'log',
    event: `event ${name}(bytes32 receiptHash, ${RECEIPT})`,
    from: ['Gateway'],
    read: (args, at): DraftLeg | undefined => {
      const receipt = args.tuple('receipt');
      const info = receipt.tuple('info');
      if (info.number('erc') !== ERC20) return undefined;
      return side === 'source'
        ? left(at, way, receipt, here, there, info.uint('quantity'))
        : came(at, way, receipt, here, there, info.uint('quantity'));
    },
  };
}

function left(at: LogContext, way: string, receipt: Args, here: string, there: string, amount: bigint): DraftLeg {
  const gateway = at.log.address;
  const asset: AssetRef =
    at.moved({ to: gateway, asset: 'native', amount }).length > 0 ? 'native' : receipt.tuple(here).address('tokenAddr');
  return {
    kind: 'leg',
    side: 'source',
    key: `${way}:${receipt.uint('id')}`,
    fromChain: at.chain,
    fromAccount: receipt.tuple(here).address('addr'),
    toChain: way === 'deposit' ? RONIN_CHAIN : ETHEREUM,
    toAccount: receipt.tuple(there).address('addr'),
    asset,
    amount,
    custody: takers(at, asset, amount, [gateway, ...(asset === 'native' ? [] : [asset])]),
    toAsset: receipt.tuple(there).address('tokenAddr'),
  };
}

function came(at: LogContext, way: string, receipt: Args, here: string, there: string, amount: bigint): DraftLeg {
  const to = receipt.tuple(here).address('addr');
  const asset = assetPaid(at, to, amount, receipt.tuple(here).address('tokenAddr'));
  return {
    kind: 'leg',
    side: 'destination',
    key: `${way}:${receipt.uint('id')}`,
    fromChain: way === 'deposit' ? ETHEREUM : RONIN_CHAIN,
    fromAccount: receipt.tuple(there).address('addr'),
    toChain: at.chain,
    toAccount: to,
    asset,
    amount,
    custody: payers(at, asset, amount, to, [at.log.address]),
  };
}

/** Wrapped ether is unwrapped before it is paid. */
function assetPaid(at: LogContext, to: Address, amount: bigint, token: Address): AssetRef {
  return at.moved({ to, asset: 'native', amount }).length > 0 ? 'native' : token;
}

/** The bridge of before 2022-06, robbed on 2022-03-23. */
const OLD: readonly [LogRule, LogRule] = [
  {
    on: 'log',
    event:
      'event TokenDeposited(uint256 indexed _depositId, address indexed _owner, address indexed _tokenAddress, address _sidechainAddress, uint32 _standard, uint256 _tokenNumber)',
    from: ['OldBridge'],
    read: (args, at): DraftLeg | undefined => {
      if (args.number('_standard') !== 20) return undefined;
      const [token, amount] = [args.address('_tokenAddress'), args.uint('_tokenNumber')];
      const bridge = at.log.address;
      const isNative = at.moved({ to: bridge, asset: 'native', amount }).length > 0;
      const asset: AssetRef = isNative ? 'native' : token;
      return {
        kind: 'leg',
        side: 'source',
        key: `old-deposit:${args.uint('_depositId')}`,
        fromChain: at.chain,
        fromAccount: at.sender,
        toChain: RONIN_CHAIN,
        toAccount: args.address('_owner'),
        asset,
        amount,
        custody: takers(at, asset, amount, [bridge]),
      };
    },
  },
  {
    on: 'log',
    event:
      'event TokenWithdrew(uint256 indexed _withdrawId, address indexed _owner, address indexed _tokenAddress, uint256 _tokenNumber)',
    from: ['OldBridge'],
    read: (args, at): DraftLeg => {
      const [to, amount] = [args.address('_owner'), args.uint('_tokenNumber')];
      const asset = assetPaid(at, to, amount, args.address('_tokenAddress'));
      return {
        kind: 'leg',
        side: 'destination',
        key: `old-withdrawal:${args.uint('_withdrawId')}`,
        fromChain: RONIN_CHAIN,
        toChain: at.chain,
        toAccount: to,
        asset,
        amount,
        custody: payers(at, asset, amount, to, [at.log.address]),
      };
    },
  },
];

/**
 * Ronin's bridge: key is the number of the receipt, with its direction. The old bridge is read on Ethereum only: the events of its
 * other side are not known. Source: axieinfinity/ronin-bridge-contracts; no receipt is recorded.
 */
export const RONIN: ProtocolAdapter = {
  protocol: 'ronin',
  title: 'Ronin bridge',
  kind: 'bridge',
  proof: 'K',
  contracts: CONTRACTS,
  source: [told('DepositRequested', 'deposit', 'source'), told('WithdrawalRequested', 'withdrawal', 'source'), OLD[0]],
  destination: [told('Deposited', 'deposit', 'destination'), told('Withdrew', 'withdrawal', 'destination'), OLD[1]],
  search,
  delays: { usualSeconds: 20 * 60, p99Seconds: 3 * 86_400 },
};

/** Keys are in no topic: what the declared receiver got shows it. */
function search(leg: BridgeLeg): readonly Search[] {
  return receiverOf(leg);
}
