import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PLACE_UNKNOWN } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { describe, expect, it } from 'vitest';
import { factsOf, folderOf, openQuietly } from './test-datasets.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const TESTNET = 'bip122:000000000933ea01ad0ee984209779ba';
const SAMPLES = sharedData('bitcoin/esplora-txs');
const DMM = sharedData('bitcoin/dmm-2024-theft-tx.json');
const SCRIPT = `0014${'ab'.repeat(20)}`;

type Change = Readonly<Record<string, unknown>>;

function transaction(id: string, block: number, change: Change = {}): object {
  return {
    txid: id.repeat(64 / id.length),
    vin: [{ txid: 'f'.repeat(64), vout: block, prevout: { scriptpubkey: SCRIPT, value: 1_000 } }],
    vout: [{ scriptpubkey: SCRIPT, value: 900 }],
    fee: 100,
    status: { confirmed: true, block_height: block, block_hash: 'b'.repeat(64), block_time: 1_600_000_000 + block },
    ...change,
  };
}

const lines = (...values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');
const open = (text: string, chain?: string) => openQuietly(join(folderOf({ 'txs.jsonl': text }), 'txs.jsonl'), chain);

describe('Esplora transactions as a data set', () => {
  it('are facts whose place in the block is not known', async () => {
    const text = lines(transaction('1', 10), transaction('2', 9));
    const dataset = await open(text);
    const facts = await factsOf(dataset);
    expect(
      facts.map(({ hash, block, index, legs, whole }) => [hash[2], block, index, legs.length, whole.length]),
    ).toEqual([
      ['1', 10, PLACE_UNKNOWN, 2, 3],
      ['2', 9, PLACE_UNKNOWN, 2, 3],
    ]);
    expect(dataset).toMatchObject({
      kind: 'esplora',
      name: 'txs.jsonl',
      chains: [BITCOIN],
      accounts: null,
      sha256: createHash('sha256').update(text).digest('hex'),
    });
    expect(dataset.report).toMatchObject({
      rows: 2,
      transactions: 2,
      notWhole: 0,
      lastBlock: 10,
      lastTime: 1_600_000_010,
    });
    expect(await factsOf(dataset)).toEqual(facts);
  });

  it('cover every address and coin fully', async () => {
    const dataset = await open(lines(transaction('1', 10)));
    const request = { chain: BITCOIN, address: `0x${SCRIPT}`, fromBlock: 0, toBlock: 99, maxRows: 1 };
    const history = await dataset.history({ ...request, kinds: ['native'] });
    expect(history.coverage).toMatchObject([{ kind: 'native', status: 'complete', fromBlock: 0, toBlock: 99 }]);
  });

  it('that wait to be mined are left out and counted', async () => {
    const waiting = { status: { confirmed: false } };
    const { report } = await open(
      lines(transaction('1', 10), transaction('2', 1, waiting), transaction('3', 1, waiting)),
    );
    expect(report).toMatchObject({ rows: 3, transactions: 1 });
    expect(report.skipped).toEqual([{ name: 'txs.jsonl', reason: 'transactions that are not mined yet (2)' }]);
    await expect(open(lines(transaction('2', 1, waiting)))).rejects.toThrow('holds no transaction that is mined');
  });

  it('whose inputs lack amounts are taken, and counted as not whole', async () => {
    const vin = [{ txid: 'f'.repeat(64), vout: 0, prevout: null }];
    const dataset = await open(lines(transaction('1', 10), transaction('2', 11, { vin })));
    expect(dataset.report).toMatchObject({ transactions: 2, notWhole: 1 });
    expect((await factsOf(dataset)).map(({ whole }) => whole.length)).toEqual([3, 0]);
  });

  it('that come again alike count once, wherever they stand', async () => {
    const again = [transaction('1', 10), transaction('2', 10), transaction('1', 10), transaction('1', 10)];
    const dataset = await open(lines(...again));
    expect(dataset.report).toMatchObject({ rows: 4, transactions: 2, notWhole: 0 });
    expect((await factsOf(dataset)).map(({ hash }) => hash[2])).toEqual(['1', '2']);
  });

  it('that come again otherwise are refused with both places', async () => {
    const text = lines(transaction('1', 10), transaction('2', 10), transaction('1', 11));
    await expect(open(text)).rejects.toThrow(/txs\.jsonl:3: transaction 1{64} is told differently here and in line 1/);
  });

  it('take the later of the two coinbases that Bitcoin made twice', async () => {
    const vin = [{ txid: '0'.repeat(64), vout: 4_294_967_295, prevout: null, is_coinbase: true }];
    const coinbase = (block: number): object => ({
      ...transaction('1', block, { vin, fee: 0 }),
      txid: 'e3bf3d07d4b0375638d5f1db5255fe07ba2c4cb067cd81b84ee974b6585fb468',
    });
    const dataset = await open(lines(coinbase(91_722), coinbase(91_880)));
    expect((await factsOf(dataset)).map(({ block }) => block)).toEqual([91_880]);
    expect(dataset.report.skipped).toEqual([{ name: 'txs.jsonl', reason: expect.stringContaining('(BIP30) (1)') }]);
  });

  it('of another chain are seen by their addresses', async () => {
    const vout = [
      { scriptpubkey: SCRIPT, scriptpubkey_address: 'tb1q4w46h2at4w46h2at4w46h2at4w46h2attyk4uy', value: 900 },
    ];
    const text = lines(transaction('1', 10, { vout }));
    await expect(open(text)).rejects.toMatchObject({
      place: { line: 1, field: 'vout[0].scriptpubkey_address' },
      remedy: expect.stringContaining('--chain'),
    });
  });

  it('have a space of their own for each chain they are read as of', async () => {
    const text = lines(transaction('1', 10));
    const [usual, test] = await Promise.all([open(text, BITCOIN), open(text, TESTNET)]);
    expect(usual.sha256).toBe((await open(text)).sha256);
    expect(test.sha256).not.toBe(usual.sha256);
    expect(test.chains).toEqual([TESTNET]);
  });

  it.each<[string, string, { line?: number; field?: string }, string]>([
    ['no status', lines(transaction('1', 10, { status: undefined })), { line: 1, field: 'status' }, 'is missing'],
    [
      'a wrong amount',
      lines(transaction('1', 1), transaction('2', 1, { vout: [{ scriptpubkey: '', value: '9' }] })),
      { line: 2, field: 'vout[0].value' },
      'not a whole number',
    ],
    [
      'a wrong fee',
      lines(transaction('1', 10, { fee: 99 })),
      { line: 1, field: 'fee' },
      '99 is not what inputs have more',
    ],
    ['a cut line', `${lines(transaction('1', 10))}{"txid"`, { line: 2 }, 'this is not JSON'],
    ['something else', '{"address": "1A1z"}', {}, 'not of transactions'],
    ['nothing in a list', '[]', {}, 'not of transactions'],
  ])('with %s are refused with line and field', async (_what, text, place, message) => {
    await expect(open(text)).rejects.toMatchObject({ place, message: expect.stringContaining(message) });
  });

  it('of account chains are not asked for', async () => {
    await expect(open(lines(transaction('1', 10)), 'eip155:1')).rejects.toThrow('eip155:1 is none');
  });

  it('are noticed to change after they were checked', async () => {
    const path = join(folderOf({ 'txs.jsonl': lines(transaction('1', 10)) }), 'txs.jsonl');
    const dataset = await openQuietly(path);
    writeFileSync(path, lines(transaction('1', 11)));
    await expect(factsOf(dataset)).rejects.toThrow('the file has changed');
  });

  it('are read packed, and as one object', async () => {
    const folder = folderOf({
      'txs.jsonl.gz': gzipSync(lines(transaction('1', 10))),
      'tx.json': JSON.stringify(transaction('1', 10), null, 2),
    });
    const [packed, one] = await Promise.all(['txs.jsonl.gz', 'tx.json'].map((name) => openQuietly(join(folder, name))));
    expect(packed?.report.transactions).toBe(1);
    expect(one?.report.transactions).toBe(1);
  });
});

describe.skipIf(SAMPLES === undefined || DMM === undefined)('real Esplora answers as a data set', () => {
  it('are taken as they were kept', async () => {
    const dataset = await openQuietly(`${SAMPLES}/satoshi-genesis-txs.json`);
    expect(dataset.report).toMatchObject({ rows: 50, transactions: 50, notWhole: 0, lastBlock: 938_743, skipped: [] });
    const legs = (await factsOf(dataset)).flatMap((fact) => fact.legs);
    expect(legs.filter(({ kind }) => kind === 'input')).toHaveLength(156);
    expect(legs.filter(({ kind }) => kind === 'output')).toHaveLength(193);
  });

  it('without status are refused, with what to add', async () => {
    await expect(openQuietly(DMM ?? '')).rejects.toMatchObject({
      place: { line: 1, field: 'status' },
      remedy: expect.stringContaining('"block_height"'),
    });
  });
});
