import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const ALICE = `0x${'a'.repeat(40)}`;
export const BOB = `0x${'b'.repeat(40)}`;
export const CODE = `0x${'c'.repeat(40)}`;
export const TOKEN = `0x${'d'.repeat(40)}`;

type Fields = Readonly<Record<string, string>>;

/** A transaction hash that ends in a number. */
export function hashOf(number: number): string {
  return `0x${number.toString(16).padStart(64, '0')}`;
}

/** A row of `txlist`: Alice sends 5 wei to Bob; transaction `number` of the chain. */
export function topRow(number: number, change: Fields = {}): Fields {
  return {
    blockNumber: String(10 + number),
    timeStamp: '1600000000',
    hash: hashOf(number + 1),
    transactionIndex: String(number),
    from: ALICE,
    to: BOB,
    value: '5',
    gasPrice: '2',
    gasUsed: '21000',
    isError: '0',
    txreceipt_status: '1',
    input: '0x',
    contractAddress: '',
    ...change,
  };
}

/** A row of `txlistinternal` as Etherscan gives it: code pays Alice 9 wei. */
export function innerRow(number: number, change: Fields = {}): Fields {
  return {
    blockNumber: String(10 + number),
    timeStamp: '1600000000',
    hash: hashOf(number + 1),
    from: CODE,
    to: ALICE,
    value: '9',
    contractAddress: '',
    type: 'call',
    traceId: '0_1',
    isError: '0',
    ...change,
  };
}

/** A row of `tokentx` as Etherscan gives it, without the log: Alice sends Bob 7 units. */
export function tokenRow(number: number, change: Fields = {}): Fields {
  return {
    blockNumber: String(10 + number),
    timeStamp: '1600000000',
    hash: hashOf(number + 1),
    transactionIndex: String(number),
    from: ALICE,
    to: BOB,
    contractAddress: TOKEN,
    value: '7',
    ...change,
  };
}

/** The answer of an explorer that has these rows. */
export function okAnswer(rows: readonly unknown[]): unknown {
  return { status: '1', message: 'OK', result: rows };
}

/** Writes answers where a recorded explorer finds them, by `<action>/<address>`. */
export function recordAnswers(answers: Readonly<Record<string, unknown>>): {
  readonly folder: string;
  remove(): void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'fundtrail-recorded-'));
  for (const [name, answer] of Object.entries(answers)) {
    const file = join(folder, `${name}.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(answer));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
