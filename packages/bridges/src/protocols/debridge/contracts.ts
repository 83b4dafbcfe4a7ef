import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const SOURCE = 'debridge-finance/dln-contracts; find_string public list';
const SOURCE_2 = 'find_string public list';
const SOURCE_3 = 'find_string debridge-contracts-v1';

/** `DlnSource` takes orders, `DlnDestination` fulfils them; `DeBridgeRouter` pays for solvers; `DeBridgeGate` is the message bridge. */
export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('DlnSource', SOURCE, {
    1: '0xef4fb24ad0916217251f553c0596f8edc630eb66',
    10: '0xef4fb24ad0916217251f553c0596f8edc630eb66',
    56: '0xef4fb24ad0916217251f553c0596f8edc630eb66',
    137: '0xef4fb24ad0916217251f553c0596f8edc630eb66',
    8453: '0xef4fb24ad0916217251f553c0596f8edc630eb66',
    42161: '0xef4fb24ad0916217251f553c0596f8edc630eb66',
    43114: '0xef4fb24ad0916217251f553c0596f8edc630eb66',
  }),
  ...contracts('DlnDestination', SOURCE, {
    1: '0xe7351fd770a37282b91d153ee690b63579d6dd7f',
    10: '0xe7351fd770a37282b91d153ee690b63579d6dd7f',
    56: '0xe7351fd770a37282b91d153ee690b63579d6dd7f',
    137: '0xe7351fd770a37282b91d153ee690b63579d6dd7f',
    8453: '0xe7351fd770a37282b91d153ee690b63579d6dd7f',
    42161: '0xe7351fd770a37282b91d153ee690b63579d6dd7f',
    43114: '0xe7351fd770a37282b91d153ee690b63579d6dd7f',
  }),
  ...contracts('DeBridgeRouter', SOURCE_2, {
    1: '0x663dc15d3c1ac63ff12e45ab68fea3f0a883c251',
    10: '0x663dc15d3c1ac63ff12e45ab68fea3f0a883c251',
    56: '0x663dc15d3c1ac63ff12e45ab68fea3f0a883c251',
    137: '0x663dc15d3c1ac63ff12e45ab68fea3f0a883c251',
    8453: '0x663dc15d3c1ac63ff12e45ab68fea3f0a883c251',
    42161: '0x663dc15d3c1ac63ff12e45ab68fea3f0a883c251',
    43114: '0x663dc15d3c1ac63ff12e45ab68fea3f0a883c251',
  }),
  ...contracts('DeBridgeGate', SOURCE_3, {
    1: '0x43de2d77bf8027e25dbd179b491e8d64f38398aa',
    10: '0x43de2d77bf8027e25dbd179b491e8d64f38398aa',
    56: '0x43de2d77bf8027e25dbd179b491e8d64f38398aa',
    137: '0x43de2d77bf8027e25dbd179b491e8d64f38398aa',
    42161: '0x43de2d77bf8027e25dbd179b491e8d64f38398aa',
    43114: '0x43de2d77bf8027e25dbd179b491e8d64f38398aa',
  }),
  ...contracts('DeBridgeGate', SOURCE_2, {
    8453: '0xc1656b63d9eeba6d114f6be19565177893e5bcbf',
  }),
];
