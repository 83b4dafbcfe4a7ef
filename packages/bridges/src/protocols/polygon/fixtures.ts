import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  {
    chain: 'eip155:1',
    tx: '0x0bc7401a1b8a1ae7182f16f9e26db50ac114a7a4d1543f13651fdb0d9ea5d95a',
    sides: ['destination'],
  },
  { chain: 'eip155:1', tx: '0x418f03068bdfcd64693f133908a40a6e87acba416a88fe4436939079a1853e26', sides: ['source'] },
  {
    chain: 'eip155:1',
    tx: '0x8b097020083573f2121564048947746eda00ea3d9111a52a47f4d1d7e40739a0',
    sides: ['destination'],
  },
  {
    chain: 'eip155:137',
    tx: '0x74b36dd98fb9e3a6bf9fa4cd6ba2066cd3fa86797b206bd709cfb097bb0c85a4',
    sides: ['destination', 'destination'],
  },
  {
    chain: 'eip155:137',
    tx: '0x962b5ec3701a4441ceca761c77879ae112e5052d53e80b3a2948fc52abdf8aee',
    sides: ['destination'],
  },
  { chain: 'eip155:137', tx: '0xa97396d6b61f213ebf194807553c06768fb9d1ca04ba30bfafb1a788357f3c36', sides: ['source'] },
];
