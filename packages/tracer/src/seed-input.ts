import {
  type AssetRef,
  accountId,
  type ChainId,
  type Hash,
  InputError,
  type InputPlace,
  parseAddress,
  parseAmount,
  parseAssetRef,
  parseChain,
  parseHash,
  splitAccountId,
} from '@fundtrail/core';
import { readCsvRows } from './csv-rows.ts';
import type { SeedInput } from './types.ts';

/** What a seed's text leaves open. `fromBlock`, `asset` and `amount` speak of accounts only. */
export type SeedDefaults = {
  /** Chain of a seed that does not say its own. */
  readonly chain?: ChainId;
  readonly fromBlock?: string | number;
  /** `native`, a contract address or a CAIP-19 id; each seed reads it on its own chain. */
  readonly asset?: string;
  /** Base units, decimal. */
  readonly amount?: string;
};

const SEED_FORMS =
  'Write <chain>:<tx hash>, <chain>:<tx hash>@<account> or <chain>:<address>, e.g. eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96.';
const HASH_CHARACTERS = 66;
const ADDRESS_CHARACTERS = 42;

/**
 * Reads one seed: `<chain>:<tx>`, `<chain>:<tx>@<account>` or `<chain>:<address>`; without `<chain>:` the default chain
 * counts. An account without a block starts at block 0; an amount without an asset means the native asset.
 * @throws InputError whose field is `seed`, `from_block`, `asset` or `amount`; also when one of the last three is given
 * for a transaction, which says all of them itself.
 */
export function parseSeed(text: string, defaults: SeedDefaults = {}): SeedInput {
  const { chain, rest } = splitChain(text.trim(), defaults.chain);
  const at = rest.indexOf('@');
  const subject = at < 0 ? rest : rest.slice(0, at);
  if (at >= 0 || subject.length === HASH_CHARACTERS) {
    rejectForTransaction(defaults);
    return parseTransactionSeed(chain, subject, at < 0 ? undefined : rest.slice(at + 1));
  }
  if (/^0x[0-9a-f]*$/i.test(subject) && subject.length !== ADDRESS_CHARACTERS) {
    throw new InputError(
      `${JSON.stringify(text)} is neither an account nor a transaction`,
      { field: 'seed' },
      { remedy: `After 0x an address has 40 hex digits and a hash 64; this has ${subject.length - 2}.` },
    );
  }
  const account = accountId(chain, parseAddress(subject, chain, 'seed'));
  const amount = defaults.amount === undefined ? undefined : parsePositive(defaults.amount);
  const asset = readAsset(defaults.asset, chain, amount !== undefined);
  return {
    kind: 'account',
    account,
    fromBlock: parseBlock(defaults.fromBlock ?? 0),
    ...(asset === undefined ? {} : { asset }),
    ...(amount === undefined ? {} : { amount }),
  };
}

/** Whether a seed's text names a transaction, so that block, asset and amount do not apply to it. */
export function isTransactionSeed(text: string): boolean {
  return text.includes('@') || text.trim().slice(text.trim().lastIndexOf(':') + 1).length === HASH_CHARACTERS;
}

/**
 * Reads a CSV of seeds: columns `seed,from_block,asset,amount`, of which only `seed` must be there.
 * @throws InputError with file, line and field; a repeated seed and a file without seeds are errors too.
 */
export function readSeedsCsv(text: string, file: string, defaults: SeedDefaults = {}): readonly SeedInput[] {
  const rows = readCsvRows(text, file, { required: ['seed'], optional: ['from_block', 'asset', 'amount'] });
  if (rows.length === 0) {
    throw new InputError('the file has a header but no seeds', { file }, { remedy: 'Add one seed per line.' });
  }
  const seeds = rows.map(({ line, values }) =>
    within({ file, line }, () => {
      const seed = values.get('seed') ?? '';
      const own = { fromBlock: values.get('from_block'), asset: values.get('asset'), amount: values.get('amount') };
      return parseSeed(seed, mergeDefaults(isTransactionSeed(seed) ? onlyChain(defaults) : defaults, own));
    }),
  );
  rejectDuplicateSeeds(seeds, (index) => ({ file, line: rows[index]?.line ?? 0 }));
  return seeds;
}

/**
 * @throws InputError at the second of two seeds that say the same thing. The amount does not tell them apart: one theft
 * would be counted twice.
 */
export function rejectDuplicateSeeds(
  seeds: readonly SeedInput[],
  placeOf: (index: number) => InputPlace = () => ({}),
): void {
  const firstAt = new Map<string, number>();
  for (const [index, seed] of seeds.entries()) {
    const key = seedKey(seed);
    const first = firstAt.get(key);
    if (first !== undefined) {
      const line = placeOf(first).line;
      throw new InputError(
        `the same seed is given twice: ${describeSeed(seed)}`,
        { field: 'seed', ...placeOf(index) },
        { remedy: line === undefined ? 'Leave one of the two out.' : `It stands in line ${line} already.` },
      );
    }
    firstAt.set(key, index);
  }
}

/** Equal for two seeds that a case cannot both have. */
export function seedKey(seed: SeedInput): string {
  return seed.kind === 'transaction'
    ? `${seed.chain}:${seed.hash}@${seed.account ?? ''}`
    : `${seed.account}#${seed.fromBlock}#${seed.asset ?? ''}`;
}

function describeSeed(seed: SeedInput): string {
  if (seed.kind === 'account') return `${seed.account} from block ${seed.fromBlock}`;
  return `${seed.chain}:${seed.hash}${seed.account === undefined ? '' : `@${splitAccountId(seed.account).address}`}`;
}

function splitChain(text: string, fallback: ChainId | undefined): { chain: ChainId; rest: string } {
  const subject = text.indexOf('@') < 0 ? text : text.slice(0, text.indexOf('@'));
  const cut = subject.lastIndexOf(':');
  if (cut >= 0) return { chain: parseChain(text.slice(0, cut), 'seed'), rest: text.slice(cut + 1) };
  if (text === '') throw new InputError('the seed is empty', { field: 'seed' }, { remedy: SEED_FORMS });
  if (fallback === undefined) {
    throw new InputError(
      `${JSON.stringify(text)} does not say its chain`,
      { field: 'seed' },
      { remedy: `Write eip155:1:${text}, or name the chain with --chain.` },
    );
  }
  return { chain: fallback, rest: text };
}

function parseTransactionSeed(chain: ChainId, hash: string, receiver: string | undefined): SeedInput {
  const parsed: Hash = parseHash(hash, chain, 'seed');
  if (receiver === undefined) return { kind: 'transaction', chain, hash: parsed };
  const cut = receiver.lastIndexOf(':');
  if (cut >= 0 && receiver.slice(0, cut) !== chain) {
    throw new InputError(
      `the account after @ is on ${receiver.slice(0, cut)}, the transaction on ${chain}`,
      { field: 'seed' },
      { remedy: 'Name an account that received money in this transaction.' },
    );
  }
  const account = accountId(chain, parseAddress(receiver.slice(cut + 1), chain, 'seed'));
  return { kind: 'transaction', chain, hash: parsed, account };
}

function rejectForTransaction(defaults: SeedDefaults): void {
  const given = (
    [
      ['from_block', defaults.fromBlock],
      ['asset', defaults.asset],
      ['amount', defaults.amount],
    ] as const
  ).find(([, value]) => value !== undefined);
  if (given === undefined) return;
  throw new InputError(
    'a transaction says itself when, what and how much was stolen',
    { field: given[0] },
    { remedy: `Leave ${given[0]} out, or seed the account that received the money.` },
  );
}

function readAsset(text: string | undefined, chain: ChainId, hasAmount: boolean): AssetRef | undefined {
  if (text !== undefined) return parseAssetRef(text, chain, 'asset');
  return hasAmount ? 'native' : undefined;
}

function parseBlock(value: string | number): number {
  const block = typeof value === 'number' ? value : /^[0-9]{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(block) || block < 0) {
    throw new InputError(
      `${JSON.stringify(value)} is not a block number`,
      { field: 'from_block' },
      { remedy: 'Give a whole number, 0 or more.' },
    );
  }
  return block;
}

function parsePositive(text: string): bigint {
  const amount = parseAmount(text, 'amount');
  if (amount > 0n) return amount;
  throw new InputError('nothing was stolen', { field: 'amount' }, { remedy: 'Give an amount above 0, or none.' });
}

type RowParts = { fromBlock: string | undefined; asset: string | undefined; amount: string | undefined };

function mergeDefaults(defaults: SeedDefaults, own: RowParts): SeedDefaults {
  const fromBlock = own.fromBlock ?? defaults.fromBlock;
  const asset = own.asset ?? defaults.asset;
  const amount = own.amount ?? defaults.amount;
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
