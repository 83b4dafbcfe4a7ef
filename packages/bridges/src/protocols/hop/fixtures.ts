import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  {
    chain: 'eip155:1',
    tx: '0x0687f3f92983ee14c90b8388df34ded826ba2da1742ea8225201dc0ef18cc662',
    sides: ['destination'],
  },
  {
    chain: 'eip155:1',
    tx: '0x15704d966705b423b1f747d9413a474f35647e676a5f7ec2bed5ae83bf4f5e38',
    sides: ['destination'],
  },
  {
    chain: 'eip155:1',
    tx: '0xa782a0a0dae2891b9bdf798db5a7522f6258b92fe84cfbdffc3ac239147b1a50',
    sides: ['destination'],
  },
  { chain: 'eip155:1', tx: '0xac42ca2d88194c0ee219f6c71c98fe566667151a1dc235d17d993b6985342062', sides: ['source'] },
  { chain: 'eip155:1', tx: '0xd46640417a686b399b2f2a920b0c58a35095759365cbe7b795bddec34b8c5eee', sides: ['source'] },
  {
    chain: 'eip155:10',
    tx: '0x4f1e95506c10f061ddfe28a7437f3b651959ff17f1e2a7a148c8896147ee357e',
    sides: ['destination'],
  },
  {
    chain: 'eip155:100',
    tx: '0x8765cf6596ff1794679509fcc0ecd5adf921464859f08992944f6d6a7e905d98',
    sides: ['destination'],
  },
  {
    chain: 'eip155:100',
    tx: '0xd00e4cd1223d962ef841c16977142856c1f54d4e87fae417c58520270e3a9420',
    sides: ['destination'],
  },
  {
    chain: 'eip155:100',
    tx: '0xdb47eaba1637b15ec48906b8017b0b84f77cb447c615f3f23d39675758202c22',
    sides: ['destination'],
  },
  { chain: 'eip155:137', tx: '0xafaf61e1f897f394780d069627d1ac1e5f68ad31a00ed72533ce4c709d381a44', sides: ['source'] },
  {
    chain: 'eip155:137',
    tx: '0xcb26a59c87d41de4d6dd688a9ff8400b4e981f7e38d25787616ec0f81b4dccca',
    sides: ['destination'],
  },
  {
    chain: 'eip155:8453',
    tx: '0xd78eb0f79fa4af1e140641ef260499a6e138b6398d2c4cdcd2e7c488ee8cb20e',
    sides: ['destination'],
  },
  {
    chain: 'eip155:42161',
    tx: '0x4fb91812763e6af24465ee014a306b8322beb612aa51f26b657772447744ae94',
    sides: ['source'],
  },
];
