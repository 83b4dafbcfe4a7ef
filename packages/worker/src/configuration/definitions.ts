import type { ChainDefinition } from '@fundtrail/core';
import type { ChainEntry } from './schema.ts';

/** A chain of the file as the catalogue takes it. */
export function definitionOf(entry: ChainEntry): ChainDefinition {
  const { id, name, native, wrapped, finality, fee } = entry;
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(native === undefined ? {} : { symbol: native.symbol }),
    ...(native?.decimals === undefined ? {} : { decimals: native.decimals }),
    ...(native?.slip44 === undefined ? {} : { slip44: native.slip44 }),
    ...(wrapped === undefined ? {} : { wrapped }),
    ...(entry.block_time_ms === undefined ? {} : { blockTimeMs: entry.block_time_ms }),
    ...(finality === undefined ? {} : { finality }),
    ...(entry.reorg_window === undefined ? {} : { reorgWindow: entry.reorg_window }),
    ...(fee === undefined ? {} : { fee }),
  };
}
