import {
  type Address,
  type ChainId,
  type Hash,
  InputError,
  type Leg,
  SourceError,
  type TransactionReading,
} from '@fundtrail/core';
import { readTransactionInternals } from '../explorer/internal.ts';
import { wholeTransaction, wrappedContracts } from '../legs.ts';
import { PLAIN_GAS, readingOf } from '../reading.ts';
import type { BlockView } from '../rpc/block-view.ts';
import { codeToldBy, readReceiptView } from '../rpc/receipts.ts';
import { createWire, type Fields, type Wire } from '../rpc/wire.ts';

export type RecordOptions = {
  /** Contracts that wrap the native asset of a chain, besides those that core knows. */
  wrapped?(chain: ChainId): readonly Address[];
};

const SOURCE = 'record';
/** Stands for call data that is not in the record. */
const SOME_CALL = '0x00000000';

/**
 * Reads a recorded transaction: `{chainId, hash, tx, receipt, internal, blockTimestamp}`, `tx` and `receipt` as a node answers
 * them, `internal` rows as an explorer answers them (`null` or absent: not in the record; an empty list: none).
 * Without `tx` the top-level value is unknown, and `lacks` says so; without `chainId` the transaction's own counts.
 * @throws InputError that names what is missing, of another form, or contradicts itself
 */
export function readRecord(value: unknown, options: RecordOptions = {}): TransactionReading {
  try {
    return readFields(createWire(SOURCE), value, options);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    throw new InputError(error.message.slice(`${SOURCE}: `.length), {}, { cause: error });
  }
}

function readFields(wire: Wire, value: unknown, options: RecordOptions): TransactionReading {
  const record = wire.record(value, 'the line');
  if (isAbsent(record.receipt)) {
    throw new InputError(
      'is missing',
      { field: 'receipt' },
      { remedy: 'A line needs the receipt of its transaction.' },
    );
  }
  const receipt = wire.record(record.receipt, 'receipt');
  const given = isAbsent(record.tx) ? undefined : wire.record(record.tx, 'tx');
  const hash = sameHash(wire, record, given, receipt);
  const chain = readChain(wire, record, given);
  const internal = readInternal(wire, record, hash);
  const transaction = given ?? withoutValue(wire, receipt, hash);
  const time = readTime(wire, record, given, receipt);
  const block = blockOf(wire, receipt, given, time ?? 0);
  const view = readReceiptView({ wire, source: SOURCE, chain }, { transaction, receipt, block, trace: undefined });
  const fact = wholeTransaction(view, internal, wrappedContracts(chain, options.wrapped?.(chain)));
  const trace = internal === undefined ? undefined : { legs: internal, created: [], ended: [], failed: false };
  return readingOf(
    {
      fact: given === undefined ? { ...fact, whole: fact.whole.filter((kind) => kind !== 'native') } : fact,
      to: view.to,
      logs: view.logs,
      ...(given === undefined ? {} : { input: wire.hex(given.input, 'tx.input') }),
      ...codeToldBy(wire, view, transaction, trace),
    },
    lacksOf(wire, receipt, given !== undefined, time !== undefined),
  );
}

/** The hash that all parts of the record agree on. */
function sameHash(wire: Wire, record: Fields, transaction: Fields | undefined, receipt: Fields): Hash {
  const told = wire.hex(receipt.transactionHash, 'receipt.transactionHash');
  const others: readonly (readonly [string, unknown])[] = [
    ['hash', record.hash],
    ['tx.hash', transaction?.hash],
  ];
  for (const [field, other] of others) {
    if (isAbsent(other) || wire.hex(other, field) === told) continue;
    throw new InputError(`${String(other)} is not the transaction of the receipt, ${told}`, { field });
  }
  return told;
}

function readChain(wire: Wire, record: Fields, transaction: Fields | undefined): ChainId {
  const line = isAbsent(record.chainId) ? undefined : wire.count(record.chainId, 'chainId');
  const own = isAbsent(transaction?.chainId) ? undefined : wire.count(transaction.chainId, 'tx.chainId');
  if (line !== undefined && own !== undefined && line !== own) {
    throw new InputError(`${line} is not the chain that the transaction was signed for, ${own}`, { field: 'chainId' });
  }
  const chain = line ?? own;
  if (chain !== undefined && chain > 0) return `eip155:${chain}`;
  throw new InputError(
    'is missing, and the transaction does not name its chain',
    { field: 'chainId' },
    { remedy: 'Write the number of the chain, e.g. "chainId": 1.' },
  );
}

function readInternal(wire: Wire, record: Fields, hash: Hash): readonly Leg[] | undefined {
  if (isAbsent(record.internal)) return undefined;
  return readTransactionInternals(wire.list(record.internal, 'internal'), hash, SOURCE);
}

/** The transaction as far as its receipt tells it. Its gas is more than was used, which where there is no status means success. */
function withoutValue(wire: Wire, receipt: Fields, hash: Hash): Fields {
  const used = wire.quantity(receipt.gasUsed, 'receipt.gasUsed');
  const input = used > PLAIN_GAS && !isAbsent(receipt.to) ? SOME_CALL : '0x';
  return { hash, from: receipt.from, to: receipt.to, value: '0x0', input, gas: `0x${(used + 1n).toString(16)}` };
}

/** What cannot be known from the record. Before Byzantium receipts had no status; only who succeeded left logs. */
function lacksOf(wire: Wire, receipt: Fields, hasTransaction: boolean, hasTime: boolean): TransactionReading['lacks'] {
  const plain = wire.quantity(receipt.gasUsed, 'receipt.gasUsed') <= PLAIN_GAS;
  const shown = !isAbsent(receipt.status) || plain || wire.list(receipt.logs, 'receipt.logs').length > 0;
  return [
    ...(hasTransaction ? [] : ['value' as const]),
    ...(hasTransaction || shown ? [] : ['status' as const]),
    ...(hasTime ? [] : ['time' as const]),
  ];
}

function readTime(wire: Wire, record: Fields, transaction: Fields | undefined, receipt: Fields): number | undefined {
  const [log] = wire.list(receipt.logs, 'receipt.logs');
  const told: readonly (readonly [string, unknown])[] = [
    ['blockTimestamp', record.blockTimestamp],
    ['tx.blockTimestamp', transaction?.blockTimestamp],
    ['log.blockTimestamp', log === undefined ? undefined : wire.record(log, 'log').blockTimestamp],
  ];
  const found = told.find(([, time]) => !isAbsent(time));
  return found === undefined ? undefined : wire.count(found[1], found[0]);
}

function blockOf(wire: Wire, receipt: Fields, transaction: Fields | undefined, time: number): BlockView {
  const hash = wire.hex(receipt.blockHash, 'receipt.blockHash');
  if (!isAbsent(transaction?.blockHash) && wire.hex(transaction.blockHash, 'tx.blockHash') !== hash) {
    throw new InputError('is not the block of the receipt', { field: 'tx.blockHash' });
  }
  return {
    number: wire.count(receipt.blockNumber, 'receipt.blockNumber'),
    hash,
    parentHash: '0x',
    time,
    transactions: [],
  };
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
