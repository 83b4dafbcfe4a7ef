import type { HistoryRequest } from '@fundtrail/core';
import {
  asModernCore,
  type BuiltTransaction,
  createPurse,
  hasLitecoind,
  type Lock,
  type Purse,
  startUtxoNode,
  type UtxoNode,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { callsOf, opener } from './node.fixture.ts';

describe.runIf(hasLitecoind())('the history of an owner, by a node', () => {
  let node: UtxoNode;
  let purse: Purse;
  const { open, closeAll } = opener(() => node);
  let owner: Lock;
  let own: readonly BuiltTransaction[];
  /** The block that paid the owner first. */
  let first: number;
  beforeAll(async () => {
    node = await startUtxoNode({ timestamp: 1_700_000_000 });
    purse = createPurse(node, 'history');
    await purse.mineCoins(3);
    owner = purse.lock('p2sh');
    const received = await purse.pay([{ script: owner.script, amount: 5_000n }]);
    await node.mine();
    first = await node.height();
    await purse.pay([{ script: purse.lock().script, amount: 6_000n }], { inputs: purse.coins.slice(0, 1) });
    const again = await purse.pay([{ script: owner.script, amount: 7_000n }], { inputs: purse.coins.slice(0, 1) });
    await node.mine(2);
    const inputs = purse.coins.filter(({ lock }) => lock === owner);
    const paid = await purse.pay([], { inputs });
    await node.mine();
    own = [received, again, paid];
  });
  afterEach(closeAll);
  afterAll(() => node?.stop());

  const asking = async (more: Partial<HistoryRequest> = {}): Promise<HistoryRequest> => ({
    chain: node.chain,
    address: owner.script,
    kinds: ['native', 'token'],
    fromBlock: first,
    toBlock: await node.height(),
    maxRows: 100,
    ...more,
  });

  test('holds what pays the owner and what spends its coins', async () => {
    const { source, proxy } = await open([asModernCore]);
    const request = await asking();
    const { transactions, coverage, contracts } = await source.history(request);
    expect(transactions.map(({ hash }) => hash)).toEqual(own.map(({ hash }) => hash));
    expect(contracts).toEqual([]);
    expect(coverage.map(({ kind, status, fromBlock, toBlock }) => [kind, status, fromBlock, toBlock])).toEqual([
      ['native', 'complete', first, request.toBlock],
      ['token', 'complete', first, request.toBlock],
    ]);
    expect(callsOf(proxy)).toMatchObject({ getblockhash: 4, getblock: 4 });
    expect(callsOf(proxy)).not.toHaveProperty('getrawtransaction');
  });

  test('holds spends of coins that were received before the range, where the node tells what inputs spend', async () => {
    const { source } = await open([asModernCore]);
    const { transactions } = await source.history(await asking({ fromBlock: first + 3 }));
    expect(transactions.map(({ hash }) => hash)).toEqual([own[2]?.hash]);
  });

  test('is whole from the first block on with an older node, and unavailable from a later one on', async () => {
    const { source } = await open();
    const whole = await source.history(await asking({ fromBlock: 0 }));
    expect(whole.transactions.map(({ hash }) => hash)).toEqual(own.map(({ hash }) => hash));
    expect(whole.coverage[0]).toMatchObject({ status: 'complete', fromBlock: 0 });
    const later = await source.history(await asking());
    expect(later.transactions).toEqual([]);
    expect(later.coverage).toMatchObject([{ status: 'unavailable', reason: /does not tell what inputs spend/ }, {}]);
  });

  test('is truncated where more blocks or rows than are allowed would be read, at what was reached', async () => {
    const { source } = await open([asModernCore], { maxScanBlocks: 2 });
    const blocks = await source.history(await asking());
    expect(blocks.transactions.map(({ hash }) => hash)).toEqual([own[0]?.hash, own[1]?.hash]);
    expect(blocks.coverage[0]).toMatchObject({ status: 'truncated', toBlock: first + 1, reason: /at most 2 blocks/ });
    const rows = await source.history(await asking({ maxRows: 0 }));
    expect(rows.coverage[0]).toMatchObject({ status: 'truncated', toBlock: first, reason: 'more than 0 rows' });
  });
});
