import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createTestDatabase, createUtxoBook, makeTransaction, sharedData, startEsplora } from '@fundtrail/testkit';
import type { UtxoExplanation } from '@fundtrail/tracer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EsploraJson, esploraOf, jsonLines, publishedRounds } from './esplora-json.ts';
import { type CliRun, runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const TESTNET = 'bip122:000000000933ea01ad0ee984209779ba';
const SIGNET = 'bip122:00000008819873e925422c1ff0f99f7c';
const SAMPLES = sharedData('bitcoin/esplora-txs');
const DMM = sharedData('bitcoin/dmm-2024-theft-tx.json');
const ROUNDS = sharedData('bitcoin/coinjoins/jm_202406/OtherCoinJoins.txt.gz');
const VECTORS = sharedData('golden/taint-vectors.json');
const CHARLEY = '8bae12b5f4c088d940733dcd1455efc6a3a69cf9340e17a981286d3778615684';
const DMM_TXID = '975ec405ac9dc9fa5ab8009d94d6a1fe31dff8a8127ea90d023104e52754e4d7';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fundtrail-explain-utxo-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function linesOf({ stdout }: CliRun): readonly UtxoExplanation[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as UtxoExplanation);
}

async function explainSample(name: string, ...options: string[]): Promise<UtxoExplanation> {
  const run = await runHere(['explain', '--esplora', `${SAMPLES}/${name}.json`, ...options]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const [only, ...others] = linesOf(run);
  if (only === undefined || others.length > 0) throw new Error(`${name} was explained to ${run.stdout}`);
  return only;
}

describe.skipIf(SAMPLES === undefined)('explain of real transactions as Esplora tells them', () => {
  test('begins each line with what a program looks for, and needs no database', async () => {
    const dataDir = join(folder, 'none');
    const run = await runCli([
      'explain',
      '--esplora',
      `${SAMPLES}/satoshi-genesis-txs.json`,
      '--taint',
      '1',
      '--data-dir',
      dataDir,
    ]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const told = JSON.parse(readFileSync(`${SAMPLES}/satoshi-genesis-txs.json`, 'utf8')) as EsploraJson[];
    const lines = linesOf(run);
    expect(lines.map(({ txid }) => txid)).toEqual(told.map(({ txid }) => txid));
    expect(lines.map((line) => Object.keys(line).slice(0, 5))).toEqual(
      told.map(({ vin }) => ['txid', 'kind', 'coinjoin', 'change', vin.length > 1 ? 'taint' : 'reason']),
    );
    expect(existsSync(dataDir)).toBe(false);
  });

  test('tells a batch withdrawal of 143 outputs', async () => {
    const told = await explainSample('batch-withdrawal-143');
    expect(told).toMatchObject({
      kind: 'batch',
      reason: 'one owner pays 143 others',
      coinjoin: null,
      change: null,
      status: 'mined',
      block: 723_534,
      time: 1_644_984_266,
      fee: '4762',
    });
    expect(told.inputs.map(({ coin }) => coin)).toEqual([
      '6ff08a92ccb4c8e9e5b7d8a0491a78aa42357b8d54b223612e20c63d7852b224:0',
    ]);
    expect(told.outputs.map(({ place }) => place)).toEqual(Array.from({ length: 143 }, (_, place) => place));
    expect([...new Set(told.outputs.map(({ type }) => type))].sort()).toEqual(['p2pkh', 'p2sh', 'p2wpkh', 'p2wsh']);
  });

  test('marks the dust of a dust attack', async () => {
    const { kind, outputs } = await explainSample('dust-attack-555');
    expect(kind).toBe('payment');
    expect(outputs.map(({ amount, marks }) => [amount, marks])).toEqual([
      ['555', ['dust']],
      ['33532', []],
    ]);
  });

  test('gives each kind of script its name, and an address where one stands for it', async () => {
    const { outputs, change } = await explainSample('bare-multisig');
    expect(outputs.map(({ type, address, marks }) => [type, address, marks])).toEqual([
      ['multisig', 'script-a027bacf55e6eded34f68558ec37979b34840c7a', []],
      ['p2pkh', '1KEtUA8f76CpHmFukC28uUsfsUduexvsSB', []],
      ['p2pkh', '1A8JiWcwvpY7tAopUkSnGuEYHmzGYfZPiq', ['change']],
    ]);
    expect(change).toEqual({ vout: 2, confidence: 100, signs: ['paid to an owner of its inputs'] });
  });

  test('tells CoinJoins with their denomination as a decimal string, and marks what is mixed', async () => {
    const whirlpool = await explainSample('whirlpool-coinjoin');
    expect(whirlpool).toMatchObject({ kind: 'coinjoin', change: null });
    expect(whirlpool.coinjoin).toEqual({
      scheme: 'whirlpool',
      confidence: expect.any(Number),
      denomination: '5000000',
      participants: 5,
    });
    expect(whirlpool.outputs.map(({ marks, one_of: oneOf }) => [marks, oneOf])).toEqual(
      Array.from({ length: 5 }, () => [['mixed'], 5]),
    );
    const wasabi = await explainSample('wabisabi-coinjoin');
    expect(wasabi.coinjoin).toMatchObject({ scheme: 'wasabi2' });
    const marks = new Set(wasabi.outputs.flatMap((output) => output.marks));
    expect([...marks].sort()).toEqual(['mixed', 'unmixed']);
  });

  test('says of a CoinJoin of two that nothing tells it from a payment, and takes its inputs for nobody’s', async () => {
    const { kind, notes } = await explainSample('joinmarket-coinjoin');
    expect(kind).toBe('payment');
    expect(notes).toEqual([
      'two outputs are equal: it may be a CoinJoin of two (Stonewall, JoinMarket), which nothing tells from a payment',
    ]);
  });

  test('tells one of them to people: head, coins, what the ledger would do', async () => {
    const run = await runHere(['explain', BITCOIN, CHARLEY, '--esplora', `${SAMPLES}/op-return-charley.json`]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout.split('\n')).toEqual([
      `Transaction ${CHARLEY}`,
      `chain    Bitcoin (${BITCOIN})`,
      'block    308570, 2014-06-30T05:45:09.000Z',
      'inputs   1, 0.00220000 BTC',
      'outputs  2, 0.00200000 BTC',
      'fee      0.00020000 BTC (20,000 sat)',
      'kind     payment: 1 input, 1 output',
      '',
      'Inputs',
      expect.stringMatching(/^# {2}coin +address +type +BTC$/),
      '0  8e40bb1db9029dd648432c56c295788221c1dd97fe1dbee52f767d605fba58c8:1  1HnhWpkMHMjgt167kvgcPyurMmsCQ2WPgg  p2pkh  0.00220000',
      '',
      'Outputs',
      expect.stringMatching(/^# {2}address +type +BTC$/),
      '0  OP_RETURN "charley loves heidi"     data   0.00000000',
      '1  1HnhWpkMHMjgt167kvgcPyurMmsCQ2WPgg  p2pkh  0.00200000',
      '',
      'If the coins it spends were stolen (0.00220000 BTC), the ledger would move',
      expect.stringMatching(/^# {2}to +stolen part$/),
      '0  OP_RETURN                            0.00000000',
      '1  1HnhWpkMHMjgt167kvgcPyurMmsCQ2WPgg   0.00200000',
      '   fee                                  0.00020000',
      '',
    ]);
  });

  test('tells people where a trail ends, who pays back to himself, and what of marked coins goes where', async () => {
    const told = async (name: string, ...options: string[]): Promise<string> => {
      const { txid } = JSON.parse(readFileSync(`${SAMPLES}/${name}.json`, 'utf8')) as EsploraJson;
      return (await runHere(['explain', BITCOIN, txid, '--esplora', `${SAMPLES}/${name}.json`, ...options])).stdout;
    };
    const mix = await told('whirlpool-coinjoin');
    expect(mix).toMatch(/\nCoinJoin\nwhirlpool, 0\.05000000 BTC each, 5 participants, confidence \d+\n/);
    expect(mix).toMatch(/\nthe trail ends here: 0\.25030000 BTC stays in the mixer \(whirlpool, confidence \d+\)\n/);
    expect(mix.match(/mixed \(1 of 5\)/g)).toHaveLength(5);
    const marked = await told('bare-multisig', '--taint', '0');
    expect(marked).toContain('\nChange\noutput 2, confidence 100: paid to an owner of its inputs\n');
    expect(marked).toMatch(/\n0 {2}67b37ee9\w+:2 .* 0\.00500000 {2}stolen\n/);
    expect(marked).toContain('\nIf the marked coins were stolen (0.00500000 BTC), the ledger would move\n');
    expect(marked).toMatch(/\n# {2}to +haircut +fifo +lifo +tiho +poison\n/);
    expect(marked).toContain('\nMind\n- coins of 2 addresses are spent together: most likely');
  });

  test.skipIf(DMM === undefined)('tells the DMM theft, whose record says neither block nor time', async () => {
    const person = await runHere(['explain', BITCOIN, DMM_TXID, '--esplora', DMM ?? '']);
    expect(person.stdout).toContain('\nblock    not in the record\n');
    expect(person.stdout).toContain('\noutputs  1, 4,502.90000000 BTC\n');
    const coin = 'c03acb80562302248f8be621e765315345a85cd3856bf49583e97b0428342908:29';
    const run = await runHere(['explain', BITCOIN, DMM_TXID, '--esplora', DMM ?? '', '--json', '--taint', coin]);
    const [line] = linesOf(run);
    expect(line).toMatchObject({
      kind: 'consolidation',
      status: 'untold',
      block: null,
      notes: ['status not in the record: whether it was mined is not known'],
    });
    expect(line?.taint).toEqual({
      haircut: { outputs: ['50298882967'], fee: '1117033' },
      fifo: { outputs: ['50300000000'], fee: '0' },
      lifo: { outputs: ['50290000000'], fee: '10000000' },
      tiho: { outputs: ['50300000000'], fee: '0' },
      poison: { outputs: ['450290000000'], fee: null },
    });
  });

  test('reads the same from disk, packed, and from stdin', async () => {
    const text = readFileSync(`${SAMPLES}/satoshi-genesis-txs.json`, 'utf8');
    const packed = join(folder, 'packed.json.gz');
    await writeFile(packed, gzipSync(text));
    const plain = await runHere(['explain', '--esplora', `${SAMPLES}/satoshi-genesis-txs.json`]);
    expect(plain.code).toBe(0);
    expect(await runHere(['explain', '--esplora', packed])).toEqual(plain);
    expect(await runCli(['explain', '--esplora', '-'], { stdin: text })).toEqual(plain);
  });
});

describe('explain of an Esplora', () => {
  test('reads a transaction with one request, and says of others that they are not known or wait to be mined', async () => {
    const payer = { script: `0x0014${'1'.repeat(40)}`, amount: 1_000_000n };
    const made = makeTransaction(
      [{ tx: `0x${'7'.repeat(64)}`, place: 3, spent: payer }],
      [
        { script: `0x0014${'2'.repeat(40)}`, amount: 40_000n },
        { script: payer.script, amount: 950_123n },
      ],
    );
    const next = makeTransaction([{ tx: made.hash, place: 1 }], [{ script: payer.script, amount: 950_000n }]);
    const book = createUtxoBook({ chain: BITCOIN });
    book.mine([made]);
    book.wait(next);
    const [server, database] = await Promise.all([startEsplora({ backend: book }), createTestDatabase()]);
    try {
      const env = { DATABASE_URL: database.connectionString, FUNDTRAIL_DATA_DIR: folder };
      const ask = (txid: string, ...options: string[]) =>
        runHere(['explain', BITCOIN, txid, '--esplora', server.url, ...options], { env });
      const told = await ask(made.txid, '--json', '--taint', `${'7'.repeat(64)}:3`);
      expect(told).toMatchObject({ code: 0, stderr: '' });
      expect(server.requests().byRoute.get('/tx/:txid')).toBe(1);
      const [explanation] = linesOf(told);
      expect(explanation).toMatchObject({
        txid: made.txid,
        kind: 'peel',
        change: { vout: 1, confidence: 100 },
        status: 'mined',
        block: 1,
        fee: '9877',
        inputs: [{ coin: `${'7'.repeat(64)}:3`, amount: '1000000', marks: ['stolen'] }],
        outputs: [{ marks: ['peel'] }, { marks: ['change'] }],
      });
      expect(explanation?.taint?.fifo).toEqual({ outputs: ['40000', '950123'], fee: '9877' });
      const configured = await runHere(['explain', BITCOIN, made.txid, '--json'], {
        env: { ...env, FUNDTRAIL_ESPLORA_URL: `${BITCOIN}=${server.url}` },
      });
      expect(linesOf(configured)).toEqual(linesOf(await ask(made.txid, '--json')));
      expect((await ask(made.txid)).stdout).toContain(`\nkind     peel: `);
      const unknown = await ask('5'.repeat(64));
      expect(unknown).toMatchObject({ code: 2, stdout: '' });
      expect(unknown.stderr).toMatch(
        /^error: esplora\S+ there is no such transaction on Bitcoin\nremedy: Check the id/,
      );
      const waiting = await ask(next.txid);
      expect(waiting).toMatchObject({ code: 2, stdout: '' });
      expect(waiting.stderr).toMatch(/waits in the mempool\nremedy: Try again when it is mined\.\n$/);
    } finally {
      await Promise.all([server.close(), database.drop()]);
    }
  });
});

describe.skipIf(ROUNDS === undefined)('explain of published JoinMarket rounds', () => {
  // The file lists trades of inscriptions, too, with up to five equal outputs.
  const LARGE = 6;

  test('finds the large ones, with as many participants as equal outputs', async () => {
    const rounds = publishedRounds(ROUNDS ?? '');
    const large = rounds.filter((round) => mostEqual(round) >= LARGE);
    const run = await runHere(['explain', '--esplora', '-'], { stdin: jsonLines(large) });
    expect(run.stderr).toBe('');
    const told = linesOf(run);
    expect(told.length).toBeGreaterThan(10);
    expect(told.map(({ kind, coinjoin }) => [kind, coinjoin?.scheme, coinjoin?.participants])).toEqual(
      large.map((round) => ['coinjoin', 'joinmarket', mostEqual(round)]),
    );
  });

  function mostEqual({ vout }: EsploraJson): number {
    const counts = new Map<number, number>();
    for (const { value } of vout) counts.set(value, (counts.get(value) ?? 0) + 1);
    return Math.max(...counts.values());
  }
});

describe.skipIf(VECTORS === undefined)('explain --taint of the golden transactions', () => {
  type Vector = {
    readonly name: string;
    readonly inputs: readonly (readonly [value: string, segments: readonly (readonly [string, boolean])[]])[];
    readonly outputs: readonly string[];
    readonly expected: UtxoExplanation['taint'];
  };
  const read = VECTORS === undefined ? [] : (JSON.parse(readFileSync(VECTORS, 'utf8')) as { utxo: Vector[] }).utxo;
  // A mark takes a whole coin: an input of several segments cannot be marked.
  const vectors = read.filter(({ inputs }) => inputs.every(([, segments]) => segments.length === 1));
  const made = vectors.map(({ inputs, outputs }, n) =>
    esploraOf(
      n + 1,
      inputs.map(([value]) => Number(value)),
      outputs.map(Number),
    ),
  );
  const tainted = vectors.map(({ inputs }) => inputs.findIndex(([, segments]) => segments[0]?.[1]));

  test('holds what can be marked: all but one', () => {
    expect(vectors).toHaveLength(read.length - 1);
    expect(vectors).toHaveLength(8);
  });

  test('gives what the vectors expect, under every policy, marked by coin in one run', async () => {
    const coins = made.map(({ vin }, n) => {
      const input = vin[tainted[n] ?? -1];
      return `${input?.txid}:${input?.vout}`;
    });
    const run = await runHere(['explain', '--esplora', '-', '--taint', coins.join(',')], { stdin: jsonLines(made) });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(linesOf(run).map(({ taint }) => taint)).toEqual(vectors.map(({ expected }) => expected));
  });

  test.each(vectors.map(({ name, expected }, n) => [name, expected, n] as const))(
    'gives the same of %s, marked by place',
    async (_name, expected, n) => {
      const stdin = jsonLines(made.slice(n, n + 1));
      const run = await runHere(['explain', '--esplora', '-', '--taint', String(tainted[n])], { stdin });
      expect(linesOf(run)[0]?.taint).toEqual(expected);
    },
  );
});

describe('explain of transactions that are given', () => {
  const one = esploraOf(1, [1_000, 2_000], [2_500]);
  const address = (text: string): EsploraJson => ({
    ...one,
    vout: [{ scriptpubkey: `0014${'0'.repeat(40)}`, scriptpubkey_address: text, value: 2_500 }],
  });
  const unknown: EsploraJson = { ...one, vin: [{ txid: 'c'.repeat(64), vout: 0 }, ...one.vin.slice(1)] };
  const text = (transaction: unknown): string => jsonLines([transaction]);

  test('tells one that waits, and one of whose inputs nothing is known', async () => {
    const run = await runHere(['explain', '--esplora', '-'], { stdin: jsonLines([one, unknown]) });
    const [waiting, lacking] = linesOf(run);
    expect(waiting).toMatchObject({ status: 'mempool', block: null, time: null, fee: '500' });
    expect(waiting?.notes[0]).toBe('it waits to be mined: it may never be, and another may take its place');
    expect(lacking).toMatchObject({ fee: null, inputs: [{ address: null, type: null, amount: null }, {}] });
    expect(lacking?.notes).toContain(
      'what 1 of 2 inputs spend is not in the record: neither amounts nor owners, and no fee',
    );
    const person = await runHere(['explain', BITCOIN, one.txid, '--esplora', '-'], { stdin: text(unknown) });
    expect(person.stdout).toContain('\nblock    waits to be mined\ninputs   2\n');
    expect(person.stdout).toContain('\nfee      not known\n');
    expect(person.stdout).not.toContain('stolen');
  });

  test('tells made coins: nothing is spent, so nothing could be stolen', async () => {
    const coinbase = { ...one, vin: [{ txid: '0'.repeat(64), vout: 2 ** 32 - 1, is_coinbase: true }] };
    const run = await runHere(['explain', BITCOIN, one.txid, '--esplora', '-'], { stdin: text(coinbase) });
    expect(run.stdout).toContain('\ninputs   0\n');
    expect(run.stdout).toContain('\nkind     payment: newly made coins\n');
    expect(run.stdout).not.toMatch(/stolen|Inputs/);
  });

  test('writes addresses of the chain that is named, which files of test networks need', async () => {
    const run = await runHere(['explain', '--esplora', '-', '--chain', TESTNET], {
      stdin: text(address('tb1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq0l98cr')),
    });
    expect(run.stderr).toBe('');
    expect(linesOf(run)[0]).toMatchObject({
      chain: TESTNET,
      outputs: [{ address: 'tb1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq0l98cr' }],
    });
  });

  const txid = '3'.repeat(64);
  test.each<[string, readonly string[], string, RegExp]>([
    [
      'addresses of another network',
      ['--esplora', '-'],
      text(address('tb1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq0l98cr')),
      new RegExp(
        `^error: stdin:1: vout\\[0\\]\\.scriptpubkey_address: tb1q\\w+ is an address of Bitcoin testnet or Bitcoin signet, not of Bitcoin\nremedy: .*--chain: ${TESTNET} or ${SIGNET}`,
      ),
    ],
    [
      'an address of another script',
      ['--esplora', '-'],
      text(address('1A8JiWcwvpY7tAopUkSnGuEYHmzGYfZPiq')),
      /^error: stdin:1: vout\[0\]\.scriptpubkey_address: 1A8J\w+ is not the address of scriptpubkey\n/,
    ],
    [
      'no transaction',
      ['--esplora', 'https://host/api'],
      '',
      /^error: <chain> <tx>: no transaction is named\nremedy: /,
    ],
    ['a chain without a transaction', [BITCOIN], '', /^error: <tx>: is missing\nremedy: .* 64 hex digits/],
    ['a txid that is none', [BITCOIN, '12'], '', /^error: <tx>: "12" is not a transaction id\n/],
    ['no source', [BITCOIN, txid], '', /^error: no source of facts is known for bip122:.*\nremedy: .*--esplora/],
    ['an explorer of EVM chains', [BITCOIN, txid, '--explorer', 'http://x'], '', /^error: --explorer: .* EVM chains/],
    ['receipts', [BITCOIN, txid, '--receipts', '-'], '', /^error: --receipts: receipts are of EVM chains\n/],
    [
      'two sources',
      [BITCOIN, txid, '--esplora', 'http://x', '--rpc', 'http://y'],
      '',
      /^error: --esplora and --rpc are both given\nremedy: Name one/,
    ],
    [
      'a source for a file',
      ['--esplora', '-', '--rpc', 'http://y'],
      '',
      /^error: --esplora and --rpc are both given\nremedy: .*offline/,
    ],
    [
      'an EVM chain',
      ['eip155:1', `0x${txid}`, '--esplora', '-'],
      '',
      /^error: --esplora: eip155:1 is not a UTXO chain\n/,
    ],
    ['marks on an EVM chain', ['eip155:1', `0x${txid}`, '--taint', '0'], '', /^error: --taint: eip155:1 is not a UTXO/],
    ['two chains', [BITCOIN, txid, '--esplora', '-', '--chain', TESTNET], '', /^error: --chain: .* is not bip122:/],
    ['a file that is missing', ['--esplora', 'none.jsonl'], '', /^error: none\.jsonl: there is no such file\n/],
    ['nothing to read', ['--esplora', '-'], '', /^error: stdin: holds no transaction\n/],
    ['a line that is no JSON', ['--esplora', '-'], `txid\n`, /^error: stdin:1: this is not JSON\n/],
    [
      'a field of another form',
      ['--esplora', '-'],
      text({ ...one, vout: [{ scriptpubkey: '51', value: '7' }] }),
      /^error: stdin:1: vout\[0\]\.value: "7" is not a whole number/,
    ],
    [
      'more paid than spent',
      ['--esplora', '-'],
      text({ ...one, vout: [{ scriptpubkey: '51', value: 3_001 }] }),
      /^error: stdin:1: vout: outputs have 1 more than inputs\n/,
    ],
    ['another transaction', [BITCOIN, txid, '--esplora', '-'], text(one), /^error: stdin holds no transaction 3{64}\n/],
    ['a mark that is none', ['--esplora', '-', '--taint', '0,x'], text(one), /^error: --taint: "x" is neither a place/],
    ['an empty mark', ['--esplora', '-', '--taint', '0,'], text(one), /^error: --taint: a mark is empty\nremedy: /],
    [
      'a marked input whose amount is not known',
      ['--esplora', '-', '--taint', '1'],
      text(unknown),
      /^error: stdin:1: vin\[0\]\.prevout: is missing: /,
    ],
    [
      'marks that the transaction has no input for',
      [BITCOIN, one.txid, '--esplora', '-', '--taint', '1,2'],
      text(one),
      /^error: --taint: no input is there for 2\nremedy: Places count from 0/,
    ],
  ])('with %s ends with 2 and says where', async (_what, args, stdin, message) => {
    const run = await runHere(['explain', ...args], { stdin, env: { FUNDTRAIL_DATA_DIR: join(folder, 'none') } });
    expect(run.stderr).toMatch(message);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test('ends with 2 after all lines where a mark has no input in any of them', async () => {
    const coin = `${'d'.repeat(64)}:0`;
    const run = await runHere(['explain', '--esplora', '-', '--taint', `0,${coin},7`], {
      stdin: jsonLines([one, esploraOf(2, [10], [10])]),
    });
    expect(run.code).toBe(2);
    expect(linesOf(run).map(({ taint }) => taint?.fifo?.outputs)).toEqual([['1000'], ['10']]);
    expect(run.stderr).toMatch(new RegExp(`^error: --taint: no input is there for ${coin}, 7\n`));
  });

  test('tells each as it comes, and stops at a bad one', async () => {
    const run = await runHere(['explain', '--esplora', '-'], { stdin: `${text(one)}${text(one)}{}\n${text(one)}` });
    expect(run.code).toBe(2);
    expect(linesOf(run)).toHaveLength(2);
    expect(run.stderr).toContain('stdin:3: txid: is missing');
  });

  test('holds no file in memory: some thousand lines are more than its heap', { timeout: 120_000 }, async () => {
    const lines = 3_000;
    const padded = text({ ...one, witness: 'ab'.repeat(23_000) });
    const file = join(folder, 'large.jsonl.gz');
    await writeFile(file, gzipSync(padded.repeat(lines), { level: 1 }));
    const heapMb = 96;
    expect(padded.length * lines).toBeGreaterThan(heapMb * 1_024 * 1_024 * 1.3);
    const env = { NODE_OPTIONS: `--max-old-space-size=${heapMb}` };
    const run = await runCli(['explain', '--esplora', file], { env });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(lines);
  });
});
