import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatAddress, PLACE_UNKNOWN } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import { factsOf, folderOf, openQuietly } from './test-datasets.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';

type Row = Readonly<Record<string, unknown>>;

/** Two transactions of block 50,001 of Bitcoin as bitcoin-etl exports them, without their scripts in words. */
const COINBASE: Row = {
  hash: 'e1882d41800d96d0fddc196cd8d3f0b45d65b030c652d97eaba79a1174e64d58',
  size: 135,
  virtual_size: 135,
  version: 1,
  lock_time: 0,
  block_number: 50_001,
  block_hash: '000000001c920d495e1eeef2452b6d1c6c229a919b28196c103ecffebabee141',
  block_timestamp: 1_270_917_100,
  is_coinbase: true,
  input_count: 0,
  output_count: 1,
  inputs: [],
  outputs: [
    {
      index: 0,
      script_hex:
        '4104c1b5671c8975087cc796d6ea73d2407591528b5c669106f9b6ab6ef6e373a57553e14866aaeffc44a9f58e5ee0c7faa7add7474f0a2c55a22cb40b949fdc933cac',
      required_signatures: 1,
      type: 'pubkey',
      addresses: ['1PkqKGbNLDdDJGveCcNUMV9CEFH77ADrPQ'],
      value: 5_000_000_000,
    },
  ],
};
const INPUTS = [
  {
    index: 0,
    spent_transaction_hash: '76a8d70a757be5055f60be076b683897cadaad6b7bdf78c43e39b9d59cb4a6ea',
    spent_output_index: 0,
    script_hex: '4930',
    sequence: 4_294_967_295,
    required_signatures: 1,
    type: 'pubkey',
    addresses: ['1DoQeKfU3dYhN9bxMpFFcVUnufCPDqSPae'],
    value: 5_000_000_000,
  },
  {
    index: 1,
    spent_transaction_hash: '0dd0394c6240355f4e4b3c88028f678ed746cebee3b3e8509620733f018914c9',
    spent_output_index: 0,
    script_hex: '4830',
    sequence: 4_294_967_295,
    required_signatures: 1,
    type: 'pubkey',
    addresses: ['1PZMgkF2x161qvfP7dhoWSEEU3SjnQE1m9'],
    value: 5_000_000_000,
  },
];
const PAYMENT: Row = {
  ...COINBASE,
  hash: '7940cdde4d713e171849efc6bd89939185be270266c94e92369e3877ad89455a',
  is_coinbase: false,
  input_count: 2,
  inputs: INPUTS,
  outputs: [
    {
      index: 0,
      script_hex: '76a914b5cd7aaed869cd5ccb45868e8666e7e934a2373688ac',
      required_signatures: 1,
      type: 'pubkeyhash',
      addresses: ['1HaHTfmvoUW6i6nhJf8jJs6tU4cHNmBQHQ'],
      value: 10_000_000_000,
    },
  ],
};

describe('transactions of bitcoin-etl', () => {
  it('are facts with owners from scripts, and of inputs from addresses', async () => {
    const dataset = await open(jsonLines(COINBASE, PAYMENT));
    const [coinbase, payment] = await factsOf(dataset);
    expect(dataset).toMatchObject({ kind: 'bitcoin-etl', chains: [BITCOIN], accounts: null });
    expect(dataset.report).toMatchObject({
      rows: 2,
      transactions: 2,
      notWhole: 0,
      lastBlock: 50_001,
      lastTime: 1_270_917_100,
    });
    expect(coinbase?.legs.map(({ id, amount }) => [id, amount])).toEqual([['out:0', 5_000_000_000n]]);
    expect(payment).toMatchObject({
      hash: `0x${String(PAYMENT.hash)}`,
      block: 50_001,
      index: PLACE_UNKNOWN,
      blockHash: `0x${String(COINBASE.block_hash)}`,
    });
    const shown = payment?.legs.map(({ id, owner, amount }) => [id, formatAddress(owner ?? '', BITCOIN), amount]);
    expect(shown).toEqual([
      ['in:0', '1DoQeKfU3dYhN9bxMpFFcVUnufCPDqSPae', 5_000_000_000n],
      ['in:1', '1PZMgkF2x161qvfP7dhoWSEEU3SjnQE1m9', 5_000_000_000n],
      ['out:0', '1HaHTfmvoUW6i6nhJf8jJs6tU4cHNmBQHQ', 10_000_000_000n],
    ]);
    // The key in the open is known as its address.
    expect(formatAddress(coinbase?.legs[0]?.owner ?? '', BITCOIN)).toBe('1PkqKGbNLDdDJGveCcNUMV9CEFH77ADrPQ');
  });

  it('may be a CSV with lists in JSON, packed or not', async () => {
    const csv = csvOf(COINBASE, PAYMENT);
    const folder = folderOf({ 'txs.csv': csv, 'txs.csv.gz': gzipSync(csv), 'txs.json': jsonLines(COINBASE, PAYMENT) });
    const [plain, packed, json] = await Promise.all(
      ['txs.csv', 'txs.csv.gz', 'txs.json'].map(async (name) => factsOf(await openQuietly(join(folder, name)))),
    );
    expect(plain).toEqual(json);
    expect(packed).toEqual(json);
  });

  it('may have been exported by BigQuery, with texts for numbers and dates for times', async () => {
    const outputs = (PAYMENT.outputs as readonly Row[]).map((output) => ({ ...output, value: String(output.value) }));
    const changed = { ...PAYMENT, block_number: '50001', block_timestamp: '2010-04-10 16:31:40 UTC', outputs };
    expect(await factsOf(await open(jsonLines(changed)))).toEqual(await factsOf(await open(jsonLines(PAYMENT))));
  });

  it('that were never enriched have no amounts of inputs, and are counted as not whole', async () => {
    const inputs = INPUTS.map((input) => ({
      ...input,
      type: null,
      addresses: [],
      value: null,
      required_signatures: null,
    }));
    const dataset = await open(jsonLines({ ...PAYMENT, inputs }));
    expect(dataset.report).toMatchObject({ transactions: 1, notWhole: 1 });
    expect((await factsOf(dataset))[0]).toMatchObject({ whole: [], legs: [{ amount: 0n }, { amount: 0n }, {}] });
  });

  it('that spend scripts without one address have amounts and no owner', async () => {
    const [first, second] = INPUTS;
    const inputs = [
      { ...first, type: 'multisig', addresses: [...(first?.addresses ?? []), ...(second?.addresses ?? [])] },
      { ...second, type: 'nonstandard', addresses: [`nonstandard${'ab'.repeat(20)}`] },
    ];
    const [fact] = await factsOf(await open(jsonLines({ ...PAYMENT, inputs })));
    expect(fact?.whole).toHaveLength(3);
    expect(fact?.legs.map(({ owner, amount }) => [owner === undefined, amount])).toEqual([
      [true, 5_000_000_000n],
      [true, 5_000_000_000n],
      [false, 10_000_000_000n],
    ]);
  });

  it('take the script of an output from its address where it is not exported', async () => {
    const outputs = (PAYMENT.outputs as readonly Row[]).map(({ script_hex: _script, ...output }) => output);
    expect(await factsOf(await open(jsonLines({ ...PAYMENT, outputs })))).toEqual(
      await factsOf(await open(jsonLines(PAYMENT))),
    );
  });

  it('are put in the order of their index', async () => {
    const facts = await factsOf(await open(jsonLines({ ...PAYMENT, inputs: INPUTS.toReversed() })));
    expect(facts).toEqual(await factsOf(await open(jsonLines(PAYMENT))));
  });

  const output = (change: Row): Row => ({
    ...PAYMENT,
    outputs: (PAYMENT.outputs as readonly Row[]).map((one) => ({ ...one, ...change })),
  });
  it.each<[string, Row, string, string]>([
    ['no hash', { ...PAYMENT, hash: undefined }, 'hash', 'is missing'],
    ['no block', { ...PAYMENT, block_number: null }, 'block_number', 'null is not a whole number'],
    [
      'a time that is none',
      { ...PAYMENT, block_timestamp: 'yesterday' },
      'block_timestamp',
      '"yesterday" is not a whole number',
    ],
    [
      'a time in milliseconds',
      { ...PAYMENT, block_timestamp: 1.6e12 },
      'block_timestamp',
      'is not a whole number up to',
    ],
    [
      'an input without what it spends',
      { ...PAYMENT, inputs: [{ index: 0, value: 5 }, INPUTS[1]] },
      'inputs',
      'a coinbase spends nothing',
    ],
    ['inputs of a coinbase', { ...PAYMENT, is_coinbase: true }, 'inputs', 'a coinbase spends nothing'],
    ['no inputs', { ...PAYMENT, inputs: [] }, 'inputs', 'has no input'],
    ['an input too few', { ...PAYMENT, inputs: INPUTS.slice(0, 1) }, 'inputs', 'there are 1 of 2'],
    [
      'a gap',
      { ...PAYMENT, input_count: undefined, inputs: INPUTS.slice(1) },
      'inputs',
      'the one with index 0 is missing',
    ],
    [
      'an input twice',
      { ...PAYMENT, inputs: [INPUTS[0], { ...INPUTS[0], index: 1 }] },
      'inputs',
      'spends one output twice',
    ],
    ['no outputs', { ...PAYMENT, outputs: [], output_count: 0 }, 'outputs', 'has no output'],
    ['outputs of more than it had', output({ value: 10_000_000_001 }), 'outputs', 'outputs have 1 more than inputs'],
    ['an amount with a point', output({ value: '0.5' }), 'outputs[0].value', '"0.5" is not a whole number'],
    [
      'an address of another chain',
      output({ script_hex: null, addresses: ['LPUSYubqPVb46fGu88uGwR42u8jCBxqwqx'] }),
      'outputs[0].addresses',
      'is not an address of Bitcoin',
    ],
    [
      'an output nobody knows the script of',
      output({ script_hex: null, addresses: [] }),
      'outputs[0].script_hex',
      'is missing',
    ],
    [
      'neither true nor false',
      { ...PAYMENT, is_coinbase: 'maybe' },
      'is_coinbase',
      '"maybe" is neither true nor false',
    ],
  ])('with %s are refused with line and field', async (_what, row, field, message) => {
    await expect(open(jsonLines(COINBASE, row))).rejects.toMatchObject({
      place: { line: 2, field },
      message: expect.stringContaining(message),
    });
  });

  it.each<[string, string, { line: number; field?: string }, string]>([
    [
      'a missing column',
      csvOf(PAYMENT).replace('block_number', 'height'),
      { line: 1 },
      'column block_number is missing',
    ],
    [
      'lists as Python writes them',
      csvOf(PAYMENT).replaceAll('""', "'"),
      { line: 2, field: 'inputs' },
      'this is not JSON',
    ],
    ['a field too many', `${csvOf(PAYMENT).trimEnd()},7\n`, { line: 2 }, 'columns, the header'],
  ])('in a CSV with %s are refused', async (_what, text, place, message) => {
    await expect(open(text)).rejects.toMatchObject({ place, message: expect.stringContaining(message) });
  });

  it('that come again alike count once, and are refused where they differ', async () => {
    expect((await open(jsonLines(COINBASE, PAYMENT, COINBASE))).report).toMatchObject({ rows: 3, transactions: 2 });
    const other = { ...COINBASE, block_number: 50_002 };
    await expect(open(jsonLines(COINBASE, PAYMENT, other))).rejects.toThrow(':3: transaction e1882d41');
  });
});

function open(text: string) {
  return openQuietly(join(folderOf({ transactions: text }), 'transactions'));
}

function jsonLines(...rows: readonly Row[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function csvOf(...rows: readonly Row[]): string {
  const columns = Object.keys(COINBASE);
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(','));
  return [columns.join(','), ...lines, ''].join('\n');
}

function cell(value: unknown): string {
  return typeof value === 'object' ? `"${JSON.stringify(value).replaceAll('"', '""')}"` : String(value);
}
