import { InputError, likelyChain, parseChain } from '@fundtrail/core';
import { parseSeed, type SeedInput, saysChain } from '@fundtrail/tracer';

/** A seed as it comes in a body. */
export type SeedBody =
  | string
  | { readonly seed: string; readonly from_block?: number; readonly asset?: string; readonly amount?: string };

export type SeedsBody = { readonly seeds: readonly SeedBody[]; readonly chain?: string };

/** @throws InputError whose field says which seed is wrong, and what of it */
export function readSeeds({ seeds, chain }: SeedsBody): readonly SeedInput[] {
  const defaultChain = chain === undefined ? {} : { chain: parseChain(chain) };
  return seeds.map((entry, index) => {
    const body = typeof entry === 'string' ? { seed: entry } : entry;
    const at = (part: string): string => (typeof entry === 'string' ? `seeds[${index}]` : `seeds[${index}].${part}`);
    if (chain === undefined && !saysChain(body.seed)) {
      throw new InputError(
        `${JSON.stringify(body.seed)} does not say its chain`,
        { field: at('seed') },
        { remedy: `Write ${likelyChain(body.seed)}:${body.seed}, or give the chain of all seeds as "chain".` },
      );
    }
    try {
      return parseSeed(body.seed, {
        ...defaultChain,
        ...(body.from_block === undefined ? {} : { fromBlock: body.from_block }),
        ...(body.asset === undefined ? {} : { asset: body.asset }),
        ...(body.amount === undefined ? {} : { amount: body.amount }),
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const { detail, remedy, place } = error;
      throw new InputError(detail, { field: at(place.field ?? 'seed') }, remedy === undefined ? {} : { remedy });
    }
  });
}
