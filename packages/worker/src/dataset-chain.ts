import { openDataset } from '@fundtrail/chains';
import { type ChainId, createLogger } from '@fundtrail/core';

/** The chain of a data set that has only one; reads it whole. @throws InputError with file, line and field */
export async function onlyChainOf(path: string): Promise<ChainId | undefined> {
  const { chains } = await openDataset(path, { logger: createLogger({ level: 'silent' }) });
  return chains.length === 1 ? chains[0] : undefined;
}
