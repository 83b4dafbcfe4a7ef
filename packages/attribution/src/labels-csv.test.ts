import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { accountId, InputError } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAttribution } from './attribution.ts';
import { type LabelsCsvOptions, readLabelsCsv } from './labels-csv.ts';

const HEADER = 'chain,address,entity,category,confidence,source';
const ADDRESS = '0xd90e2f925da726b50c4ed8d0fb90ad053324f31b';
const ROW = `eip155:1,${ADDRESS},Tornado Cash,mixer,100,explorer`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'labels-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('reading labels from a CSV', () => {
  it('reads a file, columns in any order, checksummed addresses in stored form', async () => {
    const path = join(folder, 'labels.csv');
    writeFileSync(
      path,
      `\uFEFFaddress,chain,category,entity,source,confidence\r\n0xd90e2f925DA726b50C4Ed8D0Fb90Ad053324F31b,eip155:1, Mixing Service ,"Tornado, Cash",explorer,90\r\n`,
    );
    expect(await readLabelsCsv(path)).toEqual([
      {
        chain: 'eip155:1',
        address: ADDRESS,
        entity: 'Tornado, Cash',
        category: 'mixer',
        confidence: 90,
        source: 'explorer',
      },
    ]);
  });

  it('normalizes known categories and keeps others as they are', async () => {
    const rows = ['Exchange', 'CEX', 'DEX', 'defi_bridge', 'smart contract', 'Ransomware Wallet'].map(
      (category, at) => `eip155:1,0x${`${at}`.repeat(40)},E,${category},50,s`,
    );
    const categories = (await read([HEADER, ...rows])).map((label) => label.category);
    expect(categories).toEqual(['exchange', 'exchange', 'dex', 'bridge', 'contract', 'Ransomware Wallet']);
  });

  it('merges rows that say the same thing and keeps the surest', async () => {
    const labels = await read([HEADER, ROW, ROW.replace(',100,', ',60,'), ROW.replace('explorer', 'police'), ROW]);
    expect(labels.map(({ confidence, source }) => [confidence, source])).toEqual([
      [100, 'explorer'],
      [100, 'police'],
    ]);
  });

  it('takes the default source where a row or the file names none', async () => {
    const options = { defaultSource: 'mine' };
    expect((await read([HEADER, ROW.replace('explorer', '')], options))[0]?.source).toBe('mine');
    const short = [HEADER.replace(',source', ''), ROW.replace(',explorer', '')];
    expect((await read(short, options))[0]?.source).toBe('mine');
  });

  it('reads addresses of UTXO chains into the scripts that they stand for', async () => {
    const chain = 'bip122:000000000019d6689c085ae165831e93';
    const row = (address: string) => `${chain},${address},Sinbad,mixer,100,ofac`;
    const upper = 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4';
    const labels = await read([
      HEADER,
      row('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'),
      row(upper),
      row(upper.toLowerCase()),
    ]);
    expect(labels.map(({ address }) => address)).toEqual([
      '0x76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac',
      '0x0014751e76e8199196d454941c45d1b3a323f1433bd6',
    ]);
    await expect(read([HEADER, row('1a1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa')])).rejects.toThrow(
      /^given\.csv:2: address: .*fails its checksum/,
    );
  });

  it.each([
    ['an empty file', [], undefined, undefined, /empty/],
    ['a missing header', [ROW], 1, undefined, /unknown column "eip155:1"/],
    ['a missing column', ['chain,address,entity,category,confidence', ROW], 1, 'source', /no column source/],
    ['an extra column', [`${HEADER},note`, `${ROW},x`], 1, undefined, /unknown column "note"/],
    ['a repeated column', [`${HEADER},chain`, `${ROW},eip155:1`], 1, 'chain', /twice/],
    ['a row with too few values', [HEADER, ROW, 'eip155:1,0x12'], 3, undefined, /2 values/],
    ['a row with too many values', [HEADER, `${ROW},more`], 2, undefined, /7 values/],
    ['an unknown chain', [HEADER, ROW.replace('eip155:1', 'ethereum')], 2, 'chain', /CAIP-2/],
    ['a chain that cannot be traced', [HEADER, ROW.replace('eip155', 'cosmos')], 2, 'chain', /cannot be traced/],
    ['a malformed address', [HEADER, ROW.replace(ADDRESS, '0x1234')], 2, 'address', /not an address/],
    [
      'a wrong checksum',
      [HEADER, ROW.replace(ADDRESS, '0xD90e2f925DA726b50C4Ed8D0Fb90Ad053324F31b')],
      2,
      'address',
      /checksum/,
    ],
    ['an empty entity', [HEADER, ROW.replace('Tornado Cash', ' ')], 2, 'entity', /empty/],
    ['an empty category', [HEADER, ROW.replace('mixer', '')], 2, 'category', /empty/],
    ['no source', [HEADER, ROW.replace('explorer', '')], 2, 'source', /empty/],
    ['a confidence above 100', [HEADER, ROW.replace('100', '101')], 2, 'confidence', /not a confidence/],
    ['a fractional confidence', [HEADER, ROW.replace('100', '0.9')], 2, 'confidence', /not a confidence/],
    ['a quote that does not close', [HEADER, ROW.replace('Tornado', '"Tornado')], 2, undefined, /not CSV/],
  ] as const)('refuses %s and says where', async (_what, lines, line, field, message) => {
    const error = await read([...lines]).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InputError);
    if (!(error instanceof InputError)) return;
    expect(error.message).toMatch(message);
    expect(error.place.file).toBe('given.csv');
    expect([error.place.line, error.place.field]).toEqual([line, field]);
    expect(error.remedy).toBeTruthy();
  });

  it('refuses a file that is not there', async () => {
    await expect(readLabelsCsv(join(folder, 'none.csv'))).rejects.toThrow(/none\.csv.*cannot be read/);
    await expect(readLabelsCsv(folder)).rejects.toBeInstanceOf(InputError);
  });
});

const real = sharedData('launder-sim');
describe.skipIf(real === undefined)('real label files', () => {
  it.each(['c1', 'c2', 'c3'])('%s names the exchange that stops and the pool that is code', async (set) => {
    const labels = await readLabelsCsv(join(real ?? '', set, 'labels.csv'));
    const attribution = createAttribution(Map.groupBy(labels, (label) => accountId(label.chain, label.address)));
    const exchange = 'eip155:1:0xee00000000000000000000000000000000000004';
    const pool = 'eip155:1:0xdd00000000000000000000000000000000000003';
    expect(attribution.stopOf(exchange)).toMatchObject({ kind: 'exchange', entity: 'Simulated Exchange' });
    expect([attribution.isCode(exchange), attribution.isCode(pool), attribution.stopOf(pool)]).toEqual([
      false,
      true,
      undefined,
    ]);
  });
});

function read(lines: readonly string[], options: LabelsCsvOptions = {}) {
  return readLabelsCsv(Readable.from([Buffer.from(lines.join('\n'))]), { file: 'given.csv', ...options });
}
