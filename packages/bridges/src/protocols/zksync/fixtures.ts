import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  {
    chain: 'eip155:1',
    tx: '0x234407968b9a688be3fb37cf7ff8ef3b4168d6cd85ec45b8344bb2a88832f982',
    sides: ['destination', 'destination', 'destination', 'destination', 'destination', 'destination', 'destination'],
  },
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
  {
    chain: 'eip155:1',
    tx: '0x8c1cf41de91b0e5fd09db4d15eaf4e95dfa65fd4c385b0b0092a80140b353b7e',
    sides: ['destination', 'destination', 'destination'],
  },
];
