import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  { chain: 'eip155:10', tx: '0x58a9e5facbd5966078c810dae216973fc082ff329265dbc96eff5004772aaa28', sides: ['source'] },
];
