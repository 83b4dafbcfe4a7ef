import { readFileSync } from 'node:fs';
import { coinOf, formatAddress, type ScriptType, scriptType } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { describe, expect, it } from 'vitest';
import { utxoFact } from '../utxo-fact.ts';
import { esploraTransaction, readEsploraTransaction } from './transaction.ts';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const FOLDER = sharedData('bitcoin/esplora-txs');
const DMM = sharedData('bitcoin/dmm-2024-theft-tx.json');

const TXID = '12'.repeat(32);
const SPENT = '34'.repeat(32);
const SCRIPT = `0014${'ab'.repeat(20)}`;
const MINED = { confirmed: true, block_height: 800_000, block_hash: '56'.repeat(32), block_time: 1_690_168_629 };
const INPUT = { txid: SPENT, vout: 1, prevout: { scriptpubkey: SCRIPT, value: 1_000 }, is_coinbase: false };
const TRANSACTION = {
  txid: TXID,
  vin: [INPUT],
  vout: [
    { scriptpubkey: SCRIPT, value: 700 },
    { scriptpubkey: '6a', value: 0 },
  ],
  fee: 300,
  status: MINED,
};

describe('an Esplora transaction', () => {
  it('becomes what all sources of UTXO chains make facts of', () => {
    expect(esploraTransaction(BITCOIN, TRANSACTION)).toEqual({
      chain: BITCOIN,
      hash: `0x${TXID}`,
      block: 800_000,
      index: -1,
      time: 1_690_168_629,
      blockHash: `0x${'56'.repeat(32)}`,
      inputs: [{ tx: `0x${SPENT}`, place: 1, spent: { script: `0x${SCRIPT}`, amount: 1_000n } }],
      outputs: [
        { script: `0x${SCRIPT}`, amount: 700n },
        { script: '0x6a', amount: 0n },
      ],
    });
  });

  it('that is a coinbase has no inputs', () => {
    const vin = [{ txid: '0'.repeat(64), vout: 4_294_967_295, prevout: null, is_coinbase: true }];
    expect(esploraTransaction(BITCOIN, { ...TRANSACTION, vin, fee: 0 }).inputs).toEqual([]);
  });

  it('without what an input spends is told so, and its fact is not whole', () => {
    const transaction = esploraTransaction(BITCOIN, { ...TRANSACTION, vin: [{ ...INPUT, prevout: null }] });
    expect(transaction.inputs).toEqual([{ tx: `0x${SPENT}`, place: 1, spent: undefined }]);
    expect(utxoFact(transaction).whole).toEqual([]);
  });

  it('may wait to be mined or lack its status where that is of no interest, and is refused where it is', () => {
    const waiting = { ...TRANSACTION, status: { confirmed: false } };
    const { status: _status, ...bare } = TRANSACTION;
    expect(readEsploraTransaction(BITCOIN, waiting).status).toBe('mempool');
    expect(readEsploraTransaction(BITCOIN, bare).status).toBeUndefined();
    expect(() => esploraTransaction(BITCOIN, waiting)).toThrow('status: is not mined yet');
    expect(() => esploraTransaction(BITCOIN, bare)).toThrow('status: is missing');
  });

  const withInput = (change: object): object => ({ ...TRANSACTION, vin: [{ ...INPUT, ...change }] });
  const withOutput = (change: object): object => ({
    ...TRANSACTION,
    vout: [TRANSACTION.vout[0], { ...TRANSACTION.vout[1], ...change }],
  });
  const withStatus = (change: object): object => ({ ...TRANSACTION, status: { ...MINED, ...change } });
  it.each<[string, unknown, string, string]>([
    ['is no object', [], 'transaction', 'not an object'],
    ['has no id', { ...TRANSACTION, txid: undefined }, 'txid', 'is missing'],
    ['has an id that is none', { ...TRANSACTION, txid: 'beef' }, 'txid', '64 hex digits'],
    ['has no inputs', { ...TRANSACTION, vin: [] }, 'vin', 'has no input'],
    ['has inputs that are no list', { ...TRANSACTION, vin: {} }, 'vin', 'a list'],
    ['has an input that is no object', { ...TRANSACTION, vin: [7] }, 'vin[0]', '7 is not an object'],
    ['has an input without the coin it spends', withInput({ vout: undefined }), 'vin[0].vout', 'is missing'],
    ['has an input of a place that is none', withInput({ vout: 2 ** 32 }), 'vin[0].vout', 'up to 4294967295'],
    ['spends one coin twice', { ...TRANSACTION, vin: [INPUT, INPUT] }, 'vin', 'spends one output twice'],
    [
      'mixes a coinbase with others',
      { ...TRANSACTION, vin: [INPUT, { ...INPUT, is_coinbase: true }] },
      'vin',
      'coinbase',
    ],
    [
      'spends an output without amount',
      withInput({ prevout: { scriptpubkey: SCRIPT } }),
      'vin[0].prevout.value',
      'is missing',
    ],
    [
      'spends a script in other digits',
      withInput({ prevout: { scriptpubkey: 'xyz', value: 1 } }),
      'vin[0].prevout.scriptpubkey',
      'a script in hex',
    ],
    ['has an amount with a point', withOutput({ value: 0.5 }), 'vout[1].value', '0.5 is not a whole number'],
    ['has an amount below nothing', withOutput({ value: -1 }), 'vout[1].value', '-1 is not a whole number'],
    ['has an amount that lost digits', withOutput({ value: 2 ** 60 }), 'vout[1].value', 'is not a whole number'],
    ['has half a script', withOutput({ scriptpubkey: '6a1' }), 'vout[1].scriptpubkey', 'a script in hex'],
    ['has no outputs', { ...TRANSACTION, vout: [] }, 'vout', 'has no output'],
    ['pays out more than it has', withOutput({ value: 301 }), 'vout', 'outputs have 1 more than inputs'],
    ['has another fee than its coins tell', { ...TRANSACTION, fee: 299 }, 'fee', '299 is not what inputs have more'],
    ['does not say whether it was mined', withStatus({ confirmed: 'yes' }), 'status.confirmed', 'true or false'],
    ['was mined in no block', withStatus({ block_height: undefined }), 'status.block_height', 'is missing'],
    ['was mined at no time', withStatus({ block_time: 1.5e12 }), 'status.block_time', 'is not a whole number'],
    ['was mined in a block without hash', withStatus({ block_hash: null }), 'status.block_hash', '64 hex digits'],
  ])('that %s is refused by the name of the field', (_what, json, field, message) => {
    expect(() => esploraTransaction(BITCOIN, json)).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        message: expect.stringContaining(message),
        place: expect.objectContaining({ field }),
      }),
    );
  });
});

describe.skipIf(FOLDER === undefined || DMM === undefined)('real Esplora transactions', () => {
  it.each<[string, number, number, Partial<Record<ScriptType, number>>, bigint]>([
    ['bare-multisig', 3, 3, { multisig: 1, p2pkh: 2 }, 500_000n],
    ['batch-withdrawal-143', 1, 143, { p2wpkh: 42, p2wsh: 6, p2sh: 77, p2pkh: 18 }, 4_762n],
    ['dust-attack-555', 1, 2, { p2pkh: 2 }, 226n],
    ['joinmarket-coinjoin', 2, 4, { p2wpkh: 4 }, 1_290n],
    ['op-return-charley', 1, 2, { data: 1, p2pkh: 1 }, 20_000n],
    ['simple-legacy-p2pkh', 1, 2, { p2pkh: 2 }, 10_000n],
    ['taproot-op-return', 1, 2, { data: 1, p2sh: 1 }, 4_020n],
    ['taproot-script-path', 2, 1, { p2wpkh: 1 }, 18_200n],
    ['wabisabi-coinjoin', 327, 279, { p2tr: 127, p2wpkh: 152 }, 1_555_451n],
    ['whirlpool-coinjoin', 5, 5, { p2wpkh: 5 }, 30_000n],
  ])('%s is read whole, with its fee between its inputs and outputs', (name, inputs, outputs, types, fee) => {
    const transaction = esploraTransaction(BITCOIN, sample(name));
    const fact = utxoFact(transaction);
    expect(transaction.inputs).toHaveLength(inputs);
    expect(transaction.outputs).toHaveLength(outputs);
    expect(countTypes(transaction.outputs.map(({ script }) => script))).toEqual(types);
    const sum = (kind: string): bigint =>
      fact.legs.filter((leg) => leg.kind === kind).reduce((total, leg) => total + leg.amount, 0n);
    expect(sum('input') - sum('output')).toBe(fee);
    expect(fact.whole).toEqual(['native', 'internal', 'token']);
  });

  it('keeps the words of an OP_RETURN in the owner of its output', () => {
    const [data, change] = utxoFact(esploraTransaction(BITCOIN, sample('op-return-charley'))).legs.slice(1);
    expect(Buffer.from(data?.owner?.slice(6) ?? '', 'hex').toString()).toBe('charley loves heidi');
    expect(data?.amount).toBe(0n);
    expect(change?.to).toBe(coinOf(`0x${'8bae12b5f4c088d940733dcd1455efc6a3a69cf9340e17a981286d3778615684'}`, 1));
  });

  it('reads the 50 rows of an address', () => {
    const rows = sample('satoshi-genesis-txs') as readonly unknown[];
    const read = rows.map((row) => esploraTransaction(BITCOIN, row));
    expect(read).toHaveLength(50);
    expect(read.flatMap(({ inputs }) => inputs)).toHaveLength(156);
    expect(countTypes(read.flatMap(({ outputs }) => outputs.map(({ script }) => script)))).toEqual({
      data: 49,
      p2pkh: 51,
      p2wpkh: 46,
      p2tr: 47,
    });
  });

  it('reads the DMM theft, which was kept without status: nine multisig coins of 4,502.9 BTC to one address', () => {
    const transaction = readEsploraTransaction(BITCOIN, JSON.parse(readFileSync(DMM ?? '', 'utf8')));
    expect(transaction.status).toBeUndefined();
    expect(transaction.inputs).toHaveLength(9);
    const [output] = transaction.outputs;
    expect(output?.amount).toBe(450_290_000_000n);
    expect(formatAddress(output?.script ?? '', BITCOIN)).toBe('1B6rJRfjTXwEy36SCs5zofGMmdv2kdZw7P');
  });
});

function sample(name: string): unknown {
  return JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8'));
}

function countTypes(scripts: readonly string[]): Partial<Record<ScriptType, number>> {
  const counts: Partial<Record<ScriptType, number>> = {};
  for (const script of scripts) {
    const type = scriptType(script);
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}
