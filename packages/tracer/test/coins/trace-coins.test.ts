import { formatAccount, type Label } from '@fundtrail/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
import { script } from './made.ts';

const EXCHANGE = 900;
const LABELS: readonly Label[] = [
  {
    chain: BITCOIN,
    address: script(EXCHANGE),
    entity: 'Some exchange',
    category: 'exchange',
    confidence: 100,
    source: 'test',
  },
];

describe('a theft of coins that an Esplora tells of', () => {
  let chain: CoinChain;
  let harness: Harness;
  beforeEach(async () => {
    chain = await startCoinChain();
    harness = await startHarness();
    await harness.deps.labels.importSet('default', LABELS);
  });
  afterEach(async () => {
    await harness.close();
    await chain.close();
  });

  async function trace(seed = theftSeed(chain)) {
    const id = await harness.tracer.cases.create(coinCase(chain.server.url, seed));
    await harness.drain();
    return { id, result: await harness.tracer.cases.result(id) };
  }

  /** Hops of one payment of 1 % each; the last change rests. @returns the last transaction */
  function peel(hops: number, receiver: (hop: number) => number) {
    let last = chain.theft;
    for (let hop = 0; hop < hops; hop += 1) {
      const from = output(last, last === chain.theft ? 0 : 1);
      const held = BigInt(from.spent.amount);
      const paid = held / 100n;
      last = pay([from], [to(receiver(hop), paid), to(1_000 + hop, held - paid - 500n)]);
      chain.book.mine([last]);
    }
    return last;
  }

  it('is followed through a chain of peels to the last satoshi, at two requests a transaction, and none when done again', async () => {
    const last = peel(60, (hop) => (hop % 2 === 0 ? EXCHANGE : 2_000 + hop));
    chain.book.mineEmpty(30);
    const { result, id } = await trace();
    expect(result.case.status).toBe('done');
    expect(unaccountedCoins(result)).toEqual(NOTHING_MISSING);
    expect(result.flows).toHaveLength(120);
    const rest = result.accounts.find((row) => row.output === `${last.txid}:1`);
    expect(rest).toMatchObject({
      account: formatAccount(ownerAccount(1_059)),
      spent_by: null,
      hops: 60,
      terminal: { kind: 'resting' },
    });
    expect(result.accounts.filter((row) => row.terminal?.kind === 'exchange')).toHaveLength(30);
    expect(result.case.coverage.not_seen).toEqual([]);
    const byRoute = chain.server.requests().byRoute;
    expect(byRoute.get('/tx/:txid')).toBe(61);
    expect(byRoute.get('/tx/:txid/outspends')).toBe(61);
    chain.server.forget();
    await trace();
    expect(chain.server.requests().total).toBe(0);
    expect(await harness.tracer.cases.path(id, ownerAccount(1_059))).toMatchObject([{ steps: { length: 60 } }]);
  });

  it('goes on through fan-outs, consolidations and what lies in one block', async () => {
    const stolen = BigInt(output(chain.theft).spent.amount);
    const fan = pay(
      [output(chain.theft)],
      Array.from({ length: 40 }, (_, n) => to(100 + n, (stolen - 4_000n) / 40n)),
    );
    const half = pay(
      Array.from({ length: 20 }, (_, n) => output(fan, n)),
      [to(300, ((stolen - 4_000n) / 40n) * 20n - 2_000n)],
    );
    const joined = pay(
      [output(half), output(fan, 20)],
      [to(EXCHANGE, 5_000_000_000n), to(301, BigInt(half.vout[0]?.value ?? 0) - 3_900_000_000n)],
    );
    // The Esplora does not tell places in a block: parents come first all the same.
    chain.book.mine([fan, half, joined]);
    chain.book.mineEmpty(10);
    const { result } = await trace();
    expect(unaccountedCoins(result)).toEqual(NOTHING_MISSING);
    expect(result.accounts.filter((row) => row.spent_by === joined.txid)).toHaveLength(2);
    const deposit = result.flows.find((flow) => flow.to === formatAccount(ownerAccount(EXCHANGE)));
    expect(deposit).toMatchObject({ tx: joined.txid, amount: '5000000000', tainted: { haircut: '5000000000' } });
    expect(deposit?.legs).toEqual(['in:0', 'in:1', 'out:0']);
  });

  it('is what went to one output, where only that is named', async () => {
    const split = pay([output(chain.theft)], [to(10, 20_000_000_000n), to(11, 29_000_000_000n)]);
    chain.book.mine([split]);
    const { result } = await trace({
      kind: 'transaction',
      chain: BITCOIN,
      hash: split.hash,
      account: `${BITCOIN}:${output(split, 1).coin}`,
    });
    expect(Object.values(result.totals.haircut?.stolen ?? {})).toEqual(['29000000000']);
    expect(result.seeds[0]).toMatchObject({ tx: split.txid, account: `${BITCOIN}:${split.txid}:1` });
  });

  it('is what an address held at a height and received later, where that is named', async () => {
    const early = pay([output(chain.theft)], [to(20, 10_000_000_000n), to(21, 39_000_000_000n)]);
    const height = chain.book.mine([early]);
    const gone = pay([output(early, 0)], [to(22, 9_000_000_000n), to(20, 900_000_000n)]);
    chain.book.mine([gone]);
    const late = pay([output(early, 1)], [to(20, 38_000_000_000n)]);
    chain.book.mine([late]);
    chain.book.mineEmpty(3);
    const { result } = await trace({ kind: 'account', account: ownerAccount(20), fromBlock: height + 2 });
    expect(Object.values(result.totals.fifo?.stolen ?? {})).toEqual(['38900000000']);
    expect(unaccountedCoins(result)).toEqual(NOTHING_MISSING);
  });

  it.each([
    ['of an output that does not exist', 5, /has no output 5/],
    ['of a transaction that nobody knows', undefined, /no such transaction/i],
  ])('is refused with a seed %s, and nothing is stored', async (_what, place, words) => {
    const hash = place === undefined ? (`0x${'cd'.repeat(32)}` as const) : chain.theft.hash;
    const account =
      place === undefined ? {} : { account: `${BITCOIN}:${output(chain.theft).coin.slice(0, -8)}${'00000005'}` };
    await expect(trace({ kind: 'transaction', chain: BITCOIN, hash, ...account })).rejects.toThrow(words);
    expect(await harness.tracer.cases.list()).toEqual([]);
  });

  it('is refused while its transaction waits to be mined', async () => {
    const waiting = pay([output(chain.theft)], [to(30, 1_000n)]);
    chain.book.wait(waiting);
    await expect(trace({ kind: 'transaction', chain: BITCOIN, hash: waiting.hash })).rejects.toThrow(/mempool|mined/);
  });
});
