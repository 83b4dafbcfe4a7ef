import { ZERO_ADDRESS } from '@fundtrail/core';
import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const SOURCE = 'DefiLlama arbitrum adapter; recorded transactions and those of OffchainLabs/arbitrum-sdk';
const RECORDED = 'recorded transactions 0xa235be4b (Ethereum), 0x90ca8a76 (Arbitrum)';
const RECORDED_GRT = 'recorded transactions 0x48321bb0, 0xed80711e (Ethereum): gateway and escrow of The Graph';

/** Roles that end in `Classic` were in use before Nitro (2022-08-31). */
export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('Bridge', SOURCE, { 1: '0x8315177ab297ba92a06054ce80a67ed4dbd7ed3a' }),
  ...contracts('BridgeClassic', SOURCE, { 1: '0x011b6e24ffb0b5f5fcc564cf4183c5bbbc96d515' }),
  ...contracts('Inbox', SOURCE, { 1: '0x4dbd4fc535ac27206064b68ffcf827b0a60bab3f' }),
  ...contracts('Outbox', SOURCE, { 1: '0x0b9857ae2d4a3dbe74ffe1d7df045bb7f96e4840' }),
  ...contracts('OutboxClassic', SOURCE, { 1: '0x760723cd2e632826c38fef8cd438a4cc7e7e1a40' }),
  ...contracts('GatewayRouter', SOURCE, {
    1: '0x72ce9c846789fdb6fc1f34ac4ad25dd9ef7031ef',
    42161: '0x5288c571fd7ad117bea99bf60fe0846c4e84f933',
  }),
  ...contracts('Gateway', SOURCE, {
    1: [
      '0xa3a7b6f88361f48403514059f1f16c8e78d60eec',
      '0xcee284f754e854890e311e3280b767f80797180d',
      '0xd92023e9d9911199a6711321d1277285e6d4e2db',
      '0xd3b5b60020504bc3489d6949d545893982ba3011',
    ],
    42161: ['0x09e9222e96e7b4ae2a407b98d48e330053351eee', '0x467194771dae2967aef3ecbedd3bf9a310c76c65'],
  }),
  ...contracts('Gateway', 'Arbitrum token bridge docs, from memory', {
    42161: ['0x096760f208390250649e3e8763348e783aef5562', '0x6c411ad3e74de3e7bd422b94a27770f5b86c623b'],
  }),
  ...contracts('Gateway', RECORDED, {
    1: '0x6142f1c8bbf02e6a6bd074e8d564c9a5420a0676',
    42161: '0x6d2457a4ad276000a615295f7a80f79e48ccd318',
  }),
  ...contracts('Escrow', SOURCE, { 1: '0xa10c7ce4b876998858b1a9e12b10092229539400' }),
  ...contracts('Escrow', RECORDED, { 1: '0x6a23f4940bd5ba117da261f98aae51a8bffa210a' }),
  ...contracts('Gateway', RECORDED_GRT, { 1: '0x01cdc91b0a9ba741903aa3699bf4ce31d6c5cc06' }),
  ...contracts('Escrow', RECORDED_GRT, { 1: '0x36aff7001294dae4c2ed4fdefc478a00de77f090' }),
  ...contracts('ArbSys', SOURCE, { 42161: '0x0000000000000000000000000000000000000064' }),
  ...contracts('ArbRetryableTx', SOURCE, { 42161: '0x000000000000000000000000000000000000006e' }),
  // Not a contract: native units that are new on the chain come from here.
  ...contracts('Minter', 'how facts tell native units that a chain makes', { 42161: ZERO_ADDRESS }),
];
