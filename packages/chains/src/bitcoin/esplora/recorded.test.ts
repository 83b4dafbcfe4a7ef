import { readFileSync } from 'node:fs';
import { coinOf } from '@fundtrail/core';
import { createUtxoBook, type RecordedTransaction, sharedData } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { utxoFact } from '../utxo-fact.ts';
import { ask, BITCOIN, type Opened, openEsplora } from './esplora.fixture.ts';
import { esploraTransaction } from './transaction.ts';

const FOLDER = sharedData('bitcoin/esplora-txs');
const FILES = [
  'bare-multisig.json',
  'batch-withdrawal-143.json',
  'joinmarket-coinjoin.json',
  'op-return-charley.json',
  'simple-legacy-p2pkh.json',
  'taproot-op-return.json',
  'taproot-script-path.json',
  'wabisabi-coinjoin.json',
  'whirlpool-coinjoin.json',
];

describe.skipIf(FOLDER === undefined)('an Esplora of recorded transactions', () => {
  const recorded =
    FOLDER === undefined
      ? []
      : FILES.map((file) => JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as RecordedTransaction);
  let opened: Opened;
  beforeAll(async () => {
    opened = await openEsplora({ book: createUtxoBook({ transactions: recorded, tip: 900_000 }) });
  });
  afterAll(() => opened.close());

  test.each(recorded.map((transaction) => [transaction.txid, transaction] as const))(
    'tells %s as it was recorded',
    async (txid, transaction) => {
      const fact = await opened.source.transaction(BITCOIN, `0x${txid}`);
      expect(fact).toEqual(utxoFact(esploraTransaction(BITCOIN, transaction)));
      const { block_height: block = 0 } = transaction.status;
      const coins = transaction.vout.map((_output, place) => [coinOf(fact.hash, place), block] as const);
      const told = await opened.source.spends(ask(coins, { toBlock: 900_000 }));
      expect(told.transactions).toEqual([]);
      expect(told.coverage.map(({ toBlock, status }) => [toBlock, status])).toEqual(
        coins.map(() => [900_000, 'complete']),
      );
    },
  );
});
