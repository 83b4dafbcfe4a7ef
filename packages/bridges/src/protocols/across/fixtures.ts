import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  {
    chain: 'eip155:1',
    tx: '0x742fbbe405ea7a547e30895719e3de09b852f5540a67b6bbd0cc8546131c6318',
    sides: ['destination'],
  },
  {
    chain: 'eip155:8453',
    tx: '0xcc6297f80c413865b7dcc269f305e79216befd98d393a2ce89fe67131c6b4172',
    sides: ['destination'],
  },
  {
    chain: 'eip155:42161',
    tx: '0x0fe6509df413361b7aa903ca810aa91151a1e44f51dd05c6fbc838d506e17704',
    sides: ['destination'],
  },
  {
    chain: 'eip155:42161',
    tx: '0xb1e29bebca0300ff02ee478dfa6c0c2197169761e1c0dcc87418c53a6530d3a5',
    sides: ['source'],
  },
];
