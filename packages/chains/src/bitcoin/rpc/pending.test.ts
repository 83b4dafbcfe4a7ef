import { ownerOf } from '@fundtrail/core';
import {
  asModernCore,
  createPurse,
  hasLitecoind,
  type NodeFault,
  type Purse,
  startUtxoNode,
  type UtxoNode,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callsOf, opener } from './node.fixture.ts';

const REPLACING_FEE = 50_000n;
const WAYS: readonly (readonly [string, readonly NodeFault[]])[] = [
  ['a node that tells spenders', [asModernCore]],
  ['an older node', []],
];

describe.runIf(hasLitecoind())('what waits in the mempool', () => {
  let node: UtxoNode;
  let purse: Purse;
  const { open, closeAll } = opener(() => node);
  beforeAll(async () => {
    node = await startUtxoNode({ timestamp: 1_700_000_000 });
    purse = createPurse(node, 'pending');
    await purse.mineCoins(8);
  });
  beforeEach(async () => {
    await node.mine();
  });
  afterEach(closeAll);
  afterAll(() => node?.stop());

  test.each(WAYS)('is told with what it would make, on %s', async (_, faults) => {
    const { source } = await open(faults);
    const [one, other] = purse.coins;
    if (one === undefined || other === undefined) throw new TypeError('the purse has no coins');
    const waits = await purse.pay([{ script: purse.lock('p2tr').script, amount: 5n }], { inputs: [one] });
    await purse.pay([], { inputs: purse.coins.slice(-1) });
    const coins = [waits.inputs[0] ?? '', `0xff${other.tx.slice(2)}00000000`];
    expect(await source.pending(node.chain, coins)).toEqual([
      {
        coin: waits.inputs[0],
        tx: waits.hash,
        outputs: waits.outputs.map(({ script, amount }) => ({ owner: ownerOf(script), amount })),
      },
    ]);
    await node.mine();
    expect(await source.pending(node.chain, coins)).toEqual([]);
    expect(await source.pending(node.chain, [])).toEqual([]);
  });

  test.each(WAYS)('vanishes when another takes its place, on %s', async (_, faults) => {
    const { source } = await open(faults);
    const inputs = purse.coins.slice(0, 1);
    const first = await purse.pay([], { inputs, rbf: true });
    const coins = [...first.inputs];
    expect(await source.pending(node.chain, coins)).toMatchObject([{ tx: first.hash }]);
    const second = await purse.pay([], { inputs, fee: REPLACING_FEE });
    expect(await source.pending(node.chain, coins)).toMatchObject([{ coin: coins[0], tx: second.hash }]);
  });

  test('costs an older node one request a look and one for each new transaction, only once', async () => {
    const { source, proxy } = await open();
    const inputs = purse.coins.slice(0, 1);
    const first = await purse.pay([], { inputs });
    await purse.pay([], { inputs: purse.coins.slice(-1) });
    const coins = [...first.inputs];
    for (let look = 0; look < 3; look += 1) await source.pending(node.chain, coins);
    // Two that wait, and the outputs of the one that matters.
    expect(callsOf(proxy)).toEqual({ gettxspendingprevout: 1, getrawmempool: 3, getrawtransaction: 3 });
    await purse.pay([], { inputs: purse.coins.slice(-1) });
    await source.pending(node.chain, coins);
    expect(callsOf(proxy)).toEqual({ gettxspendingprevout: 1, getrawmempool: 4, getrawtransaction: 4 });
  });
});
