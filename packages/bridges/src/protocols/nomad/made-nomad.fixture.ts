import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Address, TransactionFact } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { topicOf } from '../../decode/foreign-account.ts';
import { eventOf, type MadeLog, madeAddress, madeToken, madeTransaction } from '../../made.fixture.ts';
import { NOMAD } from './adapter.ts';

const HOME = '0x8f184d6aa1977fd2f9d9024317d0ea5cf5815b6f';
const ALICE = madeAddress('a1');
export const ROUTER = '0xd3dfd3ede74e0dcebc1aa685e151332857efce2d';
const REPLICA = '0x049b51e531fd8f90da6d92ea83dc4125002f20ef';
export const ROUTER_1 = '0x88a69b4e698a4b090df6cf5bd7b2d47325ad30a3';
const NOBODY = madeAddress('0');
const BEAM = 1650811245n;
export const hashOf = (id: number): string => `0x${id.toString(16).padStart(64, '0')}`;

/** A withdrawal from Moonbeam to Ethereum. */
export type Movement = {
  readonly id: number;
  readonly token: string;
  readonly to: string;
  readonly amount: bigint;
  readonly time?: number | undefined;
};

/** How it left, as the contracts emit it. */
export function sent({ id, token, to, amount, time }: Movement, tx = `0x${'0a'.repeat(32)}`) {
  const logs: readonly MadeLog[] = [
    { from: HOME, event: eventOf(NOMAD, 'Dispatch'), args: [hashOf(id), 1, 2, hashOf(3), '0x'] },
    { from: ROUTER, event: eventOf(NOMAD, 'Send'), args: [token, ALICE, 6648936, topicOf(to), amount, false] },
  ];
  const legs = [madeToken('log:5', token, ALICE, NOBODY, amount)];
  return { ...madeTransaction({ chain: 'eip155:1284', logs, legs, time }), hash: tx };
}

/** How it arrived, as the contracts emit it. */
export function received({ id, token, to, amount, time }: Movement, tx = `0x${'0b'.repeat(32)}`, success = true) {
  const logs: readonly MadeLog[] = [
    { from: ROUTER_1, event: eventOf(NOMAD, 'Receive'), args: [(BEAM << 32n) | BigInt(id), token, to, NOBODY, amount] },
    { from: REPLICA, event: eventOf(NOMAD, 'Process'), args: [hashOf(id), success, '0x'] },
  ];
  const legs = [madeToken('log:5', token, ROUTER_1, to, amount)];
  return { ...madeTransaction({ chain: 'eip155:1', logs, legs, time }), hash: tx };
}

/** Whether the recorded lists of pairs lie beside the project. */
export const HAS_PAIRS: boolean = sharedData('nomad-ronin-bridge') !== undefined;

/** One line of a recorded list of pairs; times in Unix seconds. */
export type PairRow = {
  readonly from: string;
  readonly leftAt: number;
  readonly into: string;
  readonly arrivedAt: number;
  readonly id: string;
  readonly token: Address;
  readonly token2: Address;
  readonly sender: Address;
  readonly to: Address;
  readonly amount: bigint;
};

/** Recorded pairs of two bridges: hashes, times and amounts of both sides, without receipts. */
export function pairRows(name: string): readonly PairRow[] {
  const path = sharedData(`nomad-ronin-bridge/datalog__${name}.csv.gz`) ?? '';
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n');
  return lines.map((line) => {
    const [
      ,
      leftAt,
      from = '',
      ,
      arrivedAt,
      into = '',
      id = '',
      token = '',
      token2 = '',
      sender = '',
      to = '',
      amount = '0',
    ] = line.split('\t');
    const times = { leftAt: Number(leftAt), arrivedAt: Number(arrivedAt) };
    return { from, into, ...times, id, token, token2, sender, to, amount: BigInt(amount) };
  });
}

/** Both transactions of a recorded pair, with logs made of its row; the number of its message is its place. */
export function madeOf(row: PairRow, place: number): readonly TransactionFact[] {
  const { to, amount } = row;
  const movement = { id: place + 1, to, amount };
  return [
    sent({ ...movement, token: row.token, time: row.leftAt }, row.from),
    received({ ...movement, token: row.token2, time: row.arrivedAt }, row.into),
  ];
}
