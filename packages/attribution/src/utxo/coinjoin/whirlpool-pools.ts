/** A pool of Whirlpool: what its mixes pay out and its coordinator's usual fee, in sat. */
export type WhirlpoolPool = { readonly denomination: bigint; readonly fee: bigint };

/** Of Samourai's coordinator; graphsense-lib `heuristics_service.py`. */
export const WHIRLPOOL_POOLS: readonly WhirlpoolPool[] = [
  { denomination: 100_000n, fee: 5_000n },
  { denomination: 1_000_000n, fee: 50_000n },
  { denomination: 5_000_000n, fee: 175_000n },
  { denomination: 50_000_000n, fee: 1_750_000n },
];
