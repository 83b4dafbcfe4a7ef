import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import { CONTRACTS as AXELAR } from '../axelar/contracts.ts';

const SOURCE = 'DefiLlama squid adapter @2ad9ba2';

/** `SquidRouter` calls Axelar and is called by it; `Spoke` contracts are those of Coral. */
export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('SquidRouter', SOURCE, {
    1: '0xce16f69375520ab01377ce7b88f5ba8c48f8d666',
    10: '0xce16f69375520ab01377ce7b88f5ba8c48f8d666',
    56: '0xce16f69375520ab01377ce7b88f5ba8c48f8d666',
    137: '0xce16f69375520ab01377ce7b88f5ba8c48f8d666',
    8453: '0xce16f69375520ab01377ce7b88f5ba8c48f8d666',
    42161: '0xce16f69375520ab01377ce7b88f5ba8c48f8d666',
    43114: '0xce16f69375520ab01377ce7b88f5ba8c48f8d666',
  }),
  ...contracts('Spoke', SOURCE, {
    evm: [
      '0xfe91aaa1012b47499cfe8758874f2d2c52b22cd8',
      '0xa4ce01bd7dd91da968a7c4a8d04282a3f5ea06bb',
      '0xdf4ffda22270c12d0b5b3788f1669d709476111e',
    ],
  }),
  ...AXELAR,
];
