import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const SOURCE = 'DefiLlama/bridges-server src/adapters/portal/consts.ts @2ad9ba2';

/** `TokenBridge` locks, burns, releases and mints; `CoreBridge` publishes its messages. */
export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('TokenBridge', SOURCE, {
    1: '0x3ee18b2214aff97000d974cf647e7c347e8fa585',
    137: '0x5a58505a96d1dbf8df91cb21b54419fc36e93fde',
    250: '0x7c9fc5741288cdfdd83ceb07f3ea7e22618d79d2',
    43114: '0x0e082f06ff657d94310cb8ce8b0d9a04541d8052',
    56: '0xb6f6d86a8f9879a9c87f643768d9efc38c1da6e7',
    1313161554: '0x51b5123a7b0f9b2ba265f9c4c8de7d78d52f510f',
    42220: '0x796dff6d74f3e27060b71255fe517bfb23c93eed',
    8217: '0x5b08ac39eaed75c0439fc750d9fe7e1f9dd0193f',
    1284: '0xb1731c586ca89a23809861c6103f0b96b3f57d92',
    10: '0x1d68124e65fafc907325e3edbf8c4d84499daa8b',
    42161: '0x0b2402144bb366a632d14b83f244d2e0e21bd39c',
    8453: '0x8d2de8d2f73f1f4cab472ac9a881c9b123c79627',
    143: '0x0b2719cda2f10595369e6673cea3ee2edfa13ba7',
  }),
  ...contracts('CoreBridge', SOURCE, {
    1: '0x98f3c9e6e3face36baad05fe09d375ef1464288b',
    137: '0x7a4b5a56256163f07b2c80a7ca55abe66c4ec4d7',
    250: '0x126783a6cb203a3e35344528b26ca3a0489a1485',
    43114: '0x54a8e5f9c4cba08f9943965859f6c34eaf03e26c',
    56: '0x98f3c9e6e3face36baad05fe09d375ef1464288b',
    1313161554: '0xa321448d90d4e5b0a732867c18ea198e75cac48e',
    42220: '0xa321448d90d4e5b0a732867c18ea198e75cac48e',
    8217: '0x0c21603c4f3a6387e241c0091a7ea39e43e90bb7',
    1284: '0xc8e2b0cd52cf01b0ce87d389daa3d414d4ce29f3',
    10: '0xee91c335eab126df5fdb3797ea9d6ad93aec9722',
    42161: '0xa5f208e072434bc67592e4c49c1b991ba79bca46',
    8453: '0xbebdb6c8ddc678ffa9f8748f85c815c556dd8ac6',
    143: '0x194b123c5e96b9b2e49763619985790dc241cac0',
  }),
];
