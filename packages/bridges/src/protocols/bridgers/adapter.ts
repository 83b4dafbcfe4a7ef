import type { AssetRef, BridgeLeg, ChainName } from '@fundtrail/core';
import type { ContractRow, DraftLeg, LogRule, ProtocolAdapter, Search } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import { BITCOIN, bitcoinAccount } from '../../decode/bitcoin.ts';
import { type ForeignAccount, TRON } from '../../decode/foreign-account.ts';
import { takers } from '../../read/keepers.ts';
import { receiverOf } from '../../searches.ts';

const ADDRESS = '0xb685760ebd368a891f27ae547391f4e2a289895b';
const CONTRACTS: readonly ContractRow[] = contracts('Router', 'DefiLlama TVL adapter and public lists', {
  1: ADDRESS,
  10: ADDRESS,
  56: ADDRESS,
  137: ADDRESS,
  42161: ADDRESS,
  43114: ADDRESS,
});
export const SWAP =
  'event Swap(address fromToken, string toToken, address sender, string destination, uint256 fromAmount, uint256 minReturnAmount)';
export const SWAP_ETH =
  'event SwapEth(string toToken, address sender, string destination, uint256 fromAmount, uint256 minReturnAmount)';

/** The chain that a token is written with, `USDT(TRON)`; from memory. */
const CHAINS: Readonly<Record<string, ChainName>> = {
  TRON: TRON,
  TRC20: TRON,
  BTC: BITCOIN,
  ETH: 'eip155:1',
  ERC20: 'eip155:1',
  OPTIMISM: 'eip155:10',
  BSC: 'eip155:56',
  BEP20: 'eip155:56',
  POLYGON: 'eip155:137',
  ARBITRUM: 'eip155:42161',
  AVAXC: 'eip155:43114',
};
const WRITTEN = /^([^(]*)(?:\(([^)]*)\))?$/;
const EVM = /^0x[0-9a-f]{40}$/i;

function chainOf(toToken: string): ChainName | undefined {
  const [, symbol, chain] = WRITTEN.exec(toToken.trim()) ?? [];
  return CHAINS[(chain ?? symbol ?? '').toUpperCase()];
}

function receiver(chain: ChainName | undefined, text: string): ForeignAccount {
  if (chain === BITCOIN) return bitcoinAccount(text);
  if (chain?.startsWith('eip155:') !== true) return { account: text, fault: undefined };
  if (EVM.test(text)) return { account: text.toLowerCase(), fault: undefined };
  return { account: undefined, fault: `${JSON.stringify(text)} is no account of ${chain}` };
}

function swap(event: string, hasToken: boolean): LogRule {
  return {
    on: 'log',
    event,
    from: ['Router'],
    read: (args, at): DraftLeg => {
      const toToken = args.text('toToken');
      const toChain = chainOf(toToken);
      const to = receiver(toChain, args.text('destination'));
      const asset: AssetRef = hasToken ? args.address('fromToken') : 'native';
      const amount = args.uint('fromAmount');
      const unknown = toChain === undefined ? `the chain of ${JSON.stringify(toToken)} is not known` : undefined;
      return {
        kind: 'leg',
        side: 'source',
        key: `${at.chainNumber}:${at.tx}:${at.log.index}`,
        fromChain: at.chain,
        fromAccount: args.address('sender'),
        toChain,
        toAccount: to.account,
        asset,
        amount,
        custody: takers(at, asset, amount, [at.log.address]),
        toAsset: toToken,
        minOut: args.uint('minReturnAmount'),
        fault: to.fault ?? unknown,
      };
    },
  };
}

/**
 * Bridgers (SWFT): what is paid out elsewhere names no deposit; only the protocol's own records join them. Key: place of the event.
 * Source: DefiLlama adapters; that this contract emits these events is not verified, no receipt is recorded.
 */
export const BRIDGERS: ProtocolAdapter = {
  protocol: 'bridgers',
  title: 'Bridgers',
  kind: 'bridge',
  proof: 'A',
  contracts: CONTRACTS,
  source: [swap(SWAP, true), swap(SWAP_ETH, false)],
  destination: [],
  search,
  delays: { usualSeconds: 10 * 60, p99Seconds: 2 * 3600 },
};

function search(leg: BridgeLeg): readonly Search[] {
  const { side, toChain, toAccount } = leg;
  if (side === 'source' && toChain === BITCOIN && toAccount !== undefined) {
    return [{ by: 'account', chain: BITCOIN, address: toAccount }];
  }
  return receiverOf(leg);
}
