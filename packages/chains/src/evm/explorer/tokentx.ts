import { createHash } from 'node:crypto';
import type { Address, Hash, Leg } from '@fundtrail/core';
import { tokenLeg } from '../legs.ts';
import { readRow } from './row.ts';

/** A row of `tokentx`, read. `leg` is undefined where it moved nothing. */
export type TokenRow = {
  readonly hash: Hash;
  readonly block: number;
  readonly index: number;
  readonly time: number;
  readonly blockHash?: Hash;
  readonly leg: Leg | undefined;
  /** Whether the leg's id is final; else it is its content, and its place among its equals is still to be added. */
  readonly named: boolean;
};

const DIGEST_HEX_DIGITS = 16;

/**
 * Reads one row of an account's `tokentx`. Most explorers do not tell the log, so a leg is then named by its content and by which of its
 * equals in the transaction it is: sender and receiver both see all of these, so both views give the same name.
 * @throws SourceError `malformed` that names row and field.
 */
export function readTokenRow(value: unknown, account: Address, number: number, source: string): TokenRow {
  const row = readRow(value, 'tokentx', number, source);
  const from = row.address('from');
  const to = row.address('to');
  if (from !== account && to !== account) throw row.fail('row', `does not concern ${account}`);
  const token = row.address('contractAddress');
  const amount = row.amount('value');
  const named = row.text('logIndex') !== undefined;
  const id = named ? `log:${row.count('logIndex')}` : contentId(`${token} ${from} ${to} ${amount}`);
  const blockHash = row.text('blockHash') === undefined ? undefined : row.hash('blockHash');
  return {
    hash: row.hash('hash', 'transactionHash'),
    block: row.count('blockNumber'),
    index: row.count('transactionIndex'),
    time: row.count('timeStamp'),
    ...(blockHash === undefined ? {} : { blockHash }),
    leg: amount === 0n ? undefined : tokenLeg(id, token, from, to, amount),
    named,
  };
}

function contentId(content: string): string {
  return `xfer:${createHash('sha256').update(content).digest('hex').slice(0, DIGEST_HEX_DIGITS)}`;
}
