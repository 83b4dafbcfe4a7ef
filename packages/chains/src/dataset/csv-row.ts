import {
  type Address,
  type AssetRef,
  type ChainId,
  type Hash,
  InputError,
  isUtxo,
  type LegKind,
  parseAddress,
  parseAmount,
  parseAssetRef,
  parseChain,
  parseHash,
  ZERO_ADDRESS,
} from '@fundtrail/core';
import type { CsvColumn, CsvHeader } from './csv-header.ts';

/** A row, read and checked by itself. */
export type CsvRow = {
  readonly chain: ChainId;
  readonly hash: Hash;
  readonly block: number;
  /** undefined where the file leaves the order to itself. */
  readonly index: number | undefined;
  readonly legIndex: number | undefined;
  readonly time: number;
  readonly sender: Address | undefined;
  readonly success: boolean;
  readonly from: Address;
  readonly to: Address;
  readonly asset: AssetRef;
  readonly amount: bigint;
  readonly kind: LegKind;
};

export type CsvRowReader = (fields: readonly string[]) => CsvRow;

const KINDS: ReadonlySet<string> = new Set<LegKind>(['native', 'internal', 'token', 'mint', 'burn', 'fee']);
const NATIVE_KINDS: ReadonlySet<LegKind> = new Set<LegKind>(['native', 'internal', 'fee']);
const COUNT = /^(?:0|[1-9][0-9]{0,15})$/;
/** An index must fit the store's 32-bit column. */
const LARGEST_INDEX = 2 ** 31 - 1;
/** Year 2100: a later time is a time in milliseconds. */
const LATEST_TIME = 4_102_444_800;
/** Addresses repeat; those read are kept, which spares the checks and the memory of equal strings. */
const MOST_KEPT = 200_000;

/** Makes a reader of rows. @throws InputError that names the field; the caller adds file and line. */
export function createRowReader(header: CsvHeader): CsvRowReader {
  const { place, width } = header;
  const addresses = new Map<string, Address>();
  let lastAddress = { text: '', address: '' };
  let lastChain = { text: '', chain: '' };

  function chainOf(text: string): ChainId {
    if (text !== lastChain.text || text === '') lastChain = { text, chain: accountChain(text) };
    return lastChain.chain;
  }
  function addressOf(text: string, chain: ChainId, field: CsvColumn): Address {
    // `from` mostly repeats `tx_from`, and comparing is cheaper than looking up.
    if (text === lastAddress.text && text !== '') return lastAddress.address;
    const known = addresses.get(text);
    const address = known ?? parseAddress(text, chain, field);
    if (addresses.size >= MOST_KEPT) addresses.clear();
    if (known === undefined) addresses.set(text, address);
    lastAddress = { text, address };
    return address;
  }

  return (fields) => {
    if (fields.length !== width) {
      throw new InputError(
        `this row has ${fields.length} columns, the header ${width}`,
        {},
        {
          remedy:
            fields.length < width
              ? 'Add what is missing; an unknown tx_from is an empty field.'
              : 'Take out what is too much.',
        },
      );
    }
    const text = (column: CsvColumn): string => (fields[place[column]] ?? '').trim();
    const optional = (column: CsvColumn): string | undefined => {
      const found = place[column] < 0 ? '' : text(column);
      return found === '' ? undefined : found;
    };
    const chain = chainOf(text('chain'));
    const kind = readKind(text('kind'));
    const toText = text('to');
    const index = optional('tx_index');
    const legIndex = optional('leg_index');
    const sender = optional('tx_from');
    return {
      chain,
      hash: parseHash(text('tx_hash'), chain),
      block: readCount(text('block'), 'block', Number.MAX_SAFE_INTEGER),
      index: index === undefined ? undefined : readCount(index, 'tx_index', LARGEST_INDEX),
      legIndex: legIndex === undefined ? undefined : readCount(legIndex, 'leg_index', LARGEST_INDEX),
      time: readTime(text('timestamp')),
      sender: sender === undefined ? undefined : addressOf(sender, chain, 'tx_from'),
      success: readSuccess(text('success')),
      from: addressOf(text('from'), chain, 'from'),
      // Whoever is named as taking a fee, it ends there; facts write the zero address.
      to: kind === 'fee' && toText === '' ? ZERO_ADDRESS : addressOf(toText, chain, 'to'),
      asset: readAsset(text('asset'), chain, kind),
      amount: parseAmount(text('amount')),
      kind,
    };
  };

  function readAsset(text: string, chain: ChainId, kind: LegKind): AssetRef {
    const asset = addresses.get(text) ?? parseAssetRef(text, chain);
    if (NATIVE_KINDS.has(kind) && asset !== 'native') {
      throw new InputError(
        `a ${kind} row moves the native asset, not ${text}`,
        { field: 'asset' },
        { remedy: 'Write native, or kind token.' },
      );
    }
    if (kind === 'token' && asset === 'native') {
      throw new InputError(
        'a token row needs its contract',
        { field: 'asset' },
        { remedy: 'Write the contract address, or kind native.' },
      );
    }
    return asset;
  }
}

/** Transfers go from one account to another: transactions of UTXO chains are not made of them. */
function accountChain(text: string): ChainId {
  const chain = parseChain(text);
  if (!isUtxo(chain)) return chain;
  throw new InputError(
    `transfers cannot tell what coins a transaction of ${chain} spends and makes`,
    { field: 'chain' },
    { remedy: 'Give its transactions as Esplora or bitcoin-etl writes them, or raw blocks.' },
  );
}

function readKind(text: string): LegKind {
  if (KINDS.has(text)) return text as LegKind;
  throw new InputError(
    `${JSON.stringify(text)} is not a kind`,
    { field: 'kind' },
    { remedy: `Choose from ${[...KINDS].join(', ')}.` },
  );
}

function readSuccess(text: string): boolean {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new InputError(
    `${JSON.stringify(text)} says neither success nor failure`,
    { field: 'success' },
    { remedy: 'Write true or false.' },
  );
}

function readCount(text: string, field: CsvColumn, largest: number): number {
  const count = COUNT.test(text) ? Number(text) : Number.NaN;
  if (count <= largest) return count;
  throw new InputError(
    `${JSON.stringify(text)} is not a whole number up to ${largest}`,
    { field },
    { remedy: 'Write digits only, without sign, point or leading zeros.' },
  );
}

function readTime(text: string): number {
  const time = readCount(text, 'timestamp', Number.MAX_SAFE_INTEGER);
  if (time <= LATEST_TIME) return time;
  throw new InputError(
    `${text} is after the year 2100`,
    { field: 'timestamp' },
    { remedy: 'Give seconds since 1970, not milliseconds.' },
  );
}
