import { type ChainId, InputError } from '@fundtrail/core';
import type { ListedSeeds, SeedDefaults } from '@fundtrail/tracer';
import { isTransactionSeed, parseSeed, readSeedList, rejectDuplicateSeeds, saysChain } from '@fundtrail/worker';
import type { Files } from './files.ts';

export type SeedOptions = {
  readonly seed?: readonly string[];
  /** File of seeds or addresses; `-` is stdin. */
  readonly seeds?: string;
  readonly fromBlock?: string;
  readonly asset?: string;
  readonly amount?: string;
};

/**
 * Reads seeds from options or from a file, whose forms `readSeedList` tells. Block, asset and amount speak of account seeds; given with transactions only,
 * they are an error.
 * @param chainOf tells where seeds live that do not say it; asked only when there are such
 * @throws InputError with the option, or with file, line and field
 */
export async function readSeeds(
  options: SeedOptions,
  files: Files,
  chainOf: () => Promise<ChainId | undefined>,
): Promise<ListedSeeds> {
  const texts = options.seed ?? [];
  if (texts.length > 0 && options.seeds !== undefined) {
    throw new InputError('both --seed and --seeds are given', {}, { remedy: 'Put all seeds into the file.' });
  }
  if (options.seeds !== undefined) {
    const list = readSeedList(await files.readText(options.seeds, '--seeds'), nameOf(options.seeds));
    const chain = list.needsChain ? await chainOf() : undefined;
    return list.read({ ...onChain(chain), ...accountDefaults(options) });
  }
  if (texts.length === 0) {
    throw new InputError(
      'no seed is given',
      { field: '--seed' },
      { remedy: 'Say where to start, e.g. --seed eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96.' },
    );
  }
  const chain = !texts.every(saysChain) ? await chainOf() : undefined;
  const defaults = { ...onChain(chain), ...accountDefaults(options) };
  const mixed = !texts.every(isTransactionSeed);
  const seeds = texts.map((text) =>
    asOption(() => parseSeed(text, mixed && isTransactionSeed(text) ? onChain(chain) : defaults)),
  );
  asOption(() => rejectDuplicateSeeds(seeds));
  return { seeds, leftOut: [] };
}

function onChain(chain: ChainId | undefined): SeedDefaults {
  return chain === undefined ? {} : { chain };
}

function accountDefaults(options: SeedOptions): SeedDefaults {
  return {
    ...(options.fromBlock === undefined ? {} : { fromBlock: options.fromBlock }),
    ...(options.asset === undefined ? {} : { asset: options.asset }),
    ...(options.amount === undefined ? {} : { amount: options.amount }),
  };
}

function nameOf(file: string): string {
  return file === '-' ? 'stdin' : file;
}

/** A fault of a field told as a fault of the option that carried it. */
function asOption<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError) || error.place.field === undefined) throw error;
    const field = `--${error.place.field.replaceAll('_', '-')}`;
    throw new InputError(
      error.detail,
      { ...error.place, field },
      error.remedy === undefined ? {} : { remedy: error.remedy },
    );
  }
}
