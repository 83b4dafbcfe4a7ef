import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  {
    chain: 'eip155:1',
    tx: '0x9832bb339be859b2cba7166444c83f47f1485db332835e62c19e7604fa8510a9',
    sides: ['destination'],
  },
  {
    chain: 'eip155:42161',
    tx: '0x647abf5dc64b1c8bddd70c74fa08b8d1a6b8769513358c96d1e6c90a2c300d50',
    sides: ['source'],
  },
];
