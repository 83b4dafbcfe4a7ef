import {
  type AssetRef,
  accountId,
  type ChainId,
  coinOf,
  type Hash,
  InputError,
  isUtxo,
  parseAddress,
  parseAmount,
  parseAssetRef,
  parseHash,
  parsePlace,
} from '@fundtrail/core';
import { isHash, type SeedText, splitSeed } from './seed-text.ts';
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

const EVM_ADDRESS_CHARACTERS = 42;

/**
 * Reads one seed: `<chain>:<tx>`, `<chain>:<tx>@<account>` or `<chain>:<address>`, on UTXO chains also `<chain>:<tx>:<output>`; without
 * `<chain>:` the default chain counts. An account without a block starts at block 0; an amount without an asset means the native asset.
 * @throws InputError whose field is `seed`, `from_block`, `asset` or `amount`; also when one of the last three is given
 * for a transaction, which says all of them itself.
 */
export function parseSeed(text: string, defaults: SeedDefaults = {}): SeedInput {
  const parts = splitSeed(text.trim(), defaults.chain);
  const { chain, subject, output, receiver } = parts;
  if (receiver !== undefined || output !== undefined || isHash(subject)) {
    rejectForTransaction(defaults);
    return parseTransactionSeed(parts);
  }
  refuseOddLength(text, subject, chain);
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

/** Hex digits that are neither as many as an address has nor as a hash. */
function refuseOddLength(text: string, subject: string, chain: ChainId): void {
  const digits = (isUtxo(chain) ? /^(?:0x)?([0-9a-f]+)$/i : /^0x([0-9a-f]*)$/i).exec(subject)?.[1];
  if (digits === undefined || (subject.startsWith('0x') && subject.length === EVM_ADDRESS_CHARACTERS)) return;
  const right = isUtxo(chain)
    ? 'A transaction id has 64 hex digits'
    : 'After 0x an address has 40 hex digits and a hash 64';
  throw new InputError(
    `${JSON.stringify(text)} is neither an account nor a transaction`,
    { field: 'seed' },
    { remedy: `${right}; this has ${digits.length}.` },
  );
}

function parseTransactionSeed({ chain, subject, output, receiver }: SeedText): SeedInput {
  if (output !== undefined) return { kind: 'transaction', chain, ...parseOutput(chain, subject, output, receiver) };
  const hash: Hash = parseHash(subject, chain, 'seed');
  if (receiver === undefined) return { kind: 'transaction', chain, hash };
  const cut = receiver.lastIndexOf(':');
  if (cut >= 0 && receiver.slice(0, cut) !== chain) {
    throw new InputError(
      `the account after @ is on ${receiver.slice(0, cut)}, the transaction on ${chain}`,
      { field: 'seed' },
      { remedy: 'Name an account that received money in this transaction.' },
    );
  }
  const account = accountId(chain, parseAddress(receiver.slice(cut + 1), chain, 'seed'));
  return { kind: 'transaction', chain, hash, account };
}

function parseOutput(
  chain: ChainId,
  subject: string,
  output: string,
  receiver: string | undefined,
): { readonly hash: Hash; readonly account: string } {
  const refuse = (detail: string, remedy: string): never => {
    throw new InputError(detail, { field: 'seed' }, { remedy });
  };
  if (!isUtxo(chain)) {
    return refuse(
      `transactions of ${chain} have no numbered outputs`,
      'Write <chain>:<tx hash>, or <chain>:<tx hash>@<account> for one receiver.',
    );
  }
  const hash = parseHash(subject, chain, 'seed');
  if (receiver !== undefined) {
    return refuse(
      'an output and a receiver are both given',
      'Name the output, or after @ the address that received it.',
    );
  }
  return { hash, account: accountId(chain, coinOf(hash, parsePlace(output, 'seed'))) };
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
