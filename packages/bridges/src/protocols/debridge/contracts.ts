import type { ContractRow } from '../../adapter.ts';
import { contracts } from '../../contracts.ts';

const DLN = 'debridge-finance/dln-contracts; the same on all EVM chains of public lists';
const ROUTER = 'public lists of deBridge contracts; the same on all their EVM chains';
const GATE = 'debridge-finance/debridge-contracts-v1';
const GATE_BASE = 'public lists of deBridge contracts';

/** `DlnSource` takes orders, `DlnDestination` fulfils them; `DeBridgeRouter` pays for solvers; `DeBridgeGate` is the message bridge. */
export const CONTRACTS: readonly ContractRow[] = [
  ...contracts('DlnSource', DLN, { evm: '0xef4fb24ad0916217251f553c0596f8edc630eb66' }),
  ...contracts('DlnDestination', DLN, { evm: '0xe7351fd770a37282b91d153ee690b63579d6dd7f' }),
  ...contracts('DeBridgeRouter', ROUTER, { evm: '0x663dc15d3c1ac63ff12e45ab68fea3f0a883c251' }),
  ...contracts('DeBridgeGate', GATE, {
    1: '0x43de2d77bf8027e25dbd179b491e8d64f38398aa',
    10: '0x43de2d77bf8027e25dbd179b491e8d64f38398aa',
    56: '0x43de2d77bf8027e25dbd179b491e8d64f38398aa',
    137: '0x43de2d77bf8027e25dbd179b491e8d64f38398aa',
    42161: '0x43de2d77bf8027e25dbd179b491e8d64f38398aa',
    43114: '0x43de2d77bf8027e25dbd179b491e8d64f38398aa',
  }),
  ...contracts('DeBridgeGate', GATE_BASE, {
    8453: '0xc1656b63d9eeba6d114f6be19565177893e5bcbf',
  }),
];
