import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatAccount, UTXO_POLICIES } from '@fundtrail/core';
import { createRandom } from '@fundtrail/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadDataset } from '../../src/index.ts';
import { type Harness, startHarness } from '../harness.ts';
import {
  BITCOIN,
  type CoinChain,
  coinCase,
  NOTHING_MISSING,
  output,
  ownerAccount,
  pay,
  startCoinChain,
  theftSeed,
  to,
  unaccountedCoins,
} from './coin-chain.ts';
import { EXCHANGE, makeRandomWorld, WORLD_LABELS } from './random-world.ts';

type Row = Readonly<Record<string, unknown>>;

describe('what is shown of coins', () => {
  let chain: CoinChain;
  let harness: Harness;
  beforeEach(async () => {
    chain = await startCoinChain();
    harness = await startHarness();
    await harness.deps.labels.importSet('default', WORLD_LABELS);
  });
  afterEach(async () => {
    await harness.close();
    await chain.close();
  });
  const rows = async (query: string, ...parameters: readonly unknown[]): Promise<readonly Row[]> =>
    (await harness.database.pool.query<Row>(query, [...parameters])).rows;

  it('by SQL is the same by address and by output, and all places where it ended are all that was stolen', async () => {
    const { blocks } = makeRandomWorld(createRandom(11), [output(chain.theft)], 120);
    for (const block of blocks) chain.book.mine(block);
    chain.book.mineEmpty(20);
    const seeds = [theftSeed(chain), { kind: 'account' as const, account: ownerAccount(12), fromBlock: 205 }];
    const id = await harness.tracer.cases.create(coinCase(chain.server.url, theftSeed(chain), { seeds }));
    await harness.drain();
    expect(unaccountedCoins(await harness.tracer.cases.result(id))).toEqual(NOTHING_MISSING);

    const sums =
      'policy, address, sum(received) as received, sum(resting) as resting, sum(origin_received[1]) as origin';
    const byOutput = await rows(
      `select ${sums} from tainted_outputs where case_id = $1 group by policy, address order by policy, address`,
      id,
    );
    expect(byOutput.length).toBeGreaterThan(UTXO_POLICIES.length * 5);
    expect(
      await rows(
        `select ${sums} from tainted_addresses where case_id = $1 group by policy, address order by policy, address`,
        id,
      ),
    ).toEqual(byOutput);
    // One row of an address under each policy.
    const twice =
      'select address from tainted_addresses where case_id = $1 group by policy, address having count(*) > 1';
    expect(await rows(twice, id)).toEqual([]);

    const totals =
      "select policy, kind, sum(amount) as tainted from derived.totals where case_id = $1 and measure = 'tainted' and amount > 0 group by 1, 2 order by 1, 2";
    const ended = await rows(
      'select policy, kind, sum(tainted) as tainted from terminals where case_id = $1 group by 1, 2 order by 1, 2',
      id,
    );
    expect(new Set(ended.map(({ kind }) => kind))).toEqual(
      new Set(['exchange', 'mixer', 'burn', 'resting', 'fee', 'dispersed']),
    );
    expect(ended).toEqual(await rows(totals, id));
    const differences = await rows(
      "select policy, difference from case_summary where case_id = $1 and policy <> 'poison'",
      id,
    );
    expect(differences.map(({ difference }) => difference)).toEqual(['0', '0', '0', '0']);
  });

  it('to an exchange is one deposit per address and transaction, of all outputs to it, named as the chain names it', async () => {
    const split = pay([output(chain.theft)], [to(10, 20_000_000_000n), to(11, 29_000_000_000n)]);
    const paid = pay(
      [output(split, 0), output(split, 1)],
      [to(EXCHANGE, 7_000_000_000n), to(12, 30_000_000_000n), to(EXCHANGE, 11_000_000_000n)],
    );
    chain.book.mine([split]);
    const block = chain.book.mine([paid]);
    chain.book.mineEmpty(20);
    await harness.tracer.cases.create(coinCase(chain.server.url, theftSeed(chain)));
    await harness.drain();
    const told = await rows("select body -> 'data' as data, type from ops.outbox order by created_at, type desc");
    expect(told.map(({ type }) => type)).toEqual(['org.fundtrail.deposit.detected', 'org.fundtrail.deposit.confirmed']);
    const address = formatAccount(ownerAccount(EXCHANGE));
    expect(told[0]?.data).toMatchObject({
      deposit: {
        to: address,
        tx_hash: paid.txid,
        transfer_reference: `${paid.txid}:${address.slice(BITCOIN.length + 1)}`,
        block_number: block,
        amount: { raw: '18000000000' },
        legs: ['in:0', 'in:1', 'out:0', 'out:2'],
      },
      taint: { hops: 2, amount_raw: '18000000000' },
      path: { hops: [{ tx: split.txid }, { tx: paid.txid, to: address, amount: '11000000000' }] },
    });
  });

  it('of a data set says which transactions it could not follow, and their taint is accounted for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fundtrail-coins-'));
    try {
      const split = pay([output(chain.theft)], [to(10, 20_000_000_000n), to(11, 29_000_000_000n)]);
      const blind = pay([output(split, 0)], [to(12, 19_000_000_000n)]);
      const file = join(folder, 'txs.jsonl');
      const at = (height: number): object => ({
        confirmed: true,
        block_height: height,
        block_hash: height.toString(16).padStart(64, '0'),
        block_time: 1_600_000_000 + height,
      });
      const lines = [
        { ...chain.theft, status: at(1) },
        { ...split, vin: split.vin.map((input) => ({ ...input, prevout: chain.theft.vout[0] })), status: at(2) },
        // A transaction of which the amounts of some inputs are not known.
        { ...blind, vin: blind.vin.map((input) => ({ ...input, prevout: null })), status: at(3) },
      ];
      writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      const { sha256, name } = await loadDataset(harness.deps.facts, file, harness.context.logger);
      const source = { kind: 'dataset' as const, sha256, name };
      const id = await harness.tracer.cases.create(coinCase('', theftSeed(chain), { source }));
      await harness.drain();
      const result = await harness.tracer.cases.result(id);
      expect(result.case.status).toBe('done');
      expect(unaccountedCoins(result)).toEqual(NOTHING_MISSING);
      expect(result.totals.haircut?.origin.unavailable).toEqual({
        [Object.keys(result.totals.haircut?.stolen ?? {})[0] ?? '']: '20000000000',
      });
      expect(result.case.coverage.complete).toEqual({ native: 3 });
      expect(result.case.coverage.not_seen).toEqual([
        '1 whole transaction was asked for and not told: the amounts of some inputs are not known.',
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
