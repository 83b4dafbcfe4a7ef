import { type ChainId, chainInfo, chainNamed, InputError, type InputPlace, networksOf } from '@fundtrail/core';
import { type CsvRow, readCsvRows } from './csv-rows.ts';
import { rejectDuplicateSeeds, seedKey } from './duplicate-seeds.ts';
import { createLeftOut, type LeftOut } from './left-out.ts';
import { parseSeed, type SeedDefaults } from './seed-input.ts';
import { isTransactionSeed, saysChain } from './seed-text.ts';
import type { SeedInput } from './types.ts';

/** A file of seeds as rows; what the rows leave open is said next. */
export type SeedList = {
  /** Whether the chain of a case is wanted: some row says none, or rows are of several. */
  readonly needsChain: boolean;
  /** @throws InputError with file, line and field */
  read(defaults?: SeedDefaults): ListedSeeds;
};

export type ListedSeeds = {
  readonly seeds: readonly SeedInput[];
  /** Which rows of a published list were left out and why, in plain sentences; empty for none. */
  readonly leftOut: readonly string[];
};

/** An address or a hash is at least as long. */
const LEAST_SUBJECT = 20;
const LIST_COLUMNS = { required: ['address'], optional: ['chain', 'from_block'], others: true };

/**
 * Reads a file of seeds, in one of three forms:
 * - a CSV with the columns `seed,from_block,asset,amount`, of which only `seed` must be there: every row is a seed;
 * - a published list, a CSV with the columns `chain,address` among others: CAIP-2 ids, tickers or names of chains. Rows of other chains
 *   than the case's are left out. It may have `from_block`;
 * - a text with one seed in each line.
 *
 * In the last two, lines that begin with `#` are not read, an address of another network is left out, and what stands there twice counts once.
 * @throws InputError with file, line and field
 */
export function readSeedList(text: string, file: string): SeedList {
  const first = linesOf(text).find(({ line }) => line !== '' && !line.startsWith('#'))?.line ?? '';
  const header = first.split(',').map((column) => column.trim().replace(/^"(.*)"$/, '$1'));
  if (header.includes('address') && !header.includes('seed')) return publishedList(text, file, header);
  const isText = header.length === 1 && first.length >= LEAST_SUBJECT;
  return isText ? plainText(text, file) : seedsCsv(text, file);
}

function seedsCsv(text: string, file: string): SeedList {
  const rows = readCsvRows(text, file, { required: ['seed'], optional: ['from_block', 'asset', 'amount'] });
  if (rows.length === 0) throw noSeeds(file);
  const texts = rows.map(({ values }) => values.get('seed') ?? '');
  return {
    needsChain: !texts.every(saysChain),
    read: (defaults = {}) => {
      const seeds = rows.map(({ line, values }) =>
        within({ file, line }, () => {
          const seed = values.get('seed') ?? '';
          return parseSeed(seed, mergeDefaults(isTransactionSeed(seed) ? onlyChain(defaults) : defaults, values));
        }),
      );
      rejectDuplicateSeeds(seeds, (index) => ({ file, line: rows[index]?.line ?? 0 }));
      return { seeds, leftOut: [] };
    },
  };
}

function plainText(text: string, file: string): SeedList {
  const rows = linesOf(text).flatMap(({ line: seed, number }) =>
    seed === '' || seed.startsWith('#') ? [] : [{ line: number, seed, values: new Map<string, string>() }],
  );
  if (rows.length === 0) throw noSeeds(file);
  return {
    needsChain: !rows.every(({ seed }) => saysChain(seed)),
    read: (defaults = {}) => readRows(rows, { file, field: 'seed' }, defaults, createLeftOut(file, [])),
  };
}

function publishedList(text: string, file: string, header: readonly string[]): SeedList {
  const rows = readCsvRows(
    text,
    file,
    header.includes('chain') ? { ...LIST_COLUMNS, required: ['chain', 'address'] } : LIST_COLUMNS,
  );
  if (rows.length === 0) throw noSeeds(file);
  const named = rows.map((row) => ({ row, name: row.values.get('chain'), chain: chainOf(row) }));
  const chains = [...new Set(named.flatMap(({ chain }) => chain ?? []))];
  const needsChain = chains.length > 1 || !header.includes('chain');
  return {
    needsChain,
    read: (defaults = {}) => {
      const wanted = defaults.chain ?? (needsChain ? undefined : chains[0]);
      if (wanted === undefined)
        throw withoutChain(
          file,
          named.map(({ name }) => name),
        );
      const leftOut = createLeftOut(file, header);
      const own = named.flatMap(({ row, name, chain }) => {
        if (name === undefined || chain === wanted) return [{ ...row, seed: row.values.get('address') ?? '' }];
        leftOut.otherChain(name);
        return [];
      });
      return readRows(own, { file, field: 'address' }, { ...defaults, chain: wanted }, leftOut);
    },
  };
}

type SeedRow = CsvRow & { readonly seed: string };

/** Rows that others made: what is of another network, or stands there twice, is left out and told. */
function readRows(
  rows: readonly SeedRow[],
  { file, field }: { readonly file: string; readonly field: string },
  defaults: SeedDefaults,
  leftOut: LeftOut,
): ListedSeeds {
  const seen = new Set<string>();
  const seeds = rows.flatMap(({ line, seed: text, values }) => {
    const own = mergeDefaults(isTransactionSeed(text) ? onlyChain(defaults) : defaults, values);
    const read = within({ file, line }, () => seedOrNetworks(text, field, own));
    if (read.seed === undefined) {
      leftOut.otherNetwork(line, read.networks);
      return [];
    }
    const key = seedKey(read.seed);
    if (seen.has(key)) {
      leftOut.repeated();
      return [];
    }
    seen.add(key);
    return [read.seed];
  });
  const left = leftOut.sentences();
  if (seeds.length === 0) {
    const on = defaults.chain === undefined ? '' : ` on ${chainInfo(defaults.chain).name}`;
    throw new InputError(
      `the file has no seed${on}`,
      { file },
      { remedy: `Name the right chain. ${left.join('. ')}`.trim() },
    );
  }
  rejectDuplicateSeeds(seeds, () => ({ file }));
  return { seeds, leftOut: left };
}

type Read = { readonly seed: SeedInput } | { readonly seed?: undefined; readonly networks: readonly string[] };

/** The seed, or the networks of which it is a right address where it is none of the case's chain. */
function seedOrNetworks(text: string, field: string, defaults: SeedDefaults): Read {
  try {
    return { seed: parseSeed(text, defaults) };
  } catch (error) {
    if (!(error instanceof InputError) || error.place.field !== 'seed') throw error;
    const networks = networksOf(text);
    if (networks.length > 0) return { networks };
    throw new InputError(error.detail, { field }, error.remedy === undefined ? {} : { remedy: error.remedy });
  }
}

function linesOf(text: string): readonly { readonly line: string; readonly number: number }[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.map((line, index) => ({ line: line.trim(), number: index + 1 }));
}

function chainOf(row: CsvRow): ChainId | undefined {
  const name = row.values.get('chain');
  return name === undefined ? undefined : (chainNamed(name) ?? (/^(?:eip155|bip122):/.test(name) ? name : undefined));
}

function withoutChain(file: string, names: readonly (string | undefined)[]): InputError {
  const named = [...new Set(names.flatMap((name) => name ?? []))];
  const [detail, remedy] =
    named.length === 0
      ? ['the list does not say the chain of its addresses', 'Name it with --chain.']
      : named.length === 1
        ? [`addresses of ${named[0]} cannot be traced`, 'Write a CAIP-2 id, e.g. eip155:1, or a ticker, e.g. BTC.']
        : [`the list has addresses of several chains: ${named.join(', ')}`, 'Name the one of the case with --chain.'];
  return new InputError(detail, { file, field: 'chain' }, { remedy });
}

function noSeeds(file: string): InputError {
  return new InputError('the file has a header but no seeds', { file }, { remedy: 'Add one seed per line.' });
}

function mergeDefaults(defaults: SeedDefaults, own: ReadonlyMap<string, string>): SeedDefaults {
  const fromBlock = own.get('from_block') ?? defaults.fromBlock;
  const asset = own.get('asset') ?? defaults.asset;
  const amount = own.get('amount') ?? defaults.amount;
  return {
    ...onlyChain(defaults),
    ...(fromBlock === undefined ? {} : { fromBlock }),
    ...(asset === undefined ? {} : { asset }),
    ...(amount === undefined ? {} : { amount }),
  };
}

function onlyChain(defaults: SeedDefaults): SeedDefaults {
  return defaults.chain === undefined ? {} : { chain: defaults.chain };
}

function within<T>(place: InputPlace, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof InputError ? error.at(place) : error;
  }
}
