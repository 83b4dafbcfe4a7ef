import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  {
    chain: 'eip155:1',
    tx: '0xa49f28927436d0da2dae6fd07bb1d9de48436f876a57b5a4f48c4153f44be076',
    sides: ['destination'],
  },
];
