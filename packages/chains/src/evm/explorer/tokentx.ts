import type { Address, Hash, Leg } from '@fundtrail/core';
import { tokenLeg } from '../legs.ts';
import { contentId } from './leg-names.ts';
import { readRow } from './row.ts';

/** A row of `tokentx`, read. `leg` is undefined where it moved nothing. */
export type TokenRow = {
  readonly hash: Hash;
  readonly block: number;
  readonly index: number;
  readonly time: number;
  readonly blockHash?: Hash;
  readonly leg: Leg | undefined;
  /** The log, where the explorer tells it. */
  readonly place: string | undefined;
};

/**
 * Reads one row of an account's `tokentx`. The leg's id is its content: which of its equals it is, is still to be added.
 * @throws SourceError `malformed` that names row and field.
 */
export function readTokenRow(value: unknown, account: Address, number: number, source: string): TokenRow {
  const row = readRow(value, 'tokentx', number, source);
  const from = row.address('from');
  const to = row.address('to');
  if (from !== account && to !== account) throw row.fail('row', `does not concern ${account}`);
  const token = row.address('contractAddress');
  const amount = row.amount('value');
  const place = row.text('logIndex') === undefined ? undefined : `log:${row.count('logIndex')}`;
  const id = contentId('xfer', token, from, to, amount);
  const blockHash = row.text('blockHash') === undefined ? undefined : row.hash('blockHash');
  return {
    hash: row.hash('hash', 'transactionHash'),
    block: row.count('blockNumber'),
    index: row.count('transactionIndex'),
    time: row.count('timeStamp'),
    ...(blockHash === undefined ? {} : { blockHash }),
    leg: amount === 0n ? undefined : tokenLeg(id, token, from, to, amount),
    place,
  };
}
