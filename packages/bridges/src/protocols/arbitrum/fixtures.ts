import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  {
    chain: 'eip155:1',
    tx: '0x2698916bd8d658ce6cfe032e5526fa345b3656a849870e72b1e853d22efdd7ac',
    sides: ['destination'],
  },
  {
    chain: 'eip155:1',
    tx: '0x48321bb00e5c5b67f080991864606dbc493051d20712735a579d7ae31eca3d78',
    sides: ['source', 'source'],
  },
  {
    chain: 'eip155:1',
    tx: '0xa235be4bde09d215518485acf55a577ca0662f27ff4af2a33f6867e4847596b8',
    sides: ['destination'],
  },
  { chain: 'eip155:1', tx: '0xac42ca2d88194c0ee219f6c71c98fe566667151a1dc235d17d993b6985342062', sides: ['source'] },
  { chain: 'eip155:1', tx: '0xbe5b747193c68a7d1844053996e1a27a1279a4f1743f4b9a00e5a14152ee8641', sides: ['source'] },
  {
    chain: 'eip155:1',
    tx: '0xdd71f6b50a24b2f6704819579cb4c0d27cf3d56bd3ba03fe8a7a9f9dc56eea52',
    sides: ['destination'],
  },
  {
    chain: 'eip155:1',
    tx: '0xed80711e4cb9c428790f0d9b51f79473bf5253d5d03c04d958d411e7fa34a92e',
    sides: ['source', 'source'],
  },
  {
    chain: 'eip155:42161',
    tx: '0x30505174f2f82a6513f21eb5177e59935a6da95d057e4c1972e65da90ea1c547',
    sides: ['destination'],
  },
  {
    chain: 'eip155:42161',
    tx: '0x80e6c0835c3ead90dde524c3dfe49a067fd5b5cda93d5a223707e686d910d8a2',
    sides: ['destination'],
  },
  {
    chain: 'eip155:42161',
    tx: '0x90ca8a767118c27aa4f6370bc06d9f952ab88a9219431f68d8e2d33b4a15b395',
    sides: ['source'],
  },
  {
    chain: 'eip155:42161',
    tx: '0xb425d3f1bfeb5438930115345ad2e3a4fb415db76f845e652d9b5ba945a484e2',
    sides: ['source'],
  },
];
