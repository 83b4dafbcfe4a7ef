import type { AccountHistory, Source, TransferKind } from '@fundtrail/core';
import { type ExplorerFaultRule, type RecordedExplorer, startRecordedExplorer } from '@fundtrail/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import type { ExplorerOptions } from './source.ts';
import { ALICE, hashOf, innerRow, okAnswer, recordAnswers, tokenRow, topRow } from './test-rows.ts';
import { createTestSource } from './test-source.ts';

const CAP = 20;
const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe('pages of an explorer', () => {
  it.each([CAP - 1, CAP, CAP + 1, 2 * CAP, 2 * CAP - 1])('give all of %i rows, whatever the cap', async (count) => {
    const rows = Array.from({ length: count }, (_, at) => topRow(at));
    for (const rowCap of [CAP, undefined]) {
      const { source } = await start({ txlist: rows }, { options: rowCap === undefined ? {} : { rowCap } });
      const { transactions, coverage } = await history(source, ['native']);
      expect(transactions.map(({ hash }) => hash)).toEqual(rows.map(({ hash }) => hash));
      expect(coverage).toMatchObject([{ status: 'complete', toBlock: 1000 }]);
    }
  });

  it('give every row of the block in which a page ends once', async () => {
    // Blocks of three: the page of 20 ends inside the seventh.
    const rows = Array.from({ length: 25 }, (_, at) => tokenRow(at, { blockNumber: String(10 + Math.floor(at / 3)) }));
    const { source } = await start({ txlist: [topRow(0)], tokentx: rows });
    const { transactions } = await history(source, ['native', 'token']);
    const legs = transactions.flatMap((fact) => fact.legs.filter((leg) => leg.kind === 'token'));
    expect(legs).toHaveLength(25);
  });

  it('are not taken when a page is served again in place of the next', async () => {
    const rows = Array.from({ length: 2 * CAP }, (_, at) => topRow(at));
    const again: ExplorerFaultRule = ({ number }) =>
      number > 1 ? { kind: 'answer', json: okAnswer(rows.slice(0, CAP)) } : undefined;
    const { source } = await start({ txlist: rows }, { faults: again });
    await expect(history(source, ['native'])).rejects.toMatchObject({ failure: 'malformed' });
  });

  it('are not taken when a page of one block comes again, whose rows have no names and would count twice', async () => {
    const rows = Array.from({ length: 2 * CAP + 1 }, (_, at) => tokenRow(0, { value: String(at + 1) }));
    const again: ExplorerFaultRule = ({ parameters }) =>
      parameters.get('page') === '3' ? { kind: 'answer', json: okAnswer(rows.slice(CAP, 2 * CAP)) } : undefined;
    const answers = { txlist: [topRow(0)], tokentx: rows };
    const whole = await start(answers);
    const { transactions } = await history(whole.source, ['native', 'token']);
    expect(transactions[0]?.legs.filter((leg) => leg.kind === 'token')).toHaveLength(2 * CAP + 1);
    const { source } = await start(answers, { faults: again });
    await expect(history(source, ['native', 'token'])).rejects.toThrow('tokentx: page 3 is the page before it again');
  });

  it('are not taken when their rows are out of order', async () => {
    const rows = [topRow(0), topRow(5), topRow(3)];
    const mixed: ExplorerFaultRule = () => ({ kind: 'answer', json: okAnswer(rows) });
    const { source } = await start({ txlist: rows }, { faults: mixed });
    await expect(history(source, ['native'])).rejects.toThrow('txlist row 3: blockNumber: is not in the order');
  });

  it('are smaller where the source refuses large ones', async () => {
    const rows = Array.from({ length: 5 }, (_, at) => topRow(at));
    const small: ExplorerFaultRule = ({ parameters }) =>
      Number(parameters.get('offset')) > 1000
        ? { kind: 'error', text: 'Result window is too large, PageNo x Offset size must be less than or equal to 1000' }
        : undefined;
    const { source, explorer } = await start({ txlist: rows }, { faults: small, options: { rowCap: CAP } });
    expect((await history(source, ['native'])).transactions).toHaveLength(5);
    expect(explorer.requests().total).toBe(3);
    await history(source, ['native']);
    expect(explorer.requests().total).toBe(4);
  });

  it('give a row that comes twice once where it has a name, and are not taken where one name has two rows', async () => {
    const twice = await start({ txlist: [topRow(0)], txlistinternal: [innerRow(0), innerRow(0)] });
    const { transactions } = await history(twice.source, ['native', 'internal']);
    expect(transactions[0]?.legs.map(({ kind }) => kind)).toEqual(['fee', 'native', 'internal']);
    const other = await start({ txlist: [topRow(0)], txlistinternal: [innerRow(0), innerRow(0, { value: '8' })] });
    await expect(history(other.source, ['native', 'internal'])).rejects.toThrow('have the same place trace:0_1');
  });
});

describe('a newly opened account', () => {
  const answers = { txlist: [topRow(0)], txlistinternal: [innerRow(0), innerRow(1, { transactionIndex: '1' })] };

  it('costs three lists under a page, asked for at once or one after another', async () => {
    for (const steps of [[['native', 'internal', 'token']], [['native'], ['internal', 'token']]] as const) {
      const { source, explorer } = await start({ ...answers, tokentx: [tokenRow(0)] }, { options: { rowCap: CAP } });
      const coverage = [];
      for (const kinds of steps) coverage.push(...(await history(source, kinds)).coverage);
      expect(coverage.map(({ kind, status }) => [kind, status])).toEqual([
        ['native', 'complete'],
        ['internal', 'complete'],
        ['token', 'complete'],
      ]);
      expect(Object.fromEntries(explorer.requests().byAction)).toEqual({ txlist: 1, txlistinternal: 1, tokentx: 1 });
    }
  });

  it('has internal transfers of other people’s transactions without a question where their rows tell the place', async () => {
    const { source } = await start(answers, { options: { rowCap: CAP } });
    const { transactions } = await history(source, ['native', 'internal']);
    expect(transactions.map(({ hash, index, whole }) => [hash, index, whole])).toEqual([
      [hashOf(1), 0, ['native']],
      [hashOf(2), 1, []],
    ]);
    expect(source.requests()).toBe(2);
  });
});

describe('a list that is a paid feature', () => {
  const answers = { txlist: [topRow(0)], txlistinternal: [], tokentx: [tokenRow(0)] };
  const PAID = 'Sorry, it looks like you are trying to access an API Pro endpoint. Contact us to upgrade to API Pro.';
  const FREE = 'Free API access is not supported for this chain. Please upgrade your api plan for full chain coverage.';

  it.each([PAID, FREE])('is said to be missing, and asked for once: %s', async (text) => {
    const faults: ExplorerFaultRule = ({ action }) =>
      action === 'txlistinternal' ? { kind: 'error', text } : undefined;
    const { source, explorer } = await start(answers, { faults });
    for (let round = 0; round < 2; round += 1) {
      const { coverage } = await history(source, ['native', 'internal', 'token']);
      expect(coverage.map(({ kind, status, reason }) => [kind, status, reason])).toEqual([
        ['native', 'complete', undefined],
        ['internal', 'unavailable', 'the source does not offer txlistinternal'],
        ['token', 'complete', undefined],
      ]);
    }
    expect(explorer.requests().byAction.get('txlistinternal')).toBe(1);
  });

  it('is said not to be covered by a key that opens the others', async () => {
    const faults: ExplorerFaultRule = ({ action }) =>
      action === 'txlistinternal' ? { kind: 'http', status: 403 } : undefined;
    const { source } = await start(answers, { faults });
    const { coverage } = await history(source, ['native', 'internal', 'token']);
    expect(coverage[1]).toMatchObject({ status: 'unavailable', reason: 'the key does not cover txlistinternal' });
  });

  it('is an error where the key opens no list any more', async () => {
    const faults: ExplorerFaultRule = ({ action }) =>
      action === 'txlist' ? undefined : { kind: 'error', text: 'Invalid API Key (#err2)' };
    const { source } = await start(answers, { faults });
    await expect(history(source, ['native', 'internal', 'token'])).rejects.toMatchObject({ failure: 'unauthorized' });
  });
});

async function start(
  lists: Readonly<Record<string, readonly unknown[]>>,
  more: { readonly faults?: ExplorerFaultRule; readonly options?: Partial<ExplorerOptions> } = {},
): Promise<{ readonly explorer: RecordedExplorer; readonly source: Source }> {
  const answers = Object.entries(lists).map(([action, rows]) => [`${action}/${ALICE}`, okAnswer(rows)] as const);
  const { folder, remove } = recordAnswers(Object.fromEntries(answers));
  const { faults } = more;
  const explorer = await startRecordedExplorer({ folder, rowCap: CAP, ...(faults === undefined ? {} : { faults }) });
  const source = createTestSource({ url: explorer.url, ...more.options });
  open.push(
    remove,
    () => explorer.close(),
    () => source.close(),
  );
  return { explorer, source };
}

function history(source: Source, kinds: readonly TransferKind[]): Promise<AccountHistory> {
  return source.history({ chain: 'eip155:1', address: ALICE, kinds, fromBlock: 0, toBlock: 1000, maxRows: 1000 });
}
