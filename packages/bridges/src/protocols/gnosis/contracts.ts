import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const SOURCE = 'DefiLlama xdai adapter; recorded transactions';

export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('XDaiBridge', SOURCE, {
    1: '0x4aa42145aa6ebf72e164c9bbc74fbd3788045016',
    100: '0x7301cfa0e1756b71869e93d4e4dca5c7d0eb0aa6',
  }),
  ...contracts('XDaiRouter', SOURCE, { 1: '0x9a873656c19efecbfb4f9fab5b7acdeab466a0b0' }),
  ...contracts('OmniBridge', SOURCE, {
    1: '0x88ad09518695c6c3712ac10a214be5109a655671',
    100: '0xf6a78083ca3e2a662d6dd1703c939c8ace2e268d',
  }),
  ...contracts('AMB', SOURCE, {
    1: '0x4c36d2919e407f0cc2ee3c993ccf8ac26d9ce64e',
    100: '0x75df5af045d91108662d8080fd1fefad6aa0bb59',
  }),
  ...contracts('WethHelper', SOURCE, { 1: '0xa6439ca0fcba1d0f80df0be6a17220feD9c9038a' }),
];
