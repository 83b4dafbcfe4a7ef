import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  { chain: 'eip155:1', tx: '0xac7bb45701a4311a2c662377a4764ac694a8f6438270c1ee8a4100d4a000a511', sides: ['source'] },
  { chain: 'eip155:10', tx: '0xe8c9cffe2a2bbccf81cf8dd34f9b89c01b00ae3f0ff74eab089de96f4624165c', sides: ['source'] },
  {
    chain: 'eip155:42161',
    tx: '0x9da8beb8e9ad2428ad2de132d920d27c2d6c7e0604d2977669aab219e51fd323',
    sides: ['destination'],
  },
  {
    chain: 'eip155:42161',
    tx: '0xad6aa5691bde79c4c97be04871d92e1cc2fa8e43984834716d09001da309dce0',
    sides: ['destination'],
  },
  {
    chain: 'eip155:42161',
    tx: '0xd067d3d8ed104af374b7cf101b8dea72ee4d9cf11a3b18dea9b2de4bb4d1e362',
    sides: ['destination'],
  },
];
