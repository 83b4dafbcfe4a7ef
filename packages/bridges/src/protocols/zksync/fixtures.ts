import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  {
    chain: 'eip155:1',
    tx: '0x4fe316860f922fe8a9cdc61dc1f786ec663ebedfd4eaf101d7719f3989c2522e',
    sides: [
      'destination',
      'destination',
      'destination',
      'destination',
      'destination',
      'destination',
      'destination',
      'destination',
      'destination',
      'destination',
      'destination',
      'destination',
      'destination',
      'destination',
    ],
  },
  { chain: 'eip155:1', tx: '0x6740ba7d674c285ce315b97dffdbf2cf91f74a2b75fba6fd82b3e0e5c8057218', sides: ['source'] },
];
