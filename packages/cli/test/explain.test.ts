import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createTestDatabase, openChain, sharedData, startAnvil } from '@fundtrail/testkit';
import type { Explanation } from '@fundtrail/tracer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';

const RECORDS = sharedData('evm-receipts');
const FILE = `${RECORDS}/uniswapv2.jsonl.gz`;
const BUY = '0x20ecc226c438a8803a6195d8031ae7dd97a27351e6b7429621b36194121b9b76';
const KEYS = ['chain', 'tx', 'success', 'fee', 'net', 'conversions', 'bridges', 'notes'];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fundtrail-explain-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(RECORDS === undefined)('explain of recorded transactions', () => {
  test('prints one JSON object per line, in the order of the file, and needs no database', async () => {
    const dataDir = join(folder, 'none');
    const run = await runCli(['explain', '--receipts', FILE, '--data-dir', dataDir]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const explained = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Explanation);
    const recorded = gunzipSync(readFileSync(FILE)).toString().trimEnd().split('\n');
    expect(explained.map(({ tx }) => tx)).toEqual(recorded.map((line) => (JSON.parse(line) as { hash: string }).hash));
    for (const one of explained) expect(Object.keys(one)).toEqual(KEYS);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('reads stdin, and gives the same bytes', async () => {
    const text = gunzipSync(readFileSync(FILE)).toString();
    const [file, stdin] = [
      await runHere(['explain', '--receipts', FILE]),
      await runHere(['explain', '--receipts', '-', '--json'], { stdin: text }),
    ];
    expect(stdin).toEqual(file);
    expect(stdin.code).toBe(0);
  });

  test('of one of them is its object alone with --json', async () => {
    const run = await runHere(['explain', 'eip155:1', BUY, '--receipts', FILE, '--json']);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toEqual({
      chain: 'eip155:1',
      tx: BUY,
      success: true,
      fee: {
        payer: 'eip155:1:0x3CAdf2cA458376a6a5feA2EF3612346037D5A787',
        asset: 'eip155:1/slip44:60',
        amount: '6697194528224109',
      },
      net: expect.arrayContaining([
        {
          account: 'eip155:1:0x3CAdf2cA458376a6a5feA2EF3612346037D5A787',
          asset: 'eip155:1/erc20:0x761D38e5ddf6ccf6Cf7c55759d5210750B5D60F3',
          delta: '10000000000000000000000000000',
        },
        {
          account: 'eip155:1:0x3CAdf2cA458376a6a5feA2EF3612346037D5A787',
          asset: 'eip155:1/slip44:60',
          delta: '-1591349167485763510',
        },
      ]),
      conversions: [
        {
          account: 'eip155:1:0x3CAdf2cA458376a6a5feA2EF3612346037D5A787',
          gave: [{ asset: 'eip155:1/slip44:60', amount: '1591349167485763510' }],
          got: [
            {
              asset: 'eip155:1/erc20:0x761D38e5ddf6ccf6Cf7c55759d5210750B5D60F3',
              amount: '10000000000000000000000000000',
            },
          ],
          protocols: ['uniswap_v2', 'weth'],
        },
      ],
      bridges: [],
      notes: [
        'internal value not in the record: native amounts moved inside contracts are not in net',
        'eip155:1:0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D wrapped all but 0.008104374914845978 ETH of what it had: a refund of that is not in the record',
      ],
    });
  });

  test('of one of them is told to people: legs, movements, changes, conversions, the ledger, what to mind', async () => {
    const run = await runHere(['explain', 'eip155:1', BUY.toUpperCase().replace('0X', '0x'), '--receipts', FILE]);
    expect(run.code).toBe(0);
    const parts = run.stdout.split('\n\n').map((part) => part.split('\n'));
    expect(parts.map(([title]) => title)).toEqual([
      `Transaction ${BUY}`,
      'Legs',
      'Net movements',
      'Net change',
      'Conversions',
      'If what 0x3CAdf2cA458376a6a5feA2EF3612346037D5A787 held were stolen, the ledger would move',
      'Mind',
    ]);
    expect(parts[0]).toEqual([
      `Transaction ${BUY}`,
      'chain   Ethereum (eip155:1)',
      'block   13448670, 2021-10-19T14:06:59.000Z',
      'status  succeeded',
      'fee     0.0066 ETH, paid by 0x3CAdf2cA458376a6a5feA2EF3612346037D5A787',
    ]);
    expect(parts[4]?.[1]).toBe(
      '0x3CAdf2cA458376a6a5feA2EF3612346037D5A787 gave 1.5913 ETH for 10,000,000,000,000,000,000,000,000,000 0x761D38e5ddf6ccf6Cf7c55759d5210750B5D60F3, through uniswap_v2, weth',
    );
    expect(parts[5]?.at(-1)).toMatch(/^0x7B73\w+ +0x3CAdf2\w+ +10,000,000,000,000,000,000,000,000,000 +0x761D38\w+$/);
  });
});

describe('explain of a node', () => {
  test('reads the transaction, its traces included, and says who is unknown to it', async () => {
    const [anvil, database] = await Promise.all([startAnvil(), createTestDatabase()]);
    try {
      const chain = openChain(anvil.url);
      const [from, to] = (await chain.ask('eth_accounts')) as [string, string];
      const hash = await chain.ask('eth_sendTransaction', [{ from, to, value: '0x7' }]);
      const env = { DATABASE_URL: database.connectionString, FUNDTRAIL_DATA_DIR: folder };
      const args = ['eip155:31337', String(hash), '--json'];
      const named = await runHere(['explain', ...args, '--rpc', anvil.url], { env });
      expect(named).toMatchObject({ code: 0 });
      expect(JSON.parse(named.stdout)).toMatchObject({
        chain: 'eip155:31337',
        tx: hash,
        success: true,
        net: expect.arrayContaining([expect.objectContaining({ asset: 'eip155:31337/slip44:60', delta: '-7' })]),
        conversions: [],
        notes: [],
      });
      const configured = await runHere(['explain', ...args], {
        env: { ...env, FUNDTRAIL_RPC_URL: `eip155:31337=${anvil.url}` },
      });
      expect(configured).toEqual(named);
      const unknown = await runHere(['explain', 'eip155:31337', `0x${'5'.repeat(64)}`, '--rpc', anvil.url], { env });
      expect(unknown).toMatchObject({ code: 2, stdout: '' });
      expect(unknown.stderr).toMatch(/^error: .* does not know transaction 0x5{64}\nremedy: Check the hash/);
    } finally {
      await Promise.all([anvil.stop(), database.drop()]);
    }
  });
});

describe('explain', () => {
  const record = '{"chainId":1}';

  test.each([
    ['no transaction', [], '', /^error: <chain> <tx>: no transaction is named\nremedy: /],
    ['a chain without a transaction', ['eip155:1'], '', /^error: <tx>: is missing\n/],
    ['a chain that is none', ['ethereum', BUY], '', /^error: <chain>: "ethereum" is not a CAIP-2 chain id\n/],
    ['a hash that is none', ['eip155:1', '0x12'], '', /^error: <tx>: "0x12" is not a transaction hash\n/],
    ['no source', ['eip155:1', BUY], '', /^error: no source of facts is known for eip155:1\nremedy: Name one/],
    [
      'two sources',
      ['eip155:1', BUY, '--rpc', 'http://x', '--explorer', 'http://y'],
      '',
      /^error: --explorer and --rpc are both given\n/,
    ],
    [
      'a source for records',
      ['--receipts', '-', '--rpc', 'http://x'],
      record,
      /^error: --receipts is given with a source\n/,
    ],
    ['a file that is missing', ['--receipts', 'none.jsonl'], '', /^error: none\.jsonl: there is no such file\n/],
    [
      'a record without receipt',
      ['--receipts', '-'],
      `\n${record}\n`,
      /^error: stdin:2: receipt: is missing\nremedy: /,
    ],
    ['a line that is no JSON', ['--receipts', '-'], 'chain,tx\n', /^error: stdin:1: this is not JSON\n/],
    ['nothing to read', ['--receipts', '-'], '', /^error: stdin: holds no record\n/],
  ])('with %s ends with 2 and says where', async (_what, args, stdin, message) => {
    const run = await runHere(['explain', ...args], { stdin, env: { FUNDTRAIL_DATA_DIR: join(folder, 'none') } });
    expect(run.stderr).toMatch(message);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test.skipIf(RECORDS === undefined)(
    'with a transaction that is not in the file ends with 2 and names the file',
    async () => {
      const run = await runHere(['explain', 'eip155:10', BUY, '--receipts', FILE]);
      expect(run.stderr).toMatch(/uniswapv2\.jsonl\.gz holds no transaction 0x20ecc226\w+ of eip155:10\nremedy: /);
      expect(run).toMatchObject({ code: 2, stdout: '' });
    },
  );

  test('with a bad line among good ones stops there, and says which', async () => {
    const good = JSON.stringify({
      chainId: 1,
      receipt: {
        transactionHash: BUY,
        blockHash: BUY,
        blockNumber: '0x1',
        transactionIndex: '0x0',
        from: `0x${'1'.repeat(40)}`,
        to: `0x${'2'.repeat(40)}`,
        status: '0x1',
        gasUsed: '0x5208',
        effectiveGasPrice: '0x1',
        logs: [],
      },
    });
    await writeFile(join(folder, 'mixed.jsonl'), `${good}\n${record}\n${good}\n`);
    const run = await runHere(['explain', '--receipts', join(folder, 'mixed.jsonl')]);
    expect(run.code).toBe(2);
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stderr).toContain('mixed.jsonl:2: receipt: is missing');
  });
});
