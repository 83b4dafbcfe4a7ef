import { type Address, type Hash, type Leg, ZERO_ADDRESS } from '@fundtrail/core';
import { feeLeg, valueLeg } from '../legs.ts';
import { type Row, readRow } from './row.ts';

/** A row of `txlist`, read: the top level of a transaction. */
export type TopRow = {
  readonly hash: Hash;
  readonly block: number;
  readonly index: number;
  readonly time: number;
  readonly blockHash?: Hash;
  /** undefined for a genesis allocation, which nobody sent. */
  readonly sender: Address | undefined;
  /** The receiver, or what was created; undefined where a creation failed. */
  readonly to: Address | undefined;
  /** Call data, lower-case hex; undefined where the explorer does not tell it. */
  readonly input: string | undefined;
  /** Wei; kept also where it moved nothing. */
  readonly value: bigint;
  readonly success: boolean;
  readonly legs: readonly Leg[];
  /** What the row proves to be code. */
  readonly code: readonly Address[];
};

/**
 * No production chain let a wallet carry code (EIP-7702) before this, 2025-03-01 UTC. From then on a decoded call or a call
 * made from an account no longer proves that it is a contract.
 */
export const WALLETS_CARRY_CODE_FROM = 1_740_787_200;

const GENESIS = 'GENESIS_';
const HEX = /^0x[0-9a-fA-F]*$/;

/**
 * Reads one row of `txlist`. Calldata alone is no proof of code (people write messages to wallets); a created address is, and so is a
 * function name, which explorers give only for contracts whose interface they know.
 * @throws SourceError `malformed` that names row and field, also when the row has nothing to do with `account`.
 */
export function readTopRow(value: unknown, account: Address, number: number, source: string): TopRow {
  const row = readRow(value, 'txlist', number, source);
  if (row.text('hash')?.startsWith(GENESIS) === true) return readGenesisRow(row, account);
  const hash = row.hash('hash');
  const sender = row.address('from');
  const called = row.optionalAddress('to');
  const created = row.optionalAddress('contractAddress');
  if (sender !== account && called !== account && created !== account) {
    throw row.fail('row', `does not concern ${account}`);
  }
  const success = isSuccess(row.text('isError'), row.text('txreceipt_status'));
  const to = called ?? created;
  if (to === undefined && success) throw row.fail('to', 'is missing, and so is contractAddress');
  const time = row.count('timeStamp');
  const amount = row.amount('value');
  const price = row.optionalAmount('effectiveGasPrice', 'gasPrice') ?? 0n;
  const fee = row.amount('gasUsed') * price + (row.optionalAmount('L1FeesPaid', 'l1FeesPaid', 'l1Fee', 'L1Fee') ?? 0n);
  const legs: Leg[] = [];
  if (fee > 0n) legs.push(feeLeg(sender, fee));
  if (success && amount > 0n && to !== undefined) legs.push(valueLeg(sender, to, amount));
  const code: Address[] = [];
  if (success && called === undefined && created !== undefined) code.push(created);
  if (success && called !== undefined && row.text('functionName') !== undefined && time < WALLETS_CARRY_CODE_FROM)
    code.push(called);
  const blockHash = row.text('blockHash') === undefined ? undefined : row.hash('blockHash');
  return {
    hash,
    block: row.count('blockNumber'),
    index: row.count('transactionIndex'),
    time,
    ...(blockHash === undefined ? {} : { blockHash }),
    sender,
    to,
    input: readInput(row),
    value: amount,
    success,
    legs,
    code,
  };
}

/**
 * What an account was given in the genesis block: explorers list it as a transaction `GENESIS_<address>`. It is told as one with the address
 * as its number, because the account's balance is short without it.
 */
function readGenesisRow(row: Row, account: Address): TopRow {
  const to = row.address('to');
  if (to !== account) throw row.fail('row', `does not concern ${account}`);
  const value = row.amount('value');
  const leg: Leg = { id: 'value', kind: 'mint', from: ZERO_ADDRESS, to, asset: 'native', amount: value };
  return {
    hash: `0x${to.slice(2).padStart(64, '0')}`,
    block: row.count('blockNumber'),
    index: row.count('transactionIndex'),
    time: row.count('timeStamp'),
    sender: undefined,
    to,
    input: undefined,
    value,
    success: true,
    legs: value > 0n ? [leg] : [],
    code: [],
  };
}

/** Explorers that leave call data out write nothing, or a word, in its place. */
function readInput(row: Row): string | undefined {
  const input = row.text('input');
  return input !== undefined && HEX.test(input) ? input.toLowerCase() : undefined;
}

/** Before Byzantium receipts had no status and the field is empty; then only `isError` tells. */
function isSuccess(isError: string | undefined, receiptStatus: string | undefined): boolean {
  return (isError === undefined || isError === '0') && receiptStatus !== '0';
}
