import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { AccountHistory, Source } from '@fundtrail/core';
import { type RecordedExplorer, sharedData, startRecordedExplorer } from '@fundtrail/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestSource } from './test-source.ts';

const FOLDER = sharedData('ronin-2022');
const CHAIN = 'eip155:1';
const KINDS = ['native', 'internal', 'token'] as const;

type RecordedRow = Readonly<
  Record<'hash' | 'from' | 'to' | 'value' | 'isError' | 'txreceipt_status' | 'gasUsed' | 'gasPrice', string>
>;

describe.skipIf(FOLDER === undefined)('the Ronin recording over HTTP', () => {
  const folder = FOLDER ?? '';
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((part) => part.close()));
  });

  async function start(rowCap?: number): Promise<{ readonly explorer: RecordedExplorer; readonly source: Source }> {
    const explorer = await startRecordedExplorer({ folder, ...(rowCap === undefined ? {} : { rowCap }) });
    const source = createTestSource({ url: explorer.url });
    open.push(explorer, source);
    return { explorer, source };
  }

  it('gives every account the history of its file, row by row and to the wei', async () => {
    const { explorer, source } = await start();
    expect(explorer.accounts).toHaveLength(243);
    let rows = 0;
    for (const account of explorer.accounts) {
      const recorded = recordedRows(folder, account);
      rows += recorded.length;
      const { transactions } = await history(source, account);
      expect(transactions.map(({ hash }) => hash).sort()).toEqual(recorded.map(({ hash }) => hash).sort());
      expect(sumOf(transactions, 'native')).toBe(sum(recorded.filter(isSuccess).map((row) => BigInt(row.value))));
      expect(sumOf(transactions, 'fee')).toBe(sum(recorded.map((row) => BigInt(row.gasUsed) * BigInt(row.gasPrice))));
    }
    expect(rows).toBe(39_808);
  });

  it('asks for what the recording lacks once, and for an account once while it is under a page', async () => {
    const { explorer, source } = await start();
    const gaps: string[] = [];
    const learning = createTestSource({ url: explorer.url, rowCap: 10_000, onGap: (question) => gaps.push(question) });
    const accounts = explorer.accounts.slice(0, 20);
    await Promise.all(accounts.map((account) => history(learning, account)));
    expect(gaps.sort()).toEqual(['tokentx', 'txlistinternal']);
    expect(learning.requests()).toBe(accounts.length + 2);
    expect(explorer.requests().total).toBe(accounts.length + 2);
    const knowing = createTestSource({ url: explorer.url, rowCap: 10_000, lacks: gaps });
    await history(knowing, accounts[0] ?? '');
    expect(knowing.requests()).toBe(1);
    expect(source.requests()).toBe(0);
  });

  it('finds the row cap by itself at the price of a request for each longest answer', async () => {
    const { explorer, source } = await start();
    for (const account of explorer.accounts) await history(source, account);
    const lists = explorer.requests().byAction.get('txlist') ?? 0;
    expect(lists).toBeGreaterThan(243);
    expect(lists).toBeLessThan(243 + 15);
  });

  it.each([100, 37])('gives the same facts through pages of %i rows', async (rowCap) => {
    const whole = await start();
    const paged = await start(rowCap);
    for (const account of whole.explorer.accounts.slice(0, 80)) {
      const expected = await history(whole.source, account);
      const found = await history(paged.source, account);
      expect(withoutSource(found)).toEqual(withoutSource(expected));
    }
  });

  it('says what it could not tell instead of calling it none', async () => {
    const { explorer, source } = await start();
    const { coverage } = await history(source, explorer.accounts[0] ?? '');
    expect(coverage.map(({ kind, status, reason }) => [kind, status, reason])).toEqual([
      ['native', 'complete', undefined],
      ['internal', 'unavailable', 'the source does not offer txlistinternal'],
      ['token', 'unavailable', 'the source does not offer tokentx'],
    ]);
    await expect(source.transaction(CHAIN, `0x${'1'.repeat(64)}`)).rejects.toMatchObject({ failure: 'unsupported' });
    expect(await source.isContract(CHAIN, explorer.accounts[0] ?? '')).toBeUndefined();
  });

  it('refuses an account that was not recorded', async () => {
    const { source } = await start();
    await expect(history(source, `0x${'1'.repeat(40)}`)).rejects.toMatchObject({
      failure: 'refused',
      retryable: false,
    });
  });

  it('stops past the rows that are allowed, at the same block however it pages', async () => {
    const account = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
    const whole = await start();
    const paged = await start(40);
    const expected = await history(whole.source, account, 100);
    expect(expected.coverage[0]).toMatchObject({ kind: 'native', status: 'truncated', reason: 'more than 100 rows' });
    expect(expected.transactions.length).toBeLessThanOrEqual(100);
    expect(expected.transactions.length).toBeGreaterThan(80);
    expect(withoutSource(await history(paged.source, account, 100))).toEqual(withoutSource(expected));
  });

  it('takes no account of the recording that sends transactions for code', async () => {
    const { explorer, source } = await start();
    const senders = new Set(
      explorer.accounts.flatMap((account) => recordedRows(folder, account).map((row) => row.from)),
    );
    const contracts = new Set<string>();
    for (const account of explorer.accounts) {
      for (const contract of (await history(source, account)).contracts) contracts.add(contract);
    }
    expect(contracts.size).toBeGreaterThan(50);
    expect([...contracts].filter((contract) => senders.has(contract))).toEqual([]);
    // The Tornado router and WETH, which the seed's followers call.
    expect(contracts).toContain('0xd90e2f925da726b50c4ed8d0fb90ad053324f31b');
  });
});

function history(source: Source, address: string, maxRows = 100_000): Promise<AccountHistory> {
  return source.history({ chain: CHAIN, address, kinds: KINDS, fromBlock: 0, toBlock: 999_999_999, maxRows });
}

function recordedRows(folder: string, account: string): readonly RecordedRow[] {
  const answer = JSON.parse(gunzipSync(readFileSync(`${folder}/txlist/${account}.json.gz`)).toString('utf8')) as {
    readonly result: readonly RecordedRow[];
  };
  return answer.result;
}

/** Five rows of 2017 say `isError` 0 beside a failed receipt. */
function isSuccess(row: RecordedRow): boolean {
  return row.isError === '0' && row.txreceipt_status !== '0';
}

function sumOf(transactions: AccountHistory['transactions'], kind: string): bigint {
  return sum(transactions.flatMap(({ legs }) => legs.filter((leg) => leg.kind === kind).map((leg) => leg.amount)));
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/** The two servers have other ports, and so the sources other ids. */
function withoutSource(found: AccountHistory): unknown {
  return { ...found, coverage: found.coverage.map(({ source: _source, ...rest }) => rest) };
}
