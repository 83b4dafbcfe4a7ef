import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createLogger, InputError, type TransactionFact, ZERO_ADDRESS } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import type { Dataset } from './dataset.ts';
import { openDataset } from './open-dataset.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'fundtrail-csv-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const HEADER = 'chain,tx_hash,block,tx_index,leg_index,timestamp,tx_from,from,to,asset,amount,kind,success';
const SHORT_HEADER = 'chain,tx_hash,block,timestamp,from,to,asset,amount,kind,success';
const A = `0x${'a'.repeat(40)}`;
const B = `0x${'b'.repeat(40)}`;
const TOKEN = `0x${'c'.repeat(40)}`;
const hash = (digit: string): string => `0x${digit.repeat(64)}`;

describe('a transfers CSV', () => {
  it('becomes transactions with legs named by leg_index', async () => {
    const dataset = await openText(
      `${HEADER}\neip155:1,${hash('1')},10,3,1,1600000000,${A},${A},${B},native,5,native,true\n` +
        `eip155:1,${hash('1')},10,3,0,1600000000,${A},${A},${B},${TOKEN},7,token,true\n`,
    );
    expect(await factsOf(dataset)).toEqual([
      {
        chain: 'eip155:1',
        hash: hash('1'),
        block: 10,
        index: 3,
        time: 1_600_000_000,
        sender: A,
        success: true,
        whole: ['native', 'internal', 'token'],
        legs: [
          { id: '0', kind: 'token', from: A, to: B, asset: TOKEN, amount: 7n },
          { id: '1', kind: 'native', from: A, to: B, asset: 'native', amount: 5n },
        ],
      },
    ]);
    expect(dataset.report).toMatchObject({ rows: 2, transactions: 1, accounts: null, lastBlock: 10, skipped: [] });
  });

  it('keeps two equal rows without leg_index as two legs, in the order of the file', async () => {
    const row = `eip155:1,${hash('1')},10,1600000000,${A},${B},native,5,native,true\n`;
    const [fact] = await factsOf(await openText(`${SHORT_HEADER}\n${row}${row}`));
    expect(fact?.legs.map(({ id, amount }) => [id, amount])).toEqual([
      ['row:0', 5n],
      ['row:1', 5n],
    ]);
    expect(fact?.sender).toBeUndefined();
  });

  it('brings rows of one transaction together wherever they stand, and orders transactions by the file', async () => {
    const row = (digit: string, block: number, amount: number): string =>
      `eip155:1,${hash(digit)},${block},1600000000,${A},${B},native,${amount},native,true\n`;
    const text = `${SHORT_HEADER}\n${row('2', 20, 1)}${row('1', 10, 2)}${row('2', 20, 3)}${row('3', 20, 4)}${row('2', 20, 5)}`;
    const dataset = await openText(text);
    const facts = await factsOf(dataset);
    expect(facts.map((fact) => [fact.hash[2], fact.index, fact.legs.map((leg) => leg.amount)])).toEqual([
      ['2', 0, [1n, 3n, 5n]],
      ['1', 1, [2n]],
      ['3', 2, [4n]],
    ]);
    expect(dataset.report).toMatchObject({ rows: 5, transactions: 3 });
    expect(await factsOf(dataset)).toEqual(facts);
  });

  it('finds the rows of scattered transactions among many', async () => {
    const digits = (at: number): string => `0x${at.toString(16).padStart(64, '0')}`;
    const lines = Array.from({ length: 3 }, (_, round) =>
      Array.from(
        { length: 20_000 },
        (_, at) => `eip155:1,${digits(at)},${at},1600000000,${A},${B},native,${round},native,true`,
      ),
    ).flat();
    const dataset = await openText(`${SHORT_HEADER}\n${lines.join('\n')}`);
    const facts = await factsOf(dataset);
    expect(dataset.report.transactions).toBe(20_000);
    expect(facts).toHaveLength(20_000);
    expect(facts.every((fact) => fact.legs.map((leg) => leg.amount).join() === '0,1,2')).toBe(true);
  });

  it('holds several chains apart, also where hashes are equal', async () => {
    const dataset = await openText(
      `${SHORT_HEADER}\neip155:1,${hash('1')},10,1600000000,${A},${B},native,5,native,true\n` +
        `eip155:56,${hash('1')},99,1600000009,${A},${B},native,6,native,true\n`,
    );
    expect(dataset.chains).toEqual(['eip155:1', 'eip155:56']);
    expect((await factsOf(dataset)).map((fact) => [fact.chain, fact.block])).toEqual([
      ['eip155:1', 10],
      ['eip155:56', 99],
    ]);
    expect(dataset.report.heads).toEqual({
      'eip155:1': { block: 10, time: 1_600_000_000 },
      'eip155:56': { block: 99, time: 1_600_000_009 },
    });
  });

  it('keeps of a failed transaction its fees, and lets a fee end at nobody', async () => {
    const rows = ['native,5,native', 'native,2,fee'].map(
      (middle) => `eip155:1,${hash('1')},10,1600000000,${A},${B},${middle},false\n`,
    );
    const [fact] = await factsOf(await openText(`${SHORT_HEADER}\n${rows.join('')}`));
    expect(fact).toMatchObject({ success: false });
    expect(fact?.legs).toEqual([{ id: 'row:1', kind: 'fee', from: A, to: ZERO_ADDRESS, asset: 'native', amount: 2n }]);
  });

  it('reads CRLF, a byte order mark, quoted fields, checksummed addresses and columns in another order', async () => {
    const text = `\ufeffamount,chain,tx_hash,block,timestamp,from,to,asset,kind,success\r\n"5",eip155:1,${hash('1')},10,1600000000,0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2,${B},native,native,true\r\n`;
    const [fact] = await factsOf(await openText(text));
    expect(fact?.legs[0]).toMatchObject({ from: '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2', amount: 5n });
  });

  it('covers every account fully, and is named by the bytes of its file', async () => {
    const text = `${SHORT_HEADER}\neip155:1,${hash('1')},10,1600000000,${A},${B},native,5,native,true\n`;
    const dataset = await openText(text);
    expect(dataset.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    const request = {
      chain: 'eip155:1',
      address: B,
      kinds: ['native', 'token'],
      fromBlock: 0,
      toBlock: 99,
      maxRows: 10,
    } as const;
    const history = await dataset.history(request);
    expect(history.coverage.map(({ kind, status, toBlock }) => [kind, status, toBlock])).toEqual([
      ['native', 'complete', 99],
      ['token', 'complete', 99],
    ]);
  });

  it('says so when the file changes after it was checked', async () => {
    const row = (amount: number): string =>
      `eip155:1,${hash('1')},10,1600000000,${A},${B},native,${amount},native,true\n`;
    const dataset = await openText(`${SHORT_HEADER}\n${row(5)}`, 'changing.csv');
    writeFileSync(join(FOLDER, 'changing.csv'), `${SHORT_HEADER}\n${row(6)}`);
    await expect(factsOf(dataset)).rejects.toThrow('the file has changed');
  });

  const good = `eip155:1,${hash('1')},10,0,0,1600000000,${A},${A},${B},native,5,native,true`;
  const change = (from: string, to: string): string =>
    `${HEADER}\n${good}\n${good.replace(hash('1'), hash('2')).replace(from, to)}\n`;
  it.each<[string, string, { line?: number; field?: string }, string]>([
    ['a chain that is none', change('eip155:1', 'ethereum'), { line: 3, field: 'chain' }, 'CAIP-2'],
    [
      'a chain of another kind',
      change('eip155:1,', 'solana:mainnet,'),
      { line: 3, field: 'chain' },
      'cannot be traced',
    ],
    [
      'a UTXO chain',
      change('eip155:1,', 'bip122:000000000019d6689c085ae165831e93,'),
      { line: 3, field: 'chain' },
      'transfers cannot tell what coins',
    ],
    ['a short hash', change(hash('2'), '0x22'), { line: 3, field: 'tx_hash' }, 'transaction hash'],
    ['a negative block', change(',10,', ',-10,'), { line: 3, field: 'block' }, 'whole number'],
    ['an index with a point', change('10,0,0', '10,0.5,0'), { line: 3, field: 'tx_index' }, 'whole number'],
    [
      'a leg index beyond 32 bits',
      change('10,0,0', '10,0,4294967296'),
      { line: 3, field: 'leg_index' },
      'whole number',
    ],
    ['a time in milliseconds', change('1600000000', '1600000000000'), { line: 3, field: 'timestamp' }, '2100'],
    [
      'a Bitcoin address',
      change(`${A},${B}`, `${A},1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa`),
      { line: 3, field: 'to' },
      'not an address',
    ],
    [
      'a wrong checksum',
      change(`${A},${B}`, `${A},0xc02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2`),
      { line: 3, field: 'to' },
      'checksum',
    ],
    ['an unknown asset', change('native,5', 'ETH,5'), { line: 3, field: 'asset' }, 'not an address'],
    [
      'a token row of the native asset',
      change('5,native', '5,token'),
      { line: 3, field: 'asset' },
      'needs its contract',
    ],
    ['a native row of a token', change('native,5', `${TOKEN},5`), { line: 3, field: 'asset' }, 'native asset'],
    ['a negative amount', change('native,5', 'native,-5'), { line: 3, field: 'amount' }, 'not an amount'],
    ['a fractional amount', change('native,5', 'native,0.5'), { line: 3, field: 'amount' }, 'not an amount'],
    ['an amount beyond 256 bits', change('native,5', `native,${2n ** 256n}`), { line: 3, field: 'amount' }, '2^256-1'],
    ['an unknown kind', change('5,native', '5,gift'), { line: 3, field: 'kind' }, 'not a kind'],
    ['an unclear success', change('native,true', 'native,yes'), { line: 3, field: 'success' }, 'neither'],
    ['a missing column in a row', change(',true', ''), { line: 3 }, '12 columns'],
    ['an extra column in a row', change(',true', ',true,1'), { line: 3 }, '14 columns'],
    ['an index in some rows only', change('10,0,0', '10,,0'), { line: 3, field: 'tx_index' }, 'some rows'],
    ['a quote without an end', change('native,5', '"native,5'), { line: 3 }, 'quote'],
    ['an unknown column', `${HEADER},note\n${good},x\n`, { line: 1 }, '"note"'],
    ['a missing column', `${HEADER.replace(',amount', '')}\n${good}\n`, { line: 1 }, 'amount is missing'],
    ['a repeated column', `${HEADER},kind\n${good},x\n`, { line: 1 }, 'twice'],
    ['the same leg twice', `${HEADER}\n${good}\n${good}\n`, { line: 3, field: 'leg_index' }, 'already in line 2'],
    ['only a header', `${HEADER}\n`, {}, 'no rows'],
    ['nothing', '', {}, 'empty'],
  ])('is refused with place and remedy for %s', async (_what, text, place, message) => {
    const error = await openText(text).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InputError);
    if (!(error instanceof InputError)) return;
    expect(error.message).toContain(message);
    expect(error.remedy).toBeDefined();
    expect(error.place.file).toContain('.csv');
    expect({ line: error.place.line, field: error.place.field }).toEqual({ line: place.line, field: place.field });
  });

  it.each(['block', 'timestamp', 'success', 'tx_index', 'tx_from'])(
    'is refused when two rows of one transaction disagree on %s, next to each other or not',
    async (field) => {
      const columns = HEADER.split(',');
      const cells = good.split(',');
      const other = { block: '11', timestamp: '1600000001', success: 'false', tx_index: '4', tx_from: B }[field] ?? '';
      const conflicting = cells
        .map((cell, at) => (columns[at] === field ? other : columns[at] === 'leg_index' ? '1' : cell))
        .join(',');
      const between = good.replace(hash('1'), hash('2'));
      await expect(openText(`${HEADER}\n${good}\n${conflicting}\n`)).rejects.toMatchObject({
        place: { line: 3, field },
      });
      await expect(openText(`${HEADER}\n${good}\n${between}\n${conflicting}\n`)).rejects.toMatchObject({
        place: { line: 4, field },
      });
    },
  );

  it('is refused when its gzip is cut, damaged, missing or unannounced', async () => {
    const rows = Array.from({ length: 5000 }, (_, at) =>
      good.replace(hash('1'), `0x${createHash('sha256').update(`${at}`).digest('hex')}`),
    );
    const packed = gzipSync(`${HEADER}\n${rows.join('\n')}\n`);
    const write = (name: string, bytes: Uint8Array | string): string => {
      writeFileSync(join(FOLDER, name), bytes);
      return join(FOLDER, name);
    };
    await expect(open(write('cut.csv.gz', packed.subarray(0, packed.length / 2)))).rejects.toThrow('gzip data is cut');
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 2000, 2100);
    await expect(open(write('damaged.csv.gz', damaged))).rejects.toThrow(InputError);
    await expect(open(write('plain.csv.gz', `${HEADER}\n${good}\n`))).rejects.toThrow('not gzip');
    await expect(open(write('packed.csv', packed))).rejects.toThrow('this is gzip');
    await expect(open(join(FOLDER, 'none.csv'))).rejects.toThrow('no such file');
    expect((await open(write('whole.csv.gz', packed))).report.rows).toBe(5000);
  });

  it.skipIf(sharedData('launder-sim') === undefined)('reads the made laundering cases, to the wei', async () => {
    for (const [name, rows] of [
      ['c1', 7040],
      ['c2', 5575],
      ['c3', 6589],
    ] as const) {
      const path = sharedData(`launder-sim/${name}/transfers.csv.gz`) ?? '';
      const dataset = await open(path);
      expect(dataset.report.rows).toBe(rows);
      expect(dataset.sha256).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
      const facts = await factsOf(dataset);
      expect(facts.flatMap((fact) => fact.legs)).toHaveLength(rows);
      expect(facts).toHaveLength(dataset.report.transactions);
    }
  });
});

function openText(text: string, name = `${randomUUID()}.csv`): Promise<Dataset> {
  const path = join(FOLDER, name);
  writeFileSync(path, text);
  return open(path);
}

function open(path: string): Promise<Dataset> {
  return openDataset(path, { logger: createLogger({ level: 'silent' }) });
}

async function factsOf(dataset: Dataset): Promise<TransactionFact[]> {
  const facts: TransactionFact[] = [];
  for await (const batch of dataset.batches()) facts.push(...batch);
  return facts;
}
