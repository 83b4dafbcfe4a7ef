import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const THIEF = 'eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const TX = `eip155:1:0x${'ab'.repeat(32)}`;
const HEADER = 'chain,tx_hash,block,timestamp,from,to,asset,amount,kind,success';
const ROW = `eip155:1,0x${'01'.repeat(32)},1,1700000000,0x${'aa'.repeat(20)},0x${'bb'.repeat(20)},native,5,native,true`;

let folder = '';
let dataDir = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fundtrail-cli-'));
  dataDir = join(folder, 'data');
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'good.csv': `${HEADER}\n${ROW}\n`,
    'missing-column.csv': `${HEADER}\n${ROW.replace(',true', '')}\n`,
    'extra-column.csv': `${HEADER}\n${ROW},more\n`,
    'bad-amount.csv': `${HEADER}\n${ROW.replace(',5,', ',1.5,')}\n`,
    'cut.csv.gz': gzipSync(`${HEADER}\n${`${ROW}\n`.repeat(500)}`).subarray(0, 60),
    'not-gzip.csv.gz': `${HEADER}\n${ROW}\n`,
    'labels.csv': 'chain,address,entity,category,confidence,source\neip155:1,0x12,X,exchange,100,me\n',
    'seeds.csv': `seed,from_block,asset,amount\n${THIEF},1,native,-5\n`,
    'twice.csv': `seed\n${THIEF}\n${THIEF}\n`,
    'list.csv': `chain,address,note\nBTC,1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa,\nETH,${THIEF.slice(9)},\n`,
    'prices.csv': 'asset,time,usd,source\nETH,1,1,x\n',
    'binary.csv': Uint8Array.of(0xff, 0xfe, 0x00),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['no seed', ['--dataset', 'good.csv'], /^error: --seed: no seed is given\nremedy: /],
  [
    'a malformed address',
    ['--seed', 'eip155:1:0x098b'],
    /^error: --seed: .* is neither an account nor a transaction\n/,
  ],
  ['a wrong checksum', ['--seed', THIEF.replace('8aaf', '8Aaf')], /^error: --seed: .* fails its EIP-55 checksum\n/],
  ['a chain that cannot be traced', ['--seed', 'tron:0x2b6653dc:TXYZ'], /^error: --seed: chains of namespace tron /],
  [
    'a Bitcoin address on Ethereum',
    ['--seed', 'eip155:1:1BoatSLRHtKNngkdXEeobR76b53LETtpyT'],
    /This is an address of Bitcoin \(bip122:000000000019d6689c085ae165831e93\)/,
  ],
  [
    'a malformed chain',
    ['--seed', THIEF, '--chain', 'ethereum'],
    /^error: --chain: "ethereum" is not a CAIP-2 chain id\n/,
  ],
  [
    'a negative amount',
    ['--seed', THIEF, '--amount', '-5'],
    /^error: --amount: "-5" is not an amount\nremedy: An amount cannot be negative/,
  ],
  ['a fractional amount', ['--seed', THIEF, '--amount', '0.5'], /^error: --amount: "0.5" is not an amount\n/],
  ['an unknown form of asset', ['--seed', THIEF, '--asset', 'ETH'], /^error: --asset: "ETH" is not an address/],
  ['a block for a transaction', ['--seed', TX, '--from-block', '5'], /^error: --from-block: a transaction says itself/],
  [
    'the same seed twice',
    ['--seed', THIEF, '--seed', THIEF.toLowerCase()],
    /^error: --seed: the same seed is given twice/,
  ],
  ['seeds twice', ['--seed', THIEF, '--seeds', 'seeds.csv'], /^error: both --seed and --seeds are given\n/],
  ['a bad amount in a CSV', ['--seeds', 'seeds.csv'], /^error: seeds\.csv:2: amount: "-5" is not an amount\n/],
  ['a repeated seed in a CSV', ['--seeds', 'twice.csv'], /^error: twice\.csv:3: seed: the same seed is given twice/],
  ['a missing file of seeds', ['--seeds', 'none.csv'], /^error: none\.csv: --seeds: no such file\n/],
  ['a file that is no text', ['--seeds', 'binary.csv'], /^error: binary\.csv: --seeds: the file is not UTF-8 text\n/],
  [
    'two sources',
    ['--seed', THIEF, '--dataset', 'good.csv', '--rpc', 'http://x'],
    /^error: --dataset and --rpc are both given\n/,
  ],
  [
    'an Esplora for an EVM chain',
    ['--seed', THIEF, '--esplora', 'http://x'],
    /^error: --esplora: an Esplora tells of UTXO chains only, and the seeds are on eip155:1\nremedy: Use --explorer or --rpc/,
  ],
  [
    'an explorer for a UTXO chain',
    ['--seed', `${BITCOIN}:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa`, '--explorer', 'http://x'],
    /^error: --explorer: an explorer of this kind tells of EVM chains only, and the seeds are on bip122:/,
  ],
  [
    'a URL that is none',
    ['--seed', THIEF, '--explorer', 'etherscan'],
    /^error: --explorer: this is not an http\(s\) URL\n/,
  ],
  [
    'an unknown policy',
    ['--seed', THIEF, '--policies', 'haircut,fair'],
    /^error: --policies: "fair" is not a policy\n/,
  ],
  [
    'a policy of UTXO chains on an EVM chain',
    ['--seed', THIEF, '--policies', 'tiho'],
    /^error: --policies: tiho is not defined on Ethereum, .*\nremedy: Choose from haircut, fifo, lifo, taint_first/,
  ],
  [
    'a policy of EVM chains on Bitcoin',
    ['--seed', `${BITCOIN}:${'ab'.repeat(32)}:0`, '--policies', 'haircut,taint_first'],
    /^error: --policies: taint_first is not defined on Bitcoin, .*\nremedy: Choose from haircut, fifo, lifo, tiho, poison/,
  ],
  [
    'an output that is no number',
    ['--seed', `${BITCOIN}:${'ab'.repeat(32)}:x`],
    /^error: --seed: "x" is not the number of an output\n/,
  ],
  [
    'a list of several chains and none named',
    ['--seeds', 'list.csv'],
    /^error: list\.csv: chain: the list has addresses of several chains: BTC, ETH\nremedy: .*--chain/,
  ],
  ['poison as lead', ['--seed', THIEF, '--policies', 'poison'], /^error: --policies: poison cannot lead/],
  ['a floor above all', ['--seed', THIEF, '--floor', '2'], /^error: --floor: 2 is more than the whole\n/],
  [
    'a limit that is no number',
    ['--seed', THIEF, '--max-hops', 'many'],
    /^error: --max-hops: "many" is not a whole number/,
  ],
  ['a time without zone', ['--seed', THIEF, '--until', '2022-03-23T13:29'], /^error: --until: /],
  [
    'a bad label',
    ['--seed', THIEF, '--labels', 'labels.csv'],
    /^error: labels\.csv:2: address: "0x12" is not an address/,
  ],
  [
    'a bad price',
    ['--seed', THIEF, '--prices', 'prices.csv'],
    /^error: prices\.csv:2: asset: "ETH" is not a CAIP-19 asset/,
  ],
  [
    'following a data set',
    ['--seed', THIEF, '--dataset', 'good.csv', '--follow'],
    /^error: --follow: a data set has no head/,
  ],
  [
    'following an explorer',
    ['--seed', THIEF, '--explorer', 'http://x/api', '--follow'],
    /^error: --follow: an explorer cannot be followed/,
  ],
  [
    'seeds on a second chain for which nothing is configured',
    ['--seed', THIEF, '--seed', THIEF.replace('eip155:1:', 'eip155:56:'), '--rpc', 'http://x'],
    /^error: --seed: no source of facts is configured for eip155:56, where other seeds are\nremedy: Set FUNDTRAIL_EXPLORER_URL or/,
  ],
  ['no source and none configured', ['--seed', THIEF], /^error: no source of facts is known for eip155:1\nremedy: /],
  ['an unknown option', ['--sed', THIEF], /^error: unknown option '--sed' .*\nremedy: See fundtrail trace --help/],
];

describe('trace', () => {
  test.each(cases)('with %s ends with 2, says where, and stores nothing', async (_name, args, message) => {
    const local = args.map((arg) => (/\.csv(\.gz)?$/.test(arg) ? join(folder, arg) : arg));
    const run = await runHere(['trace', '--data-dir', dataDir, ...local]);
    expect(run.stderr.replaceAll(`${folder}/`, '')).toMatch(message);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(existsSync(dataDir)).toBe(false);
  });

  test.each([
    ['a missing value', 'missing-column.csv', /^error: missing-column\.csv:2: /],
    ['a value too many', 'extra-column.csv', /^error: extra-column\.csv:2: /],
    ['a fractional amount', 'bad-amount.csv', /^error: bad-amount\.csv:2: amount: /],
    ['a cut gzip file', 'cut.csv.gz', /^error: cut\.csv\.gz:1: the gzip data is cut\n/],
    ['no gzip inside', 'not-gzip.csv.gz', /^error: not-gzip\.csv\.gz: /],
    ['no file at all', 'none.csv', /^error: none\.csv: /],
  ])('of a data set with %s ends with 2 and says where', async (_name, file, message) => {
    // A bare seed asks the data set for its chain, so that it is read before anything is started.
    const seed = THIEF.slice('eip155:1:'.length);
    const run = await runHere(['trace', '--data-dir', dataDir, '--dataset', join(folder, file), '--seed', seed]);
    expect(run.stderr.replaceAll(`${folder}/`, '')).toMatch(message);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(existsSync(dataDir)).toBe(false);
  });
});

describe('the command line', () => {
  test('of a real process refuses bad input with 2, on stderr only', async () => {
    const run = await runCli(['trace', '--seed', THIEF, '--amount', '-5', '--data-dir', dataDir]);
    expect(run.stderr).toBe('error: --amount: "-5" is not an amount\nremedy: An amount cannot be negative.\n');
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });

  test('without a command shows its help and ends with 2', async () => {
    const run = await runCli([]);
    expect(run.stderr).toMatch(/^Usage: fundtrail/);
    expect(run.code).toBe(2);
  });

  test('tells the exit codes in its help', async () => {
    const run = await runCli(['trace', '--help']);
    expect(run.stdout).toMatch(/Exit codes:\n {2}0 /);
    expect(run.code).toBe(0);
  });

  test('refuses a database that cannot be reached with 3 and a remedy, without the password', async () => {
    const env = { DATABASE_URL: 'postgres://user:hunter2@127.0.0.1:1/fundtrail' };
    const run = await runCli(['case', 'list'], { env });
    expect(run.stderr).toMatch(/^error: .*\nremedy: /);
    expect(run.stderr).not.toContain('hunter2');
    expect(run.code).toBe(3);
  });

  test('names a variable of the environment that is wrong', async () => {
    const run = await runCli(['case', 'list'], { env: { DATABASE_URL: 'mysql://x' } });
    expect(run.stderr).toMatch(/^error: DATABASE_URL: /);
    expect(run.code).toBe(2);
  });
});
