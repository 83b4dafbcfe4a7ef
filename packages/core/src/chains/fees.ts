import type { FeeModel } from './fee.ts';
import type { CatalogueId } from './identity.ts';

/** How the receipts of each chain tell what was paid. `l1Fee` was seen in real receipts of Optimism, Base and Scroll, its absence on Arbitrum. */
export const FEES = {
  'eip155:1': 'execution',
  'eip155:10': 'l1_fee',
  'eip155:56': 'execution',
  'eip155:100': 'execution',
  'eip155:137': 'execution',
  // https://docs.zksync.io/zksync-protocol/rollup/fee-model: pubdata is charged as gas.
  'eip155:324': 'execution',
  // Receipts from before it was a rollup (May 2026) have no l1Fee.
  'eip155:2020': 'l1_fee',
  'eip155:5000': 'mantle',
  'eip155:8453': 'l1_fee',
  'eip155:31337': 'execution',
  // `gasUsedForL1` is a part of `gasUsed`. https://docs.arbitrum.io/how-arbitrum-works/l1-gas-pricing
  'eip155:42161': 'execution',
  'eip155:43114': 'execution',
  // The data is in the price. https://docs.linea.build/network/how-to/gas-fees
  'eip155:59144': 'execution',
  'eip155:81457': 'l1_fee',
  'eip155:534352': 'l1_fee',
} as const satisfies Record<CatalogueId, FeeModel>;
