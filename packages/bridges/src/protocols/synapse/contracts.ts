import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const SOURCE = 'DefiLlama/bridges-server src/adapters/synapse/index.ts @2ad9ba2';

/** `SynapseBridge` is the classic bridge, `FastBridge` takes requests that relayers fill, `SynapseCCTP` sends by CCTP. */
export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('SynapseBridge', SOURCE, {
    42161: '0x6f4e8eba4d337f874ab57478acc2cb5bacdc19c9',
    1313161554: '0xaed5b25be1c3163c907a471082640450f928ddfe',
    43114: '0xc05e61d0e7a63d27546389b7ad62fdff5a91aace',
    288: '0x432036208d2717394d2614d6697c46df3ed69540',
    56: '0xd123f70ae324d34a9e76b67a27bf77593ba8749f',
    7700: '0xdde5bec4815e1cecf336fb973ca578e8d83606e0',
    25: '0xe27bff97ce92c3e1ff7aa9f86781fdd6d48f5ee9',
    53935: '0xe05c976d3f045d0e6e7a6f61083d98a15603cf6a',
    2000: '0x9508bf380c1e6f751d97604732ef1bae6673f299',
    1: '0x2796317b0ff8538f253012862c06787adfb8ceb6',
    250: '0xaf41a65f786339e7911f4acdad6bd49426f2dc6b',
    1666600000: '0xaf41a65f786339e7911f4acdad6bd49426f2dc6b',
    1285: '0xaed5b25be1c3163c907a471082640450f928ddfe',
    1284: '0x84a420459cd31c3c34583f67e0f0fb191067d32f',
    10: '0xaf41a65f786339e7911f4acdad6bd49426f2dc6b',
    137: '0x8f5bbb2bb8c2ee94639e55d5f41de9b4839c1280',
    1088: '0x06fea8513ff03a0d3f61324da709d4cf06f42a5c',
    8217: '0xaf41a65f786339e7911f4acdad6bd49426f2dc6b',
    8453: '0xf07d1c752fab503e47fef309bf14fbdd3e867089',
    81457: '0x55769baf6ec39b3bf4aae948eb890ea33307ef3c',
    534352: '0x5523d3c98809dddb82c686e152f5c58b1b0fb59e',
    59144: '0x34f52752975222d5994c206ce08c1d5b329f24dd',
  }),
  ...contracts('FastBridge', SOURCE, {
    42161: '0x5523d3c98809dddb82c686e152f5c58b1b0fb59e',
    56: '0x5523d3c98809dddb82c686e152f5c58b1b0fb59e',
    1: '0x5523d3c98809dddb82c686e152f5c58b1b0fb59e',
    10: '0x5523d3c98809dddb82c686e152f5c58b1b0fb59e',
    8453: '0x5523d3c98809dddb82c686e152f5c58b1b0fb59e',
    81457: '0x34f52752975222d5994c206ce08c1d5b329f24dd',
  }),
  ...contracts('SynapseCCTP', 'from memory: one address on all its chains', {
    evm: '0x12715a66773bd9c54534a01abf01d05f6b4bd35e',
  }),
];
