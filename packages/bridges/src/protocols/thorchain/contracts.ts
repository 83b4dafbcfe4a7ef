import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';
import { ROUTER, VAULT, VAULT_ROUTER } from '../../thor/network.ts';
import { AGGREGATORS } from './aggregators.ts';

const LIST =
  'public list "THORChain: Topics, Selectors, Addresses", checked by its author by RPC and the node on 2026-09-29';
const VAULTS = [
  '0x0dac1fb302bc428d8dc272a511e7c2f0d2a1c128',
  '0x0db14a0288f4637f60b46690f1971b756c58a47e',
  '0x328763072e3ce351ec29318df971b534ca45a0f7',
  '0x41c88d3c0eda3f4df0bb4e5d0f4c81cc0232902c',
  '0x4feb8dd18f442ff67b521b5a5bc4c3824e3288ab',
];
/** Those before the churn at height 27,914,370; seen on Ethereum only. */
const FORMER_VAULTS = [
  '0x9bf432de925a039567b4ec376d5906349c10ef51',
  '0xbf1b3f4929840439612c73a6a5664604be499a6b',
  '0x770544401b68bf03f6d00b04608e0b6c15685268',
  '0xb4e6afda6df6feccc5395a1da77de1b3d0d71145',
  '0x63601bded74d96822409df986689f3caf0a3af03',
];
const SEEN = { asOf: '2026-09-29' };

/**
 * Routers V1 to V4.1 keep tokens, V6.1 leaves them with the vaults. Those of the network's stage, of Maya Protocol and of others have the same events:
 * none of theirs may stand here. Vaults change every few days: see `inboundVaults`.
 */
export const CONTRACTS: readonly ContractRow[] = [
  ...contracts(
    ROUTER,
    LIST,
    {
      1: [
        '0x42a5ed456650a09dc10ebc6361a7480fdd61f27b',
        '0xc145990e84155416144c532e31f89b840ca8c2ce',
        '0x3624525075b88b24ecc29ce226b0cec1ffcb6976',
        '0xd37bbe5744d730a1d98d8dc97c42f0ca46ad7146',
      ],
      56: '0xb30ec53f98ff5947ede720d32ac2da7e52a5f56b',
      8453: '0x68208d99746b805a1ae41421950a47b711e35681',
      43114: '0x8f66c4ae756bebc49ec8b81966dd8bba9f127549',
    },
    SEEN,
  ),
  ...contracts(
    VAULT_ROUTER,
    LIST,
    {
      1: '0x00dc6100103bc402d490aee3f9a5560cbd91f1d4',
      56: '0x00dc6100103bc402d490aee3f9a5560cbd91f1d4',
      8453: '0x00dc6100103bc402d490aee3f9a5560cbd91f1d4',
      43114: '0x00dc6100103bc402d490aee3f9a5560cbd91f1d4',
    },
    SEEN,
  ),
  ...contracts(VAULT, LIST, { 1: VAULTS, 56: VAULTS, 8453: VAULTS, 43114: VAULTS }, SEEN),
  ...contracts(VAULT, LIST, { 1: FORMER_VAULTS }, SEEN),
  ...AGGREGATORS,
];
