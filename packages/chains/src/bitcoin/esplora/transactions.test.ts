import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sharedData } from '@fundtrail/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { type EsploraRecord, readEsploraTransactions } from './transactions.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'fundtrail-esplora-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const SAMPLES = sharedData('bitcoin/esplora-txs');

const transaction = (digit: string): object => ({
  txid: digit.repeat(64),
  vin: [{ txid: 'a'.repeat(64), vout: 0, prevout: { scriptpubkey: '51', value: 7, note: 'a "brace }]" in a text' } }],
  vout: [{ scriptpubkey: '51', value: 5 }],
  status: { confirmed: false },
});
const [one, two] = ['1', '2'].map((digit) => JSON.stringify(transaction(digit))) as [string, string];

describe('a file of Esplora transactions', () => {
  it.each<[string, string, number[]]>([
    ['JSON lines', `${one}\n\n${two}\n`, [1, 3]],
    ['a list on one line', `[${one},${two}]\n`, [1, 1]],
    ['a list, a member a line', `[\n${one},\n${two}\n]\n`, [2, 3]],
    ['a list spread out', JSON.stringify([transaction('1'), transaction('2')], null, 2), [2, 25]],
    ['one object spread out', JSON.stringify(transaction('1'), null, 1), [1]],
    [
      'objects spread out, after each other',
      `${JSON.stringify(transaction('1'), null, 1)}\n${JSON.stringify(transaction('2'), null, 1)}`,
      [1, 24],
    ],
    ['lists as lines, as pages of an address', `[${one}]\n[${two}]`, [1, 2]],
    ['CRLF', `${one}\r\n${two}\r\n`, [1, 2]],
  ])('may be %s', async (_what, text, lines) => {
    const read = await readAll('stdin', text);
    expect(read.map(({ line }) => line)).toEqual(lines);
    expect(read.map((record) => record.transaction.hash[2])).toEqual(['1', '2'].slice(0, lines.length));
  });

  it('is read from disk, packed or not', async () => {
    writeFileSync(join(FOLDER, 'plain.jsonl'), `${one}\n${two}\n`);
    writeFileSync(
      join(FOLDER, 'packed.json.gz'),
      gzipSync(JSON.stringify([transaction('1'), transaction('2')], null, 2)),
    );
    expect(await readAll(join(FOLDER, 'plain.jsonl'))).toHaveLength(2);
    expect(await readAll(join(FOLDER, 'packed.json.gz'))).toHaveLength(2);
  });

  it.each([
    ['a line that is no JSON', `${one}\n{"txid":`, 'stdin:2: this is not JSON'],
    ['a first line that is no JSON', `{"txid":\n${one}`, 'stdin:1: the JSON that begins here does not end'],
    ['words', 'hello\n', 'stdin:1: this is not JSON'],
    [
      'an address of another network',
      `${one}\n${two.replace('"value":5', '"value":5,"scriptpubkey_address":"mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"')}`,
      'stdin:2: vout[0].scriptpubkey_address: mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn is an address of Bitcoin testnet',
    ],
    [
      'an address of another script, of what is spent',
      one.replace('"value":7', '"value":7,"scriptpubkey_address":"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"'),
      'stdin:1: vin[0].prevout.scriptpubkey_address: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa is not the address of',
    ],
    [
      'a field of another form',
      `${one}\n${two.replace('"value":5', '"value":"5"')}`,
      'stdin:2: vout[0].value: "5" is not',
    ],
    [
      'a cut object',
      JSON.stringify(transaction('1'), null, 1).slice(0, 150),
      'stdin:1: the JSON that begins here does not end',
    ],
    ['a cut list', `[\n${one},\n`, 'stdin: the list does not end'],
    ['text after a list', `[\n${one}\n]\nend`, 'stdin:4: this is not JSON'],
    ['an empty list', '[]', 'stdin: holds no transaction'],
    ['nothing', '\n', 'stdin: holds no transaction'],
  ])('with %s is refused with its place', async (_what, text, message) => {
    await expect(readAll('stdin', text)).rejects.toThrow(message);
  });

  it('that does not exist is refused by its name', async () => {
    await expect(readAll(join(FOLDER, 'none.jsonl'))).rejects.toThrow('none.jsonl: there is no such file');
  });

  it.skipIf(SAMPLES === undefined)('reads real answers as they were kept', async () => {
    const read = await readAll(`${SAMPLES}/satoshi-genesis-txs.json`);
    expect(read).toHaveLength(50);
    const lines = readFileSync(`${SAMPLES}/satoshi-genesis-txs.json`, 'utf8').split('\n');
    expect(read.every(({ line }) => lines[line - 1]?.includes('{'))).toBe(true);
    expect(await readAll(`${SAMPLES}/wabisabi-coinjoin.json`)).toHaveLength(1);
  });
});

async function readAll(name: string, text?: string): Promise<readonly EsploraRecord[]> {
  const read: EsploraRecord[] = [];
  for await (const record of readEsploraTransactions(name, BITCOIN, text === undefined ? {} : { text }))
    read.push(record);
  return read;
}
