import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A line of `evm-receipts` as it lies there, for decoding it in another way than the code under test does. */
export type RawRecord = {
  readonly chainId: number | null;
  readonly hash: string;
  readonly tx: {
    readonly from: string;
    readonly to: string | null;
    readonly value: string;
    readonly chainId?: string;
    /** Of a deposit from L1: what the rollup makes for its sender. */
    readonly mint?: string;
  } | null;
  readonly receipt: {
    readonly status?: string;
    readonly contractAddress: string | null;
    readonly logs: readonly RawLog[];
  };
  readonly internal?: readonly Readonly<Record<string, string>>[] | null;
};
export type RawLog = { readonly address: string; readonly topics: readonly string[]; readonly data: string };

/** Signed changes by `account asset`, lower case; zero ones left out. */
export type Changes = ReadonlyMap<string, bigint>;

const ZERO = `0x${'0'.repeat(40)}`;
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const DEPOSIT = '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c';
const WITHDRAWAL = '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65';
/** Wrappers that tell only by Deposit and Withdrawal; those of Arbitrum and Scroll emit Transfers. */
const WETH9: ReadonlySet<string> = new Set([
  '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2',
  '0x4200000000000000000000000000000000000006',
  '0xbb4cdb9cbd36b01bd1cbaebf2de08d9173bc095c',
  '0xe91d153e0b41518a2ce8dd3d7944fa863463a97d',
  '0x0d500b1d8e8ef31e21c99d1db9a6444d3adf1270',
  '0x5555555555555555555555555555555555555555',
  '0x3bd359c1119da7da1d913d1c4d2b7c461115433a',
]);

export function readRawRecords(path: string): readonly RawRecord[] {
  const text = gunzipSync(readFileSync(path)).toString('utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as RawRecord]));
}

/**
 * What all legs of a record change. `made`: who stands for the other side where a Transfer makes or destroys units, the zero
 * address or the token.
 */
export function changesOf({ tx, receipt, internal }: RawRecord, made: 'zero' | 'token'): Changes {
  const changes = new Map<string, bigint>();
  const move = (from: string, to: string, asset: string, amount: bigint): void => {
    for (const [account, change] of [
      [from, -amount],
      [to, amount],
    ] as const) {
      const key = `${account} ${asset}`.toLowerCase();
      changes.set(key, (changes.get(key) ?? 0n) + change);
    }
  };
  if (receipt.status === '0x0') return changes;
  if (tx !== null && tx !== undefined) {
    move(ZERO, tx.from, 'native', BigInt(tx.mint ?? '0x0'));
    move(tx.from, tx.to ?? receipt.contractAddress ?? '', 'native', BigInt(tx.value));
  }
  for (const row of internal ?? []) {
    if (row.isError === '1' || row.type !== 'call' || (row.callType ?? 'call') !== 'call') continue;
    move(row.from ?? '', row.to ?? '', 'native', BigInt(row.value ?? ''));
  }
  for (const { address, topics, data } of receipt.logs) {
    const [topic, first, second] = topics;
    if (topic === TRANSFER && topics.length === 3 && data.length === 66) {
      const side = (word = ''): string => {
        const account = `0x${word.slice(26)}`;
        return account === ZERO && made === 'token' ? address : account;
      };
      move(side(first), side(second), address, BigInt(data));
    } else if (WETH9.has(address.toLowerCase()) && topics.length === 2 && (topic === DEPOSIT || topic === WITHDRAWAL)) {
      const account = `0x${(first ?? '').slice(26)}`;
      const [from, to] = topic === DEPOSIT ? [address, account] : [account, address];
      move(from, to, address, BigInt(data));
    }
  }
  for (const [key, change] of changes) if (change === 0n) changes.delete(key);
  return changes;
}
