import type { SourceError } from '@fundtrail/core';
import {
  answering,
  asModernCore,
  createPurse,
  cut,
  firstTimes,
  hasLitecoind,
  html,
  type NodeFault,
  on,
  type Purse,
  serverError,
  startUtxoNode,
  type UtxoNode,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hastyContext } from '../../evm/rpc/test-support.ts';
import { callsOf, opener } from './node.fixture.ts';
import { createCoreSource } from './source.ts';

/** On regtest: so many blocks make one final. */
const FINAL_AFTER = 100;

const error = (code: number, message: string, status = 500): NodeFault =>
  answering({ kind: 'error', code, message, status });

type Json = Readonly<Record<string, unknown>>;
/** A fault of `getblock`: its result is changed on its way. */
const changed = (change: (block: Json) => unknown): NodeFault =>
  on('getblock', async (call, next) => {
    const answer = await next(call);
    return answer.kind === 'result' ? { kind: 'result', result: change(answer.result as Json) } : answer;
  });
const inFirst = (change: (transaction: Json) => Json) =>
  changed((block) => {
    const [first, ...others] = block.tx as readonly Json[];
    return { ...block, tx: [change(first ?? {}), ...others] };
  });
const ofOutput = (change: Json) =>
  inFirst((transaction) => {
    const [first, ...others] = transaction.vout as readonly Json[];
    return { ...transaction, vout: [{ ...first, ...change }, ...others] };
  });

describe.runIf(hasLitecoind())('a node that fails', () => {
  let node: UtxoNode;
  let purse: Purse;
  const { open, closeAll } = opener(() => node);
  beforeAll(async () => {
    node = await startUtxoNode({ timestamp: 1_700_000_000 });
    purse = createPurse(node, 'faults');
    await purse.mineCoins(1);
    await purse.pay([{ script: purse.lock().script, amount: 1n }]);
    await node.mine();
  });
  afterEach(closeAll);
  afterAll(() => node?.stop());

  test.each<readonly [string, NodeFault]>([
    ['is warming up', error(-28, 'Loading block index...')],
    ['has no room for more work', answering({ kind: 'http', status: 503, body: 'Work queue depth exceeded' })],
    ['runs into an internal error', error(-32_603, 'Internal error')],
    ['answers with a page', html],
    ['answers with half of it', cut],
    ['breaks off', answering({ kind: 'reset' })],
    ['has a gateway that fails', serverError(502)],
    [
      'is still indexing',
      error(-5, 'No such mempool transaction. Blockchain transactions are still in the process of being indexed.'),
    ],
  ])('and %s is asked again', async (_, fault) => {
    const { source, proxy } = await open([on('getblock', firstTimes(1, fault))]);
    expect((await source.block(node.chain, 102)).transactions).toHaveLength(2);
    expect(callsOf(proxy)).toEqual({ getblockhash: 1, getblock: 2 });
  });

  test.each<readonly [string, NodeFault, Partial<SourceError>]>([
    ['asks for another password', answering({ kind: 'http', status: 401 }), { failure: 'unauthorized' }],
    ['shuts out', answering({ kind: 'http', status: 403 }), { failure: 'unauthorized' }],
    ['lacks the method', error(-32_601, 'Method not found', 404), { failure: 'unsupported' }],
    [
      'has pruned the block',
      error(-1, 'Block not available (pruned data)'),
      { failure: 'refused', remedy: 'Use a node that keeps all blocks (without -prune), or an Esplora.' },
    ],
    [
      'answers with text',
      answering({ kind: 'http', status: 200, body: 'JSONRPC server handles only POST' }),
      { failure: 'malformed' },
    ],
  ])('because it %s says so', async (_, fault, expected) => {
    const { source } = await open([on('getblock', fault)]);
    await expect(source.block(node.chain, 102)).rejects.toMatchObject(expected);
  });

  test.each<readonly [string, NodeFault, RegExp]>([
    ['more than eight decimals', ofOutput({ value: 0.123456789 }), /vout\[0\]\.value.*more than 8 decimals/],
    ['a negative amount', ofOutput({ value: -1 }), /"-1" is not an amount/],
    ['an amount as text', ofOutput({ value: 'fifty' }), /"fifty" is not an amount/],
    ['a script that is none', ofOutput({ scriptPubKey: { hex: 'xyz' } }), /scriptPubKey\.hex/],
    ['an output at another place', ofOutput({ n: 7 }), /7 stands at place 0/],
    ['another id', inFirst((transaction) => ({ ...transaction, txid: '12'.repeat(32) })), /do not make its merkleroot/],
    ['too few transactions', changed((block) => ({ ...block, tx: (block.tx as Json[]).slice(1) })), /merkleroot/],
    ['no transactions', changed(({ tx: _, ...block }) => block), /tx: is missing/],
    ['another block', changed((block) => ({ ...block, height: 7 })), /told block 7 /],
    ['null', changed(() => null), /null is not an object/],
  ])('by telling %s is not believed', async (_, fault, words) => {
    const { source } = await open([fault]);
    await expect(source.block(node.chain, 102)).rejects.toThrow(words);
    await expect(source.block(node.chain, 102)).rejects.toMatchObject({ failure: 'malformed' });
  });

  test('by telling more outputs than inputs is not believed', async () => {
    const fault: NodeFault = on('getblock', async (call, next) => {
      const answer = await next(call);
      const text = JSON.stringify(answer).replaceAll('"value":50,', '"value":1,');
      return JSON.parse(text);
    });
    const { source } = await open([fault, asModernCore]);
    await expect(source.block(node.chain, 102)).rejects.toThrow(/more than it spends/);
  });

  test('when it is opened gives its failure, and no chain is assumed', async () => {
    const dead = { url: 'http://127.0.0.1:1', chain: node.chain, context: hastyContext() };
    await expect(createCoreSource(dead)).rejects.toMatchObject({ failure: 'unreachable' });
    await expect(createCoreSource({ ...dead, url: 'not a url' })).rejects.toThrow(/not the URL of a node/);
  });

  describe('while its chain is reorganised', () => {
    test('is read anew, and what was read belongs together', async () => {
      const block = await node.height();
      const coin = { coin: purse.coins[0], block: block - 1 };
      if (coin.coin === undefined) throw new TypeError('the purse has no coin');
      const asked = { coin: `0xff${coin.coin.tx.slice(2)}${coin.coin.place.toString(16).padStart(8, '0')}`, block };
      await node.mine(3);
      const reorganise = async (): Promise<void> => {
        await node.invalidate(await node.hashAt(block + 1));
        await node.mine(4, purse.lock().script);
      };
      let reorganised: Promise<void> | undefined;
      /** From the first question about the third block on, all wait until the chain is another one. */
      const inBetween: NodeFault = async (call, next) => {
        if (call.method === 'getblockhash' && call.params[0] === block + 2) reorganised ??= reorganise();
        await reorganised;
        return next(call);
      };
      const { source, proxy } = await open([inBetween]);
      const told: string[] = [];
      const { coverage } = await source.spends({
        chain: node.chain,
        coins: [asked],
        toBlock: block + 3,
        maxTransactions: 10,
        onward: (fact) => {
          told.push(fact.hash);
          return [];
        },
      });
      expect(coverage).toMatchObject([{ status: 'complete', toBlock: block + 3 }]);
      expect(callsOf(proxy).getblock).toBeGreaterThan(4);
      expect(new Set(told).size).toBe(told.length);
    });

    test.each(['header', 'spends'] as const)(
      'believes no block (%s) that was final, after all, and was taken back',
      async (how) => {
        const owner = createPurse(node, `final ${how}`);
        await owner.mineCoins(1);
        const paid = await owner.pay([]);
        await node.mine();
        const block = await node.height();
        await node.mine(FINAL_AFTER + 5);
        const { source } = await open();
        const coins = [{ coin: paid.outputs[0]?.coin ?? '', block }];
        const spends = () =>
          source.spends({ chain: node.chain, coins, toBlock: block + FINAL_AFTER + 5, maxTransactions: 9 });
        expect((await spends()).transactions).toEqual([]);
        await node.invalidate(await node.hashAt(block + 2));
        const back = await owner.pay([]);
        expect(back.inputs).toEqual([paid.outputs[0]?.coin]);
        await node.mine(FINAL_AFTER + 10, owner.lock().script);
        if (how === 'header') {
          expect((await source.header(node.chain, block + 2)).hash).toBe(await node.hashAt(block + 2));
        } else expect((await spends()).transactions).toMatchObject([{ hash: back.hash, block: block + 2 }]);
      },
    );

    test('does not tell a transaction of a block that was taken back', async () => {
      const paid = await purse.pay([{ script: purse.lock().script, amount: 5n }]);
      const [old = ''] = await node.mine();
      const { source } = await open();
      const height = await node.height();
      expect((await source.block(node.chain, height)).transactions[1]?.hash).toBe(paid.hash);
      await node.invalidate(old);
      await expect(source.transaction(node.chain, paid.hash)).rejects.toMatchObject({
        failure: 'refused',
        message: expect.stringContaining('waits in the mempool'),
      });
      await node.mine(1, purse.lock().script);
      expect(await source.transaction(node.chain, paid.hash)).toMatchObject({ blockHash: await node.hashAt(height) });
    });
  });
});
