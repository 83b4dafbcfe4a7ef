import type { ChainInfo } from './chain-info.ts';
import type { CatalogueId } from './identity.ts';

/** Blocks that may be replaced where a chain has no longer window of its own. */
export const USUAL_REORG_WINDOW = 30;

/**
 * Block times: viem's chain definitions, and the upgrade notes where they say less. All of these chains answer for the tag `finalized`; on Avalanche it
 * is the last accepted block, on BNB that of fast finality (BEP-126), on Polygon the last milestone (PIP-11), on rollups what Ethereum has made final.
 */
export const TIMING = {
  // 2 epochs of 32 slots and a block.
  'eip155:1': { blockTimeMs: 12_000, finality: 'finalized', reorgWindow: 65 },
  'eip155:10': { blockTimeMs: 2_000, finality: 'finalized', reorgWindow: USUAL_REORG_WINDOW },
  // BEP-619, since January 2026.
  'eip155:56': { blockTimeMs: 450, finality: 'finalized', reorgWindow: USUAL_REORG_WINDOW },
  'eip155:100': { blockTimeMs: 5_000, finality: 'finalized', reorgWindow: USUAL_REORG_WINDOW },
  'eip155:137': { blockTimeMs: 2_000, finality: 'finalized', reorgWindow: 200 },
  'eip155:324': { blockTimeMs: 200, finality: 'finalized', reorgWindow: USUAL_REORG_WINDOW },
  // A rollup of the OP stack since May 2026, of which 2 s are usual; 3 s before. Not confirmed.
  'eip155:2020': { blockTimeMs: 2_000, finality: 'finalized', reorgWindow: USUAL_REORG_WINDOW },
  'eip155:5000': { blockTimeMs: 2_000, finality: 'finalized', reorgWindow: USUAL_REORG_WINDOW },
  'eip155:8453': { blockTimeMs: 2_000, finality: 'finalized', reorgWindow: USUAL_REORG_WINDOW },
  'eip155:31337': { blockTimeMs: 1_000, finality: 'finalized', reorgWindow: USUAL_REORG_WINDOW },
  'eip155:42161': { blockTimeMs: 250, finality: 'finalized', reorgWindow: 240 },
  'eip155:43114': { blockTimeMs: 1_700, finality: 'finalized', reorgWindow: USUAL_REORG_WINDOW },
  'eip155:59144': { blockTimeMs: 2_000, finality: 'finalized', reorgWindow: USUAL_REORG_WINDOW },
  'eip155:81457': { blockTimeMs: 2_000, finality: 'finalized', reorgWindow: USUAL_REORG_WINDOW },
  'eip155:534352': { blockTimeMs: 3_000, finality: 'finalized', reorgWindow: USUAL_REORG_WINDOW },
} as const satisfies Record<CatalogueId, Pick<ChainInfo, 'blockTimeMs' | 'finality' | 'reorgWindow'>>;
