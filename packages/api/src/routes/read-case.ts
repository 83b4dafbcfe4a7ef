import { type ChainId, choosePolicies, InputError, parseShare } from '@fundtrail/core';
import {
  type CaseSpec,
  caseName,
  defaultLimits,
  type SeedInput,
  type SourceSpec,
  seedChains,
  sourceVariables,
} from '@fundtrail/tracer';
import { readSeeds, type SeedsBody } from './read-seeds.ts';

/** A body that fits the schema `NewCase`, its defaults filled in. */
export type NewCaseBody = SeedsBody & {
  readonly name?: string;
  readonly reference?: string;
  readonly dataset?: string;
  readonly policies?: readonly string[];
  readonly floor: string;
  readonly floor_usd?: string;
  readonly max_hops?: number;
  readonly max_accounts: number | null;
  readonly max_requests: number | null;
  readonly until?: string;
  readonly follow: boolean;
};

export type KnownSources = {
  /** The configured source of a chain; undefined when none is. A request cannot name a URL: it would be called from here. */
  sourceOf(chain: ChainId): SourceSpec | undefined;
  /** The name of a loaded data set; undefined when it is not loaded. */
  datasetName(sha256: string): Promise<string | undefined>;
};

/** @throws InputError that names the field */
export async function readCase(body: NewCaseBody, known: KnownSources): Promise<CaseSpec> {
  const seeds = readSeeds(body);
  const chains = seedChains(seeds);
  return {
    name: body.name ?? caseName(seeds),
    ...(body.reference === undefined ? {} : { reference: body.reference }),
    seeds,
    policies: choosePolicies(body.policies, chains),
    limits: {
      floor: parseShare(body.floor),
      floorUsd: body.floor_usd ?? null,
      maxHops: body.max_hops ?? defaultLimits(chains).maxHops,
      maxAccounts: body.max_accounts,
      maxRequests: body.max_requests,
      until: body.until === undefined ? null : Math.floor(Date.parse(body.until) / 1000),
    },
    source: body.dataset === undefined ? configured(seeds, known) : await dataset(body.dataset, body.follow, known),
    labelSets: [],
    follow: body.follow,
  };
}

async function dataset(sha256: string, follow: boolean, known: KnownSources): Promise<SourceSpec> {
  if (follow) {
    throw new InputError('a data set has no head to follow', { field: 'follow' }, { remedy: 'Leave follow out.' });
  }
  const name = await known.datasetName(sha256);
  if (name === undefined) {
    throw new InputError(
      `data set ${sha256} is not loaded`,
      { field: 'dataset' },
      { remedy: 'Load it with `fundtrail trace --dataset <file>`.' },
    );
  }
  return { kind: 'dataset', sha256, name };
}

/** The source of the first seed's chain; the others are read from what is configured for them. */
function configured(seeds: readonly SeedInput[], known: KnownSources): SourceSpec {
  const chains = seedChains(seeds);
  const [source] = chains.map((chain) => {
    const configured = known.sourceOf(chain);
    if (configured !== undefined) return configured;
    throw new InputError(
      `no source is configured for ${chain}`,
      { field: 'seeds' },
      { remedy: `Set ${sourceVariables(chain)}, or name a loaded data set.` },
    );
  });
  if (source === undefined) throw new InputError('a case needs at least one seed', { field: 'seeds' });
  return source;
}
