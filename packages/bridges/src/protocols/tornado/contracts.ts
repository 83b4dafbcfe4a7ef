import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import { LISTED_POOLS, POOLS } from './pools.ts';

const CLI = 'tornadocash/tornado-cli config.js';
const OFAC = 'duneanalytics/spellbook labels_ofac_sanctionned_ethereum.sql @91dac121';

export const CONTRACTS: readonly ContractRow[] = [
  ...POOLS.flatMap(({ chain, address }) => contracts('Pool', CLI, { [chain]: address })),
  ...LISTED_POOLS.flatMap(({ chain, address }) => contracts('Pool', OFAC, { [chain]: address })),
  ...contracts('Router', CLI, {
    1: '0xd90e2f925da726b50c4ed8d0fb90ad053324f31b',
    10: '0x0d5550d52428e7e3175bfc9550207e4ad3859b17',
    56: '0x0d5550d52428e7e3175bfc9550207e4ad3859b17',
    100: '0x0d5550d52428e7e3175bfc9550207e4ad3859b17',
    137: '0x0d5550d52428e7e3175bfc9550207e4ad3859b17',
    42161: '0x0d5550d52428e7e3175bfc9550207e4ad3859b17',
    43114: '0x0d5550d52428e7e3175bfc9550207e4ad3859b17',
  }),
  ...contracts('Proxy', `${OFAC}; TutelaLabs/spellbook`, {
    1: ['0x722122df12d4e14e13ac3b6895a86e84145b6967', '0x905b63fff465b9ffbf41dea908ceb12478ec7601'],
  }),
  ...contracts('Mixer', OFAC, {
    1: ['0x94a1b5cdb22c43faab4abeb5c74999895464ddaf', '0xb541fc07bc7619fd4062a54d96268525cbc6ffef'],
  }),
  ...contracts('Donations', OFAC, {
    1: ['0x8589427373d6d84e98730d7795d8f6f8731fda16', '0xdd4c48c0b24039969fc16d1cdf626eab821d3384'],
  }),
  ...contracts('Helper', OFAC, {
    1: [
      '0x527653ea119f3e6a1f5bd18fbf4714081d7b31ce',
      '0xca0840578f57fe71599d29375e16783424023357',
      '0x58e8dcc13be9780fc42e8723d8ead4cf46943df2',
    ],
  }),
];
