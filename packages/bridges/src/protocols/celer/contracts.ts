import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const SOURCE = 'DefiLlama/bridges-server src/adapters/celer/index.ts @2ad9ba2';

/** `Pool` pays from liquidity; `VaultV1`, `VaultV2` lock what `PeggedV1`, `PeggedV2` mint elsewhere. */
export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Pool', SOURCE, {
    1: '0x5427fefa711eff984124bfbb1ab6fbf5e3da1820',
    137: '0x88dcdc47d2f83a99cf0000fdf667a468bb958a78',
    250: '0x374b8a9f3ec5eb2d97eca84ea27aca45aa1c57ef',
    43114: '0xef3c714c9425a8f3697a9c969dc1af30ba82e5d4',
    56: '0xdd90e5e87a2081dcf0391920868ebc2ffb81a1af',
    42161: '0x1619de6b6b20ed217a58d00f37b9d47c7663feca',
    10: '0x9d39fc627a6d9d9f8c831c16995b209548cc3401',
    100: '0x3795c36e7d12a8c252a20c5a7b455f7c57b60283',
    1313161554: '0x841ce48f9446c8e281d3f1444cb859b4a6d0738c',
    42220: '0xbb7684cc5408f4dd0921e5c2cadd547b8f1ad573',
    8217: '0x4c882ec256823ee773b25b414d36f92ef58a7c0c',
    324: '0x54069e96c4247b37c2fbd9559ca99f08cd1cd66c',
    1101: '0xd46f8e428a06789b5884df54e029e738277388d1',
    59144: '0x9b36f165bab9ebe611d491180418d8de4b8f3a1f',
    534352: '0x9b36f165bab9ebe611d491180418d8de4b8f3a1f',
    8453: '0x7d43aabc515c356145049227cee54b608342c0ad',
    169: '0x9b36f165bab9ebe611d491180418d8de4b8f3a1f',
    1284: '0x841ce48f9446c8e281d3f1444cb859b4a6d0738c',
  }),
  ...contracts('VaultV1', SOURCE, {
    1: '0xb37d31b2a74029b5951a2778f959282e2d518595',
    137: '0xc1a2d967dfaa6a10f3461bc21864c23c1dd51eea',
    250: '0x7d91603e79ea89149baf73c9038c51669d8f03e9',
    43114: '0x5427fefa711eff984124bfbb1ab6fbf5e3da1820',
    56: '0x78bc5ee9f11d133a08b331c2e18fe81be0ed02dc',
    42161: '0xfe31bfc4f7c9b69246a6dc0087d91a91cb040f76',
    10: '0xbcfef6bb4597e724d720735d32a9249e0640aa11',
  }),
  ...contracts('VaultV2', SOURCE, {
    1: '0x7510792a3b1969f9307f3845ce88e39578f2bae1',
    137: '0x4c882ec256823ee773b25b414d36f92ef58a7c0c',
    43114: '0xb51541df05de07be38dcfc4a80c05389a54502bb',
    56: '0x11a0c9270d88c99e221360bca50c2f6fda44a980',
    42161: '0xea4b1b0aa3c110c55f650d28159ce4ad43a4a58b',
    1313161554: '0xbcfef6bb4597e724d720735d32a9249e0640aa11',
  }),
  ...contracts('PeggedV1', SOURCE, {
    1: '0x16365b45eb269b5b5dacb34b4a15399ec79b95eb',
    137: '0x4d58fdc7d0ee9b674f49a0ade11f26c3c9426f7a',
    250: '0x38d1e20b0039bfbeef4096be00175227f8939e51',
    43114: '0x88dcdc47d2f83a99cf0000fdf667a468bb958a78',
    56: '0xd443fe6bf23a4c9b78312391a30ff881a097580e',
    42161: '0xbdd2739ae69a054895be33a22b2d2ed71a1de778',
    10: '0x61f85ff2a2f4289be4bb9b72fc7010b3142b5f41',
    100: '0xd4c058380d268d85bc7c758072f561e8f2db5975',
    1313161554: '0x4384d5a9d7354c65ce3aee411337bd40493ad1bc',
    42220: '0xda1dd66924b0470501ac7736372d4171cdd1162e',
  }),
  ...contracts('PeggedV2', SOURCE, {
    1: '0x52e4f244f380f8fa51816c8a10a63105dd4de084',
    137: '0xb51541df05de07be38dcfc4a80c05389a54502bb',
    250: '0x30f7aa65d04d289ce319e88193a33a8eb1857fb9',
    43114: '0xb774c6f82d1d5dbd36894762330809e512fed195',
    56: '0x26c76f7fef00e02a5dd4b5cc8a0f717eb61e1e4b',
    1313161554: '0xbdd2739ae69a054895be33a22b2d2ed71a1de778',
    8217: '0xb3833ecd19d4ff964fa7bc3f8ac070ad5e360e56',
  }),
];
