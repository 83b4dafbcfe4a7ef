import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData } from '@fundtrail/testkit';
import { describe, expect, it } from 'vitest';
import { createBridgeReader } from '../../bridge-reader.ts';
import { linksOf } from '../../joined.fixture.ts';
import { madeAddress, madeNative, madeToken, madeTransaction } from '../../made.fixture.ts';
import { DEPOSIT, TORNADO, WITHDRAWAL } from './adapter.ts';
import { LISTED_POOLS, POOLS } from './pools.ts';

const reader = createBridgeReader([], [TORNADO]);
const [ALICE, BOB, RELAYER] = [madeAddress('a1'), madeAddress('b2'), madeAddress('c3')];
const WORD = `0x${'11'.repeat(32)}`;

describe('Tornado Cash in made logs of its published ABI', () => {
  it.each(POOLS.map((pool) => [pool.chain, pool.name, pool] as const))(
    'reads a deposit and a withdrawal on chain %i of %s',
    (_chain, name, pool) => {
      const { address, asset, denomination } = pool;
      const chain = `eip155:${pool.chain}`;
      const moved = (from: string, to: string, amount: bigint) =>
        asset === 'native' ? madeNative('trace:0', from, to, amount) : madeToken('log:1', asset, from, to, amount);
      const deposit = madeTransaction({
        chain,
        sender: ALICE,
        logs: [{ from: address, event: DEPOSIT, args: [WORD, 7, 1] }],
        legs: [moved(ALICE, address, denomination)],
      });
      const [source] = reader.read(deposit);
      expect(source).toMatchObject({
        side: 'source',
        asset,
        amount: denomination,
        custody: [address],
        fromAccount: ALICE,
      });
      expect(source).toMatchObject({
        key: undefined,
        toChain: undefined,
        fault: undefined,
        notes: [`pool ${name}, leaf 7`],
      });
      const withdrawal = madeTransaction({
        chain,
        logs: [{ from: address, event: WITHDRAWAL, args: [BOB, WORD, RELAYER, 9] }],
        legs: [moved(address, BOB, denomination - 9n), moved(address, RELAYER, 9n)],
      });
      const [back] = reader.read(withdrawal);
      expect(back).toMatchObject({
        side: 'destination',
        toAccount: BOB,
        amount: denomination - 9n,
        custody: [address],
        fee: 9n,
      });
      expect(back?.notes).toEqual([`pool ${name}, relayer ${RELAYER}, fee 9`]);
      expect(linksOf(TORNADO, [deposit, withdrawal])).toEqual([]);
    },
  );

  it('knows each pool once, and amounts in base units', () => {
    const places = [...POOLS, ...LISTED_POOLS].map(({ chain, address }) => `${chain} ${address}`);
    expect(new Set(places).size).toBe(places.length);
    const amounts = new Map(POOLS.map(({ chain, name, denomination }) => [`${chain} ${name}`, denomination]));
    expect(amounts.get('1 0.1 eth')).toBe(10n ** 17n);
    expect(amounts.get('1 0.1 wbtc')).toBe(10n ** 7n);
    expect(amounts.get('1 1000 usdc')).toBe(10n ** 9n);
    expect(amounts.get('1 5000000 cdai')).toBe(5_000_000n * 10n ** 8n);
  });

  it('ignores the same events of other contracts', () => {
    const log = { from: madeAddress('ee'), event: DEPOSIT, args: [WORD, 7, 1] };
    expect(reader.read(madeTransaction({ chain: 'eip155:1', logs: [log] }))).toEqual([]);
  });
});

describe.skipIf(sharedData('bridges/fixtures/tornado') === undefined)(
  'Tornado Cash in recorded caches of events',
  () => {
    const folder = sharedData('bridges/fixtures/tornado') ?? '';
    const chains: Readonly<Record<string, number>> = { ethereum: 1, arbitrum: 42161 };

    it('reads every one of them as its pool would have emitted it', () => {
      let read = 0;
      for (const file of readdirSync(folder)) {
        const [, network = '', kind, symbol, amount] = /^(\w+?)__(\w+?)_(\w+?)_([\d.]+)\.json$/.exec(file) ?? [];
        const pool = POOLS.find(({ chain, name }) => chain === chains[network] && name === `${amount} ${symbol}`);
        if (pool === undefined) throw new Error(`no pool for ${file}`);
        for (const row of JSON.parse(readFileSync(join(folder, file), 'utf8'))) {
          const isDeposit = kind === 'deposits';
          const log = isDeposit
            ? { event: DEPOSIT, args: [row.commitment, row.leafIndex, row.timestamp] }
            : { event: WITHDRAWAL, args: [row.to, row.nullifierHash, madeAddress('0'), row.fee] };
          const [leg] = reader.read(
            madeTransaction({ chain: `eip155:${pool.chain}`, logs: [{ ...log, from: pool.address }] }),
          );
          const paid = isDeposit ? pool.denomination : pool.denomination - BigInt(row.fee);
          expect(leg).toMatchObject({
            side: isDeposit ? 'source' : 'destination',
            amount: paid,
            key: undefined,
            fault: undefined,
          });
          read += 1;
        }
      }
      expect(read).toBeGreaterThan(300);
    });
  },
);
