import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { chainInfo, feePaid } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { describe, expect, it } from 'vitest';
import { wholeTransaction, wrappedContracts } from '../legs.ts';
import { readNodeReceipt, readNodeTransaction } from './node-answer.ts';

const FOLDER = sharedData('evm-receipts');

type Recorded = {
  readonly chainId: number;
  readonly hash: string;
  readonly tx: unknown;
  readonly receipt: Readonly<Record<string, unknown>>;
  readonly blockTimestamp?: number;
};

describe.skipIf(FOLDER === undefined)('real receipts of many chains', () => {
  it('are read as whole transactions whose legs each have a name of their own', () => {
    let [read, legs, fees] = [0, 0, 0];
    for (const { chainId, hash, tx, receipt, blockTimestamp } of recorded(FOLDER ?? '')) {
      if (tx === undefined || tx === null) continue;
      const chain = `eip155:${chainId}`;
      const view = readNodeReceipt(receipt, chain, hash.toLowerCase(), 'recorded');
      const { value, sender, gas } = readNodeTransaction(tx, hash.toLowerCase(), 'recorded');
      expect(sender).toBe(view.sender);
      const success = view.success ?? view.paid.gasUsed < gas;
      const time = blockTimestamp ?? 0;
      const fee = feePaid(chainInfo(chain).fee, view.paid, time);
      const fact = wholeTransaction({ ...view, fee, value, success, time }, [], wrappedContracts(chain));
      expect(new Set(fact.legs.map((leg) => leg.id)).size).toBe(fact.legs.length);
      expect(fact.legs.every((leg) => leg.amount > 0n)).toBe(true);
      if (!fact.success) expect(fact.legs.every((leg) => leg.kind === 'fee')).toBe(true);
      read += 1;
      legs += fact.legs.length;
      fees += fact.legs.filter((leg) => leg.kind === 'fee').length;
    }
    expect(read).toBeGreaterThan(600);
    expect(legs).toBeGreaterThan(read * 2);
    expect(fees).toBeGreaterThan(read * 0.9);
  });
});

function* recorded(folder: string): Generator<Recorded> {
  for (const name of readdirSync(folder)) {
    for (const line of gunzipSync(readFileSync(join(folder, name)))
      .toString('utf8')
      .split('\n')) {
      if (line !== '') yield JSON.parse(line) as Recorded;
    }
  }
}
