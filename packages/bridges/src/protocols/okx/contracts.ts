import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const SOURCE = 'web3.okx.com dev-docs dex-crosschain-smart-contract, as of 2025-05-27';
const PROXY = '0xf956d9fa19656d8e5219fd6fa8ba6cb198094138';
const FIRST = '0xfc99f58a8974a4bc36e60e2d490bb8d72899ee9f';
const LATER = '0x5965851f21dae82ea7c62f87fb7c57172e9f2add';

/** `XBridge` swaps, calls adaptors of bridges and pays out what came for it. */
export const CONTRACTS: readonly ContractRow[] = contracts(
  'XBridge',
  SOURCE,
  {
    1: FIRST,
    10: PROXY,
    25: PROXY,
    56: FIRST,
    66: PROXY,
    137: '0x89f423567c2648bb828c3997f60c47b54f57fa6e',
    169: '0x91ececc4f2363770c621a8a061a80d67cfeafec7',
    196: LATER,
    250: PROXY,
    324: '0x4040bec373f6e8be2f913324de94a7b9242e5e92',
    1088: '0xa50fd06d2b099a4b06d54177c7d3ab08d3d3f004',
    1101: LATER,
    4200: PROXY,
    5000: PROXY,
    8453: LATER,
    42161: FIRST,
    43114: PROXY,
    59144: PROXY,
    81457: PROXY,
    534352: PROXY,
  },
  { asOf: '2025-05-27' },
);
