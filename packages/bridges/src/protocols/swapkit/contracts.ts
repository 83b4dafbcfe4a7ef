import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const SOURCE = 'thornode x/thorchain/aggregators/dex_mainnet_current.go (LZeroAnalytics mirror @a0d762ef6)';

/** Contracts of THORSwap and SwapKit that swap and hand on to THORChain, Chainflip or Stargate. */
export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Wrapper', SOURCE, {
    1: [
      '0x35cf22003c90126528fbe95b21bb3adb2ca8c53d',
      '0xd31f7e39afecec4855fecc51b693f9a0cec49fd2',
      '0x86904eb2b3c743400d03f929f2246efa80b91215',
      '0xbf365e79aa44a2164da135100c57fdb6635ae870',
      '0xbd68cbe6c247e2c3a0e36b8f0e24964914f26ee8',
      '0xe4ddca21881bac219af7f217703db0475d2a9f02',
      '0x11733abf0cdb43298f7e949c930188451a9a9ef2',
      '0xb33874810e5395eb49d8bd7e912631db115d5a03',
      '0x1204b5bf0d6d48e718b1d9753a4166a7258b8432',
      '0xb81c7c2d2d078205d7fa515ddb2dea3d896f4016',
      '0x48f68ff093b3b3a80d2fc97488ead97e16b86283',
      '0x0fa226e8bcf45ec2f3c3163d2d7ba0d2aad2ebcf',
      '0x5e006856aa4ee2e0158a1fe2158df5b37378fb40',
      '0x94b7f2145c328dab2ec56ab982cab95f00941ae7',
      '0xdd40f17b848ce3a30b4f71652535e744f45fa5a3',
      '0xd917c32cfa50b0fca692a208118afe4d1d06f1f1',
    ],
    43114: [
      '0x5505be604dfa8a1ad402a71f8a357fba47f9bf5a',
      '0x942c6da485fd6cef255853ef83a149d43a73f18a',
      '0x3b7dbdd635b99cea39d3d95dbd0217f05e55b212',
      '0x7c38b8b2eff28511ecc14a621e263857fb5771d3',
      '0xf02f7a22ed0e9a1469c81f2d8419508a5910b0af',
    ],
    56: [
      '0xb6fa6f1dcd686f4a573fd243a6fabb4ba36ba98c',
      '0x30912b38618d3d37de3191a4ffe982c65a9aec2e',
      '0x25bdf9b9064f34ad943677d510ba5e2499f69e72',
    ],
    8453: [
      '0xd46ee26b56f28e8a4a83ed853c47b51935dc48ef',
      '0x542f4ffb7ebbc194ccbfd72ea92199a7f77573d7',
      '0x8772b3a6c87dc23bf6ab93c5f04e3f87da0e9606',
    ],
  }),
];
