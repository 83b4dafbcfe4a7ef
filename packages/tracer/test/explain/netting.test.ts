import { readdirSync } from 'node:fs';
import { createProtocols, wrappedNative } from '@fundtrail/attribution';
import { createBridgeReader } from '@fundtrail/bridges';
import { readRecords } from '@fundtrail/chains';
import { splitAccountId, splitAssetId } from '@fundtrail/core';
import { netMovements } from '@fundtrail/ledger';
import { sharedData } from '@fundtrail/testkit';
import { describe, expect, it } from 'vitest';
import { createExplain } from '../../src/index.ts';
import { type Changes, changesOf, readRawRecords } from './raw-record.ts';

const folder = sharedData('evm-receipts') ?? '';
const files = folder === '' ? [] : readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'));
const explain = createExplain(createProtocols(), createBridgeReader());

describe.skipIf(folder === '')('the recorded transactions', () => {
  it('are all there', () => {
    expect(files.length).toBeGreaterThanOrEqual(132);
  });

  it.each(files)('of %s net to what their legs change, in the ledger and in what is explained', async (file) => {
    const raw = readRawRecords(`${folder}/${file}`);
    let place = 0;
    for await (const reading of readRecords(`${folder}/${file}`, { wrapped: wrappedNative })) {
      const record = raw[place];
      place += 1;
      if (record === undefined) throw new Error(`${file} has no record ${place}`);
      const movements = netMovements(reading.fact.legs);
      expect(summed(movements), record.hash).toEqual(changesOf(record, 'token'));
      const { explanation } = explain(reading);
      const net = explanation.net.map(({ account, asset, delta }): readonly [string, bigint] => [
        `${splitAccountId(account).address} ${splitAssetId(asset).ref}`.toLowerCase(),
        BigInt(delta),
      ]);
      expect(new Map(net), record.hash).toEqual(changesOf(record, 'zero'));
      expect(net, 'every account and asset once').toHaveLength(new Map(net).size);
    }
    expect(place).toBe(raw.length);
  });
});

function summed(movements: ReturnType<typeof netMovements>): Changes {
  const sums = new Map<string, bigint>();
  for (const { from, to, asset, amount } of movements) {
    sums.set(`${from} ${asset}`, (sums.get(`${from} ${asset}`) ?? 0n) - amount);
    sums.set(`${to} ${asset}`, (sums.get(`${to} ${asset}`) ?? 0n) + amount);
  }
  return sums;
}
