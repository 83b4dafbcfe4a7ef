import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  {
    chain: 'eip155:1',
    tx: '0x2d047f0b7a0f2052791359ef82eab317b6d6a685a3c24614f51e8775f4b60ef4',
    sides: ['destination'],
  },
  { chain: 'eip155:1', tx: '0x4ccfa0fa8bf0a75030357c1ea0aa9040df4167785523e557beb640c00e039fb6', sides: ['source'] },
  { chain: 'eip155:1', tx: '0x58160ce93b20fa0ec513dd956325ef8e11f9478af21573bb3986b3fb167f475e', sides: ['source'] },
  {
    chain: 'eip155:1',
    tx: '0x6f62277e5fe0c7d8c613b66b6850dd4b6cf193f830b52486d7d9b79917441e46',
    sides: ['destination'],
  },
  {
    chain: 'eip155:1',
    tx: '0x785df1d7f2cb08ba956792393a2d947f1c18b39bd924e238811e4a14da10b0c4',
    sides: ['destination'],
  },
  { chain: 'eip155:1', tx: '0x9593200706ea6941eac1c8189b9648e9ebab5bd14504c4a493f5309f85e6cba6', sides: ['source'] },
  {
    chain: 'eip155:1',
    tx: '0xa577a47e439cc95d3f2b90f7c10a305c0c648c8f8b8a055872e622f341ab969e',
    sides: ['destination'],
  },
  { chain: 'eip155:1', tx: '0xbd58a2802a40659da35ff838017a00ba0e251dd0c96ae0c802bd41b5a999f366', sides: ['source'] },
  {
    chain: 'eip155:10',
    tx: '0x0c0515e562917f86c8895765058df1d3df5aaf98aff00813c6f7d22c62a9b7d4',
    sides: ['destination'],
  },
  { chain: 'eip155:10', tx: '0x5798c5d91658e6a3722f8507ca25ac9b21d7df555d364f5cd1f5578c92329412', sides: ['source'] },
  {
    chain: 'eip155:10',
    tx: '0x6a93d5aaa075c9c044d2591370cd5b9e83259370ddd618267c4757715da000c2',
    sides: ['destination'],
  },
  {
    chain: 'eip155:10',
    tx: '0x785d75b9a5c93b2ad47b662f8f98f9c63d31cd629497bcbd846c57a70f76366e',
    sides: ['destination'],
  },
  {
    chain: 'eip155:10',
    tx: '0xb35a4120ba0a1aadf7fc51e5e0167a4bc8c8b0d59939edd5c2f6ccec4b6612e8',
    sides: ['destination'],
  },
  { chain: 'eip155:10', tx: '0xd566bc86bdc88cf811fee5bbf5f233cb8add71642fdf547866f4054c4362a922', sides: ['source'] },
  {
    chain: 'eip155:8453',
    tx: '0x924167064e29ecb68ea9586811b63799b6154158a6607ac9fcf9530667446a5c',
    sides: ['destination'],
  },
  { chain: 'eip155:8453', tx: '0xe451ca095dd9d48f6558a226fc6cc9b28d19f39080545db63b8ba9410fe3df3e', sides: ['source'] },
];
