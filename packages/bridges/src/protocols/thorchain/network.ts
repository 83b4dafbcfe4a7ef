import type { ThorNetwork } from '../../thor/network.ts';
import { CONTRACTS } from './contracts.ts';

/** Codes: thornode `common/asset.go` of several versions; `p` only in its documentation of memos. */
export const THORCHAIN_NETWORK: ThorNetwork = {
  protocol: 'thorchain',
  title: 'THORChain',
  chain: 'cosmos:thorchain-1',
  home: 'THOR',
  accountPrefix: 'thor',
  ownAssets: ['RUNE', 'TCY', 'TOR', 'RUJI', 'NAMI'],
  codes: {
    a: 'AVAX.AVAX',
    b: 'BTC.BTC',
    c: 'BCH.BCH',
    d: 'DOGE.DOGE',
    e: 'ETH.ETH',
    f: 'BASE.ETH',
    g: 'GAIA.ATOM',
    l: 'LTC.LTC',
    n: 'BNB.BNB',
    o: 'SOL.SOL',
    p: 'POL.POL',
    r: 'THOR.RUNE',
    s: 'BSC.BNB',
    tr: 'TRON.TRX',
    x: 'XRP.XRP',
  },
  contracts: CONTRACTS,
  coinChains: ['BTC', 'LTC', 'BCH', 'DOGE'],
  midgard: { name: 'midgard', baseUrl: 'https://midgard.ninerealms.com' },
  node: { name: 'thornode', baseUrl: 'https://thornode.ninerealms.com', nodePath: '/thorchain' },
};
