import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type AccountHistory, createLogger, InputError, type TransactionFact } from '@fundtrail/core';
import { sharedData, startRecordedExplorer } from '@fundtrail/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestSource } from '../evm/explorer/test-source.ts';
import type { Dataset } from './dataset.ts';
import { openDataset } from './open-dataset.ts';

const FOLDERS: string[] = [];
afterAll(() => {
  for (const folder of FOLDERS) rmSync(folder, { recursive: true });
});

const ALICE = `0x${'a'.repeat(40)}`;
const BOB = `0x${'b'.repeat(40)}`;
const CODE = `0x${'c'.repeat(40)}`;
const CAROL = `0x${'d'.repeat(40)}`;
const KINDS = ['native', 'internal', 'token'] as const;
const hash = (digit: string): string => `0x${digit.repeat(64)}`;

const top = (digit: string, from: string, to: string) => ({
  ...{ blockNumber: '10', timeStamp: '1600000000', hash: hash(digit), transactionIndex: digit, from, to, value: '5' },
  ...{ gasPrice: '2', gasUsed: '21000', isError: '0', txreceipt_status: '1', input: '0x', contractAddress: '' },
});
const inner = (digit: string, to: string) => ({
  ...{ blockNumber: '10', timeStamp: '1600000000', hash: hash(digit), from: CODE, to, value: '9', contractAddress: '' },
  ...{ type: 'call', traceId: '0_1', isError: '0' },
});
const token = (digit: string, from: string, to: string) => ({
  ...{ blockNumber: '10', timeStamp: '1600000000', hash: hash(digit), transactionIndex: digit, from, to, value: '7' },
  contractAddress: CODE,
});
const answer = (...rows: readonly unknown[]): string => JSON.stringify({ status: '1', message: 'OK', result: rows });

describe('a folder of recorded answers', () => {
  it('brings the views of two accounts together, each leg once', async () => {
    const folder = record({
      [`txlist/${ALICE}.json`]: answer(top('1', ALICE, BOB), top('2', ALICE, CODE)),
      [`txlist/${BOB}.json`]: answer(top('1', ALICE, BOB)),
      [`txlistinternal/${ALICE}.json`]: answer(inner('2', ALICE)),
      [`tokentx/${ALICE}.json`]: answer(token('1', ALICE, BOB), token('1', ALICE, BOB)),
      [`tokentx/${BOB}.json`]: answer(token('1', ALICE, BOB), token('1', ALICE, BOB), token('3', CAROL, BOB)),
    });
    const facts = await factsOf(await open(folder));
    expect(facts.map((fact) => [fact.hash[2], fact.sender, fact.legs.map((leg) => leg.kind)])).toEqual([
      ['1', ALICE, ['fee', 'native', 'token', 'token']],
      ['2', ALICE, ['fee', 'native', 'internal']],
      ['3', undefined, ['token']],
    ]);
  });

  it('gives the same histories as a server of the same folder, asked for all kinds at once or one after another', async () => {
    const folder = record({
      [`txlist/${ALICE}.json`]: answer(top('1', ALICE, BOB), top('2', ALICE, CODE)),
      [`txlist/${BOB}.json.gz`]: gzipSync(answer(top('1', ALICE, BOB))),
      [`txlistinternal/${ALICE}.json`]: answer(inner('2', ALICE)),
      [`txlistinternal/${BOB}.json`]: answer(inner('4', BOB)),
    });
    const dataset = await open(folder);
    const explorer = await startRecordedExplorer({ folder });
    try {
      for (const account of [ALICE, BOB]) {
        const served = { url: explorer.url, reorgWindow: 0 };
        const whole = createTestSource(served);
        const parts = createTestSource(served);
        const expected = await whole.history(request(account, KINDS));
        expect(plain(await dataset.history(request(account, KINDS)))).toEqual(plain(expected));
        await parts.history(request(account, ['native']));
        const before = parts.requests();
        const rest = await parts.history(request(account, ['internal', 'token']));
        expect(plain(await dataset.history(request(account, ['internal', 'token'])))).toEqual(plain(rest));
        // What places internal transfers was read just before: only the internal list, the missing token list and a missing node are asked for.
        expect(parts.requests() - before).toBe(account === ALICE ? 2 : 4);
      }
      const bob = await dataset.history(request(BOB, KINDS));
      expect(bob.coverage.map(({ kind, status, reason }) => [kind, status, reason])).toEqual([
        ['native', 'complete', undefined],
        ['internal', 'unavailable', expect.stringContaining('the source does not offer proxy')],
        ['token', 'unavailable', 'the source does not offer tokentx'],
      ]);
    } finally {
      await explorer.close();
    }
  });

  it('leaves out what is malformed, by name and reason, and takes the rest', async () => {
    const whole = gzipSync(answer(top('1', ALICE, BOB)));
    const folder = record({
      [`txlist/${ALICE}.json`]: answer(top('1', ALICE, BOB)),
      'txlist/0x1234.json': answer(),
      'txlist/notes.txt': 'x',
      [`txlist/${BOB}.json.gz`]: whole.subarray(0, whole.length - 12),
      [`txlist/${CODE}.json`]: '{"status":"1","result":[',
      [`txlist/${CAROL}.json`]: answer(top('1', ALICE, BOB)),
      [`txlist/0x${'1'.repeat(40)}.json`]: JSON.stringify({
        status: '0',
        message: 'NOTOK',
        result: 'Max rate limit reached',
      }),
      [`tokentx/${ALICE}.json`]: answer({ ...token('1', ALICE, BOB), value: 'x' }),
    });
    const dataset = await open(folder);
    expect(dataset.accounts).toEqual([ALICE]);
    expect(Object.fromEntries(dataset.report.skipped.map(({ name, reason }) => [name, reason]))).toEqual({
      'txlist/0x1234.json': 'the name is not an address with .json or .json.gz',
      'txlist/notes.txt': 'the name is not an address with .json or .json.gz',
      [`txlist/${BOB}.json.gz`]: 'the gzip data is cut or damaged',
      [`txlist/${CODE}.json`]: 'the content is not JSON',
      [`txlist/${CAROL}.json`]: `txlist row 1: row: does not concern ${CAROL}`,
      [`txlist/0x${'1'.repeat(40)}.json`]: 'Max rate limit reached',
      [`tokentx/${ALICE}.json`]: 'tokentx row 1: value: "x" is not a whole number',
    });
    await expect(dataset.history(request(BOB, KINDS))).rejects.toMatchObject({ failure: 'refused' });
    const { coverage } = await dataset.history(request(ALICE, KINDS));
    expect(coverage.find(({ kind }) => kind === 'token')?.status).toBe('unavailable');
  });

  it('is another data set when a name or a byte is another', async () => {
    const text = answer(top('1', ALICE, BOB));
    const shas = await Promise.all(
      [
        { [`txlist/${ALICE}.json`]: text },
        { [`txlist/${ALICE}.json`]: text },
        { [`txlist/${BOB}.json`]: text },
        { [`txlist/${ALICE}.json`]: `${text} ` },
      ].map(async (files) => (await open(record(files))).sha256),
    );
    expect(shas[0]).toBe(shas[1]);
    expect(new Set(shas).size).toBe(3);
  });

  it('is refused when there is nothing in it', async () => {
    await expect(open(record({ 'notes.txt': 'x' }))).rejects.toBeInstanceOf(InputError);
    await expect(open(record({ 'txlist/notes.txt': 'x' }))).rejects.toThrow('no file of txlist/ can be taken');
    await expect(open('/nowhere/at/all')).rejects.toThrow('no such file or folder');
  });

  it.skipIf(sharedData('ronin-2022') === undefined)(
    'takes the Ronin folder but for its one malformed name',
    async () => {
      const dataset = await open(sharedData('ronin-2022') ?? '');
      expect(dataset.report).toMatchObject({
        rows: 39_808,
        transactions: 39_470,
        accounts: 243,
        skipped: [{ name: 'txlist/0x1e16253b81f418ee44430d94502bc766fe8cadbaa.json.gz' }],
      });
      const facts = await factsOf(dataset);
      expect(facts).toHaveLength(39_470);
      expect(new Set(facts.map((fact) => fact.hash)).size).toBe(39_470);
      const inOrder = facts.every((fact, at) => {
        const before = facts[at - 1];
        return (
          before === undefined ||
          before.block < fact.block ||
          (before.block === fact.block && before.index <= fact.index)
        );
      });
      expect(inOrder).toBe(true);
    },
  );
});

function record(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fundtrail-folder-'));
  FOLDERS.push(folder);
  for (const action of ['txlist', 'txlistinternal', 'tokentx']) {
    if (Object.keys(files).some((name) => name.startsWith(`${action}/`))) mkdirSync(join(folder, action));
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

function open(path: string): Promise<Dataset> {
  return openDataset(path, { logger: createLogger({ level: 'silent' }) });
}

function request(address: string, kinds: readonly (typeof KINDS)[number][]) {
  return { chain: 'eip155:1', address, kinds, fromBlock: 0, toBlock: 1000, maxRows: 1000 };
}

async function factsOf(dataset: Dataset): Promise<TransactionFact[]> {
  const facts: TransactionFact[] = [];
  for await (const batch of dataset.batches()) facts.push(...batch);
  return facts;
}

function plain(history: AccountHistory): unknown {
  return { ...history, coverage: history.coverage.map(({ source: _source, ...rest }) => rest) };
}
