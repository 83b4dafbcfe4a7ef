import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const RECORDED = 'recorded transactions (polygon_pos_bridge)';
const TOKENS = 'Polygon PoS mapped tokens (static.polygon.technology), from memory';

export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('RootChainManager', RECORDED, { 1: '0xa0c68c638235ee32657e8f720a23cec1bfc77c77' }),
  ...contracts('Predicate', RECORDED, {
    1: ['0x40ec5b33f54e0e8a33a975908c5ba1c14e5bbbdf', '0x8484ef722627bf18ca5ae6bcf031c23e6e922b30'],
  }),
  ...contracts('Predicate', 'Polygon PoS docs (MintableERC20Predicate), from memory', {
    1: '0x9923263fa127b3d1484cfd649df8f1831c2a74e4',
  }),
  ...contracts('DepositManager', RECORDED, { 1: '0x401f6c983ea34274ec46f84d70b31c151321188b' }),
  ...contracts('WithdrawManager', RECORDED, { 1: '0x2a88696e0ffa76baa1338f2c74497cc013495922' }),
  ...contracts('StateSender', RECORDED, { 1: '0x28e4f3a7f651294b9564800b2d01f35189a5bfbe' }),
  ...contracts('StateReceiver', RECORDED, { 137: '0x0000000000000000000000000000000000001001' }),
  ...contracts('ChildChainManager', RECORDED, { 137: '0xa6fa4fb5f76172d178d61b04b0ecd319c5d1c0aa' }),
  ...contracts('ChildChain', RECORDED, { 137: '0xd9c7c4ed4b66858301d0cb28cc88bf655fe34861' }),
  ...contracts('Native', RECORDED, { 137: '0x0000000000000000000000000000000000001010' }),
  ...contracts('ChildToken', RECORDED, {
    137: [
      '0x7ceb23fd6bc0add59e62ac25578270cff1b9f619',
      '0x2791bca1f2de4661ed88a30c99a7a9449aa84174',
      '0x61299774020da444af134c82fa83e3810b309991',
    ],
  }),
  ...contracts('ChildToken', TOKENS, {
    137: [
      '0xc2132d05d31c914a87c6611c10748aeb04b58e8f',
      '0x8f3cf7ad23cd3cadbd9735aff958023239c6a063',
      '0x1bfd67037b42cf73acf2047067bd4f2c47d9bfd6',
    ],
  }),
];
