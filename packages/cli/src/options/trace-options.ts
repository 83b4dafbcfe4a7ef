import {
  type ChainId,
  choosePolicies,
  InputError,
  type Policy,
  type PriceFact,
  parsePolicies,
  parseShare,
} from '@fundtrail/core';
import type { CaseLimits, SeedInput } from '@fundtrail/tracer';
import { caseName, defaultLimits, readPricesCsv, seedChains } from '@fundtrail/worker';
import type { Files } from './files.ts';
import { type LabelFile, readLabelFiles } from './labels.ts';
import { parseLimit, parseTime, parseUsd, parseWhole } from './numbers.ts';
import { readSeeds, type SeedOptions } from './seeds.ts';
import { readChain, readSourceChoice, type SourceChoice, type SourceOptions } from './source.ts';

/** Options of `trace` as the command line gives them; defaults are filled in by then. */
export type TraceOptions = SeedOptions &
  SourceOptions & {
    readonly labels?: readonly string[];
    readonly prices?: string;
    /** By comma; all that are defined on the seeds' chains when left out. */
    readonly policies?: string;
    readonly floor: string;
    /** US dollars, decimal. */
    readonly floorUsd?: string;
    readonly maxHops?: string;
    readonly maxAccounts: string;
    readonly maxRequests: string;
    readonly until?: string;
    readonly name?: string;
    readonly reference?: string;
    readonly follow?: boolean;
  };

/** Everything `trace` was asked, checked as far as that goes without a database or a network. */
export type TraceRequest = {
  readonly name: string;
  readonly reference: string | undefined;
  readonly seeds: readonly SeedInput[];
  /** What a list of seeds holds besides, in plain sentences. */
  readonly leftOut: readonly string[];
  readonly source: SourceChoice;
  /** As named by --chain. */
  readonly chain: ChainId | undefined;
  readonly policies: readonly Policy[];
  readonly limits: CaseLimits;
  readonly labels: readonly LabelFile[];
  readonly prices: readonly PriceFact[];
  readonly follow: boolean;
};

export type TraceReaders = {
  readonly files: Files;
  /** The chain of a data set that has only one. @throws InputError when the data set cannot be read */
  onlyChainOf(dataset: string): Promise<ChainId | undefined>;
};

/** @throws InputError that names the option, or file, line and field */
export async function readTraceRequest(options: TraceOptions, readers: TraceReaders): Promise<TraceRequest> {
  const source = readSourceChoice(options);
  if (options.follow === true) refuseUnfollowable(source);
  const named = options.policies?.split(',');
  // What is wrong whatever the chain is said before anything is read.
  if (named !== undefined) parsePolicies(named, '--policies');
  readLimits(options, []);
  const chain = readChain(options);
  const { seeds, leftOut } = await readSeeds(
    options,
    readers.files,
    async () => chain ?? (source.kind === 'dataset' ? readers.onlyChainOf(source.path) : undefined),
  );
  const chains = seedChains(seeds);
  return {
    name: options.name ?? caseName(seeds),
    reference: options.reference,
    seeds,
    leftOut,
    source,
    chain,
    policies: choosePolicies(named, chains, '--policies'),
    limits: readLimits(options, chains),
    labels: await readLabelFiles(options.labels ?? [], readers.files),
    prices: await readPrices(options.prices, readers.files),
    follow: options.follow ?? false,
  };
}

function refuseUnfollowable({ kind }: SourceChoice): void {
  if (kind === 'rpc' || kind === 'esplora' || kind === 'configured') return;
  const what =
    kind === 'dataset' ? 'a data set has no head to follow' : 'an explorer cannot be followed block by block';
  throw new InputError(
    what,
    { field: '--follow' },
    { remedy: 'Follow with --rpc or --esplora, or leave --follow out.' },
  );
}

function readLimits(options: TraceOptions, chains: readonly ChainId[]): CaseLimits {
  return {
    floor: parseShare(options.floor, '--floor'),
    floorUsd: options.floorUsd === undefined ? null : parseUsd(options.floorUsd, '--floor-usd'),
    maxHops: options.maxHops === undefined ? defaultLimits(chains).maxHops : parseWhole(options.maxHops, '--max-hops'),
    maxAccounts: parseLimit(options.maxAccounts, '--max-accounts', 1),
    maxRequests: parseLimit(options.maxRequests, '--max-requests'),
    until: options.until === undefined ? null : parseTime(options.until, '--until'),
  };
}

async function readPrices(path: string | undefined, files: Files): Promise<readonly PriceFact[]> {
  return path === undefined ? [] : readPricesCsv(await files.readText(path, '--prices'), path);
}
