import type { Fixture } from '../../adapter.ts';

export const FIXTURES: readonly Fixture[] = [
  { chain: 'eip155:1', tx: '0x1d924e2f2f63cf5a2d78ceaa6289658cf4743e968d23f78064d55c7428f78b60', sides: ['source'] },
  { chain: 'eip155:1', tx: '0x7ae1e3ef6e4d87e2e44446a683b9ca624241a24d294b60ddec39af1309aeb37a', sides: ['source'] },
  {
    chain: 'eip155:1',
    tx: '0xbe6e98db62ee719922c7d01b0b623e16c8ee162a2bf9143603f11eba3e3dd474',
    sides: ['destination'],
  },
  { chain: 'eip155:1', tx: '0xd80e6894bce182c2976bb9fa64e162f1757a087057b00638b43fe0c5154cf1a6', sides: ['source'] },
  {
    chain: 'eip155:1',
    tx: '0xed4d0ddc99b88caa07d5d15faf376abade6cc06eaf6a28dce47eac66695503c4',
    sides: ['destination'],
  },
  {
    chain: 'eip155:534352',
    tx: '0x0ff9e74db99dc2224fac1ab4e20cc8dba1cd1b0d089d657f0f005488b37cc20c',
    sides: ['source'],
  },
  {
    chain: 'eip155:534352',
    tx: '0x87c44e16cf62a8aa8e56b9677e6c400041b6731a5c24f9b8ca2deb6e00202a42',
    sides: ['source'],
  },
];
