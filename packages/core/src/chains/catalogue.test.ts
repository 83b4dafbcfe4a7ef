import { getAddress } from 'ethers';
import { describe, expect, test } from 'vitest';
import { parseChain } from '../chain.ts';
import { CATALOGUE } from './catalogue.ts';
import { chainInfo } from './known.ts';

describe('the catalogue', () => {
  test('has the chains that thefts move over', () => {
    expect([...CATALOGUE.values()].map(({ name, symbol, slip44 }) => `${name} ${symbol} ${slip44}`).sort()).toEqual([
      'Arbitrum One ETH 60',
      'Avalanche C AVAX 9005',
      'BNB Smart Chain BNB 714',
      'Base ETH 60',
      'Bitcoin BTC 0',
      'Bitcoin regtest rBTC 1',
      'Bitcoin signet sBTC 1',
      'Bitcoin testnet tBTC 1',
      'Blast ETH 60',
      'Dogecoin DOGE 3',
      'Ethereum ETH 60',
      'Gnosis xDAI 700',
      'Linea ETH 60',
      'Litecoin LTC 2',
      'Litecoin regtest rLTC 1',
      'Local development chain ETH 60',
      'Mantle MNT 60',
      'Optimism ETH 60',
      'Polygon POL 966',
      'Ronin RON 60',
      'Scroll ETH 60',
      'zkSync Era ETH 60',
    ]);
  });

  test.each([...CATALOGUE.values()])('says of $name only what has a right form', (chain) => {
    expect(parseChain(chain.id)).toBe(chain.id);
    expect(chainInfo(chain.id)).toBe(chain);
    for (const { address } of chain.wrapped) expect(getAddress(address).toLowerCase()).toBe(address);
    for (const url of [...chain.publicRpcs, ...chain.explorers.map((explorer) => explorer.url)]) {
      expect(URL.parse(url)).toMatchObject({ protocol: 'https:', username: '', search: '' });
    }
    expect(Number.isInteger(chain.reorgWindow) && chain.reorgWindow > 0 && chain.blockTimeMs > 0).toBe(true);
  });

  test('waits longer where more blocks may be replaced', () => {
    const windows = ['eip155:1', 'eip155:137', 'eip155:42161', 'eip155:10'].map((id) => chainInfo(id).reorgWindow);
    expect(windows).toEqual([65, 200, 240, 30]);
  });

  test('supposes an ether-like native asset of a chain that it does not have', () => {
    expect(chainInfo('eip155:424242')).toMatchObject({ name: 'eip155:424242', slip44: 60, decimals: 18, wrapped: [] });
  });
});
