import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { CATALOGUE, ZERO_ADDRESS } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import { DEPOSIT_TOPIC, WITHDRAWAL_TOPIC } from './legs.ts';
import { TRANSFER_TOPIC } from './logs.ts';

type Log = { readonly address: string; readonly topics: readonly string[]; readonly data: string };
type Receipt = Readonly<Record<string, unknown>> & { readonly logs: readonly Log[] };

/** What the wrappers of a chain did in the recorded receipts, and which fields these have. */
type Seen = { wraps: number; told: number; unmatched: number; fields: Set<string> };

const folder = sharedData('evm-receipts');
const ZERO_WORD = `0x${ZERO_ADDRESS.slice(2).padStart(64, '0')}`;
const seen = new Map<string, Seen>();

describe.skipIf(folder === undefined)('real receipts agree with the catalogue', () => {
  beforeAll(async () => {
    for (const file of readdirSync(folder ?? '')) {
      const lines = createInterface({ input: createReadStream(join(folder ?? '', file)).pipe(createGunzip()) });
      for await (const line of lines) {
        const { chainId, receipt } = JSON.parse(line) as { chainId: number | null; receipt: Receipt | null };
        if (chainId !== null && receipt !== null) look(`eip155:${chainId}`, receipt);
      }
    }
  });

  test('about how wrapped assets are told', () => {
    const styles = [...seen].flatMap(([chain, { wraps, told, unmatched }]) => {
      const { events } = CATALOGUE.get(chain)?.wrapped[0] ?? {};
      if (events === undefined || wraps + told === 0) return [];
      const found = told === 0 ? 'transfer' : unmatched === told && wraps === 0 ? 'deposit_withdrawal' : 'both';
      return [`${chain} ${found} ${events}`];
    });
    expect(styles.sort()).toEqual([
      'eip155:1 deposit_withdrawal deposit_withdrawal',
      'eip155:10 deposit_withdrawal deposit_withdrawal',
      'eip155:100 deposit_withdrawal deposit_withdrawal',
      'eip155:137 deposit_withdrawal deposit_withdrawal',
      'eip155:42161 transfer transfer',
      'eip155:534352 both both',
      'eip155:56 deposit_withdrawal deposit_withdrawal',
      'eip155:8453 deposit_withdrawal deposit_withdrawal',
    ]);
  });

  test('about where fees for the data on Ethereum are told apart', () => {
    const apart = [...seen].filter(([, { fields }]) => fields.has('l1Fee')).map(([chain]) => chain);
    expect(apart.sort()).toEqual(['eip155:10', 'eip155:534352', 'eip155:8453']);
    expect(apart.map((chain) => CATALOGUE.get(chain)?.fee)).toEqual(['l1_fee', 'l1_fee', 'l1_fee']);
    expect(seen.get('eip155:42161')?.fields).toContain('gasUsedForL1');
    expect(CATALOGUE.get('eip155:42161')?.fee).toBe('execution');
  });
});

function look(chain: string, receipt: Receipt): void {
  const known = seen.get(chain) ?? { wraps: 0, told: 0, unmatched: 0, fields: new Set<string>() };
  seen.set(chain, known);
  for (const field of Object.keys(receipt)) known.fields.add(field);
  const wrapper = CATALOGUE.get(chain)?.wrapped[0]?.address;
  const own = receipt.logs.filter((log) => log.address.toLowerCase() === wrapper);
  const transfers = own
    .filter(({ topics }) => topics[0] === TRANSFER_TOPIC && topics.includes(ZERO_WORD))
    .map(amountOf);
  const events = own
    .filter(({ topics }) => topics[0] === DEPOSIT_TOPIC || topics[0] === WITHDRAWAL_TOPIC)
    .map(amountOf);
  known.wraps += transfers.length;
  known.told += events.length;
  known.unmatched += events.filter((event) => !transfers.includes(event)).length;
}

function amountOf({ data }: Log): bigint {
  return BigInt(data);
}
