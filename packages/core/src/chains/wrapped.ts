import type { WrappedNative } from './chain-info.ts';
import type { CatalogueId } from './identity.ts';

/**
 * The contracts that wrap each chain's native asset. Which events they emit was seen in real receipts on Ethereum, Optimism, BNB, Gnosis,
 * Polygon, Base, Arbitrum and Scroll; the others say where it is from, and `both` where it is not sure.
 */
export const WRAPPED = {
  'eip155:1': [weth9('0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2')],
  'eip155:10': [weth9('0x4200000000000000000000000000000000000006')],
  'eip155:56': [weth9('0xbb4cdb9cbd36b01bd1cbaebf2de08d9173bc095c')],
  'eip155:100': [weth9('0xe91d153e0b41518a2ce8dd3d7944fa863463a97d')],
  'eip155:137': [weth9('0x0d500b1d8e8ef31e21c99d1db9a6444d3adf1270')],
  // L2WrappedBaseToken: an ERC-20 that mints and burns. https://github.com/matter-labs/era-contracts
  'eip155:324': [{ address: '0x5aea5775959fbc2557cc8789bc1bf90a239d9a91', events: 'transfer' }],
  'eip155:2020': [{ address: '0xe514d9deb7966c8be0ca922de8a064264ea6bcd4', events: 'both' }],
  'eip155:5000': [{ address: '0x78c1b0c915c4faa5fffa6cabf0219da63d7f4cb8', events: 'both' }],
  'eip155:8453': [weth9('0x4200000000000000000000000000000000000006')],
  'eip155:31337': [],
  // aeWETH: an ERC-20 that mints and burns.
  'eip155:42161': [{ address: '0x82af49447d8a07e3bd95bd0d56f35241523fbab1', events: 'transfer' }],
  'eip155:43114': [{ address: '0xb31f66aa3c1e785363f0875a1b74e27b85fd66c7', events: 'both' }],
  'eip155:59144': [{ address: '0xe5d7c2a44ffddf6b295a15c148167daaaf5cf34f', events: 'both' }],
  // WETHRebasing emits Deposit and Withdrawal; its base contract moves shares. https://docs.blast.io
  'eip155:81457': [{ address: '0x4300000000000000000000000000000000000004', events: 'both' }],
  'eip155:534352': [{ address: '0x5300000000000000000000000000000000000004', events: 'both' }],
} as const satisfies Record<CatalogueId, readonly WrappedNative[]>;

function weth9(address: string): WrappedNative {
  return { address, events: 'deposit_withdrawal' };
}
