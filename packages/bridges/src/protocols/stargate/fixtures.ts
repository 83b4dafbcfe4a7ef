import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  { chain: 'eip155:1', tx: '0x221118a401c4656abfdda1080eed33d066b7f6004753b7dfb86bae61f30e0b44', sides: ['source'] },
];
