import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  {
    chain: 'eip155:42161',
    tx: '0x9f0a724426cc0ffbe362e9104fd52aad3e7d8097d9c2a07cbeaa9be701160af6',
    sides: ['source'],
  },
];
