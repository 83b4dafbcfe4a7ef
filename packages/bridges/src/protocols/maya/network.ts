import type { ThorNetwork } from '../../thor/network.ts';
import { THORCHAIN_NETWORK } from '../thorchain/network.ts';
import { CONTRACTS } from './contracts.ts';

/**
 * A fork of THORChain whose codes mean other assets. Source: mayanode `common/asset.go` of several versions; `m` only in a public list of its
 * addresses. The host of Midgard is from memory.
 */
export const MAYA_NETWORK: ThorNetwork = {
  protocol: 'maya',
  title: 'Maya Protocol',
  chain: 'cosmos:mayachain-mainnet-v1',
  home: 'MAYA',
  accountPrefix: 'maya',
  ownAssets: ['CACAO', 'MAYA'],
  codes: {
    a: 'ARB.ETH',
    b: 'BTC.BTC',
    c: 'MAYA.CACAO',
    d: 'DASH.DASH',
    e: 'ETH.ETH',
    k: 'KUJI.KUJI',
    m: 'MAYA.CACAO',
    r: 'THOR.RUNE',
    x: 'XRD.XRD',
    z: 'ZEC.ZEC',
    ae: 'ARB.ETH',
    at: 'ARB.USDT-0XFD086BC7CD5C481DCC9C85EBE478A1C0B69FCBB9',
    ac: 'ARB.USDC-0XAF88D065E77C8CC2239327C5EDB3A432268E5831',
    ad: 'ARB.DAI-0XDA10009CBD5D07DD0CECC66161FC93D7C9000DA1',
    ap: 'ARB.PEPE-0X25D887CE7A35172C62FEBFD67A1856F20FAEBB00',
    aw: 'ARB.WSTETH-0X5979D7B546E38E414F7E9822514BE443A4800529',
    ab: 'ARB.WBTC-0X2F2A2543B76A4166549F7AAB2E75BEF0AEFC5B0F',
    bb: 'BTC.BTC',
    dd: 'DASH.DASH',
    ee: 'ETH.ETH',
    et: 'ETH.USDT-0XDAC17F958D2EE523A2206206994597C13D831EC7',
    ec: 'ETH.USDC-0XA0B86991C6218B36C1D19D4A2E9EB0CE3606EB48',
    ep: 'ETH.PEPE-0X6982508145454CE325DDBE47A25D4EC3D2311933',
    ew: 'ETH.WSTETH-0X7F39C581F595B53C5CB19BD0B3F8DA6C935E2CA0',
    kk: 'KUJI.KUJI',
    ku: 'KUJI.USK',
    mc: 'MAYA.CACAO',
    tr: 'THOR.RUNE',
    xx: 'XRD.XRD',
    zz: 'ZEC.ZEC',
  },
  contracts: CONTRACTS,
  coinChains: ['BTC', 'DASH', 'ZEC'],
  midgard: { name: 'maya_midgard', baseUrl: 'https://midgard.mayachain.info' },
  node: { name: 'mayanode', baseUrl: 'https://mayanode.mayachain.info', nodePath: '/mayachain' },
  elder: THORCHAIN_NETWORK,
};
