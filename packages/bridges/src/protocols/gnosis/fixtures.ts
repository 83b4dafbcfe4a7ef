import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  { chain: 'eip155:1', tx: '0x196e7d687e1e2ce280dbe7f52b6ffe5a61d3a851b38740a37d1d00caffce7562', sides: ['source'] },
  {
    chain: 'eip155:1',
    tx: '0xa56d72db76b6c7cfd3db1d2d51902b6f611f5124157ae50a6fd2f5dac7bbfa54',
    sides: ['destination'],
  },
  {
    chain: 'eip155:1',
    tx: '0xb151a9294e7cdf9b62d5716eff3d69cc96c6fa3f1279b1d36c16896bd9cb3b32',
    sides: ['destination'],
  },
  { chain: 'eip155:1', tx: '0xeb720d57bd48a89a69ba743c984414f711e06a6edacd2ab5ef6d4bfddc019d6b', sides: ['source'] },
  { chain: 'eip155:100', tx: '0x1a7014cbc1e6af2558c3a3cafd7fe87d8d67d27242b5abe8af0d4bf51a5230f6', sides: ['source'] },
  { chain: 'eip155:100', tx: '0x36dfd776bcc430609ea47ea74893095f27e62e691d8622569cc43ea70cec3dd4', sides: ['source'] },
  {
    chain: 'eip155:100',
    tx: '0x5892a695860f6087a2d93140f05e6365142ff77fd7128e39dbc03128d5797ac4',
    sides: ['destination'],
  },
  {
    chain: 'eip155:100',
    tx: '0x6d4006bc0927588758911407d0f01124056453ab8828897a1c4a125a5f574520',
    sides: ['destination'],
  },
  {
    chain: 'eip155:100',
    tx: '0xa0a2a6996eadbd50db097873c37674cd6c0f130bc283b617c8a88c6db606c0f3',
    sides: ['destination'],
  },
];
