import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNT_POLICIES, assetId } from '@fundtrail/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedData } from '../shared-data.ts';
import { harmonyTransfersCsv, reachableTerminals, readAddressList, usdMicros } from './launder-net.ts';
import { referenceLedger } from './reference-ledger.ts';
import { readRows, readTransfers } from './transfers-csv.ts';

const harmony = sharedData('launder-net/harmony');
const NATIVE = assetId('eip155:1', 'native');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'launder-net-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('published illicit flows', () => {
  it('reads dollars exactly, in millionths', () => {
    const read = ['200000.0', '139998.55', '1.5e3', '25E-2', '7', '0.000001', '1200e-2'].map(usdMicros);
    expect(read).toEqual([200_000_000_000n, 139_998_550_000n, 1_500_000_000n, 250_000n, 7_000_000n, 1n, 12_000_000n]);
    for (const text of ['', '-1', '1e', '0.0000001', 'NaN']) expect(() => usdMicros(text)).toThrow();
  });

  it('walks forward in time only', () => {
    const path = join(folder, 'flows.csv');
    const rows = ['20,t3,b,c', '10,t2,a,b', '5,t1,b,d', '30,t4,e,f', '30,t4,c,e'].map((row) => `x,${row}`);
    writeFileSync(path, `Timestamp,Block,Tx_hash,From,To\n${rows.join('\n')}\n`);
    expect([...reachableTerminals(path, ['a'], ['c', 'd', 'e', 'f'])]).toEqual(['c', 'e', 'f']);
  });
});

describe.skipIf(harmony === undefined)('the Harmony bridge theft, as edges', () => {
  const at = (name: string): string => join(harmony ?? '', name);

  it('has 11 of 14 terminals that a flow leads to, and the reference ledger reaches each under every policy', () => {
    const sources = readAddressList(at('sources.csv'));
    const terminals = readAddressList(at('terminals.csv'));
    const reachable = reachableTerminals(at('flows.csv'), sources, terminals);
    expect([sources.length, terminals.length, reachable.size]).toEqual([14, 14, 11]);

    const path = harmonyTransfersCsv(folder) ?? '';
    expect(readRows(path)).toHaveLength(3612);
    const result = referenceLedger({
      transactions: readTransfers(path),
      seeds: sources.map((address) => ({ kind: 'account', account: `eip155:1:${address}`, fromBlock: 0 })),
      labels: [],
      policies: ACCOUNT_POLICIES,
      floor: { numerator: 0n, denominator: 1n },
    });
    for (const found of result.policies.values()) {
      for (const terminal of reachable) {
        const account = found.accounts.get(`eip155:1:${terminal}|${NATIVE}`);
        expect(account?.received, `${terminal} under ${found.policy}`).toBeGreaterThan(0n);
      }
    }
  });
});
