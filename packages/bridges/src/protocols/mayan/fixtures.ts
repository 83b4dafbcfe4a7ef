import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  { chain: 'eip155:10', tx: '0xef91ac798574eed98851b9875d77e5e5731dd5f77a69ce29e945e1177ba0847c', sides: ['refund'] },
];
