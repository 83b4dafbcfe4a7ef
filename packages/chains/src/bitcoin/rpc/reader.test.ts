import { InputError, ownerOf, PLACE_UNKNOWN, SourceError, TRANSFER_KINDS } from '@fundtrail/core';
import {
  asModernCore,
  type BuiltTransaction,
  createPurse,
  dataOutput,
  hasLitecoind,
  on,
  type Purse,
  SCRIPT_FORMS,
  startUtxoNode,
  type UtxoNode,
} from '@fundtrail/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hastyContext } from '../../evm/rpc/test-support.ts';
import { callsOf, idOf, legsOf, opener } from './node.fixture.ts';
import { createCoreSource } from './source.ts';

const STARTED = 1_700_000_000;
const refusesVerbosity3 = on(
  ({ method, params }) => method === 'getblock' && params[1] === 3,
  async () => ({ kind: 'error', code: -8, message: 'Verbosity must be in range from 0 to 2' }),
);
const withoutIndex = on(
  ({ method, params }) => method === 'getrawtransaction' && params[2] === undefined,
  async () => ({
    kind: 'error',
    code: -5,
    message:
      'No such mempool transaction. Use -txindex or provide a block hash to enable blockchain transaction queries.',
  }),
);

describe.runIf(hasLitecoind())('blocks and transactions of a node', () => {
  let node: UtxoNode;
  let purse: Purse;
  const { open, closeAll } = opener(() => node);
  /** Blocks: `parent` and `child` in one, `after` in the next. */
  let parent: BuiltTransaction;
  let child: BuiltTransaction;
  let after: BuiltTransaction;
  let height: number;
  beforeAll(async () => {
    node = await startUtxoNode({ timestamp: STARTED });
    purse = createPurse(node, 'reader');
    await purse.mineCoins(2);
    const forms = SCRIPT_FORMS.map((form, at) => ({ script: purse.lock(form).script, amount: BigInt(at) + 1n }));
    parent = await purse.pay([...forms, dataOutput('to whom it may concern')], { inputs: purse.coins.slice(0, 1) });
    child = await purse.pay([], { inputs: purse.coins.filter(({ tx }) => tx === parent.hash) });
    await node.mine();
    after = await purse.pay([{ script: purse.lock('p2tr').script, amount: 123_456_789n }], {
      inputs: purse.coins.filter(({ tx }) => tx === child.hash),
    });
    await node.mine();
    height = await node.height();
  });
  afterEach(closeAll);
  afterAll(() => node?.stop());

  test('a node that tells previous outputs gives whole facts, in two requests a block', async () => {
    const { source, proxy } = await open([asModernCore]);
    const block = await source.block(node.chain, height - 1);
    expect(callsOf(proxy)).toEqual({ getblockhash: 1, getblock: 1 });
    const [coinbase, first, second, ...others] = block.transactions;
    expect(others).toEqual([]);
    expect(coinbase?.legs.map(({ kind }) => kind)).toEqual(['output', 'output']);
    expect(block).toMatchObject({ number: height - 1, hash: await node.hashAt(height - 1), contracts: [] });
    expect(block.parentHash).toBe(await node.hashAt(height - 2));
    expect(first).toMatchObject({
      hash: parent.hash,
      index: 1,
      block: height - 1,
      blockHash: block.hash,
      time: block.time,
      whole: TRANSFER_KINDS,
      legs: legsOf(parent, [5_000_000_000n]),
    });
    expect(second).toMatchObject({ hash: child.hash, index: 2, whole: TRANSFER_KINDS });
    expect(second?.legs.slice(0, 3)).toMatchObject([{ amount: 1n }, { amount: 2n }, { amount: 3n }]);
    expect(first?.legs.slice(1).map(({ owner }) => owner)).toEqual(parent.outputs.map(({ script }) => ownerOf(script)));
  });

  test('an older node lacks the amounts of inputs, but for what the block itself made', async () => {
    const { source, proxy } = await open();
    const { transactions } = await source.block(node.chain, height - 1);
    expect(callsOf(proxy)).toEqual({ getblockhash: 1, getblock: 1 });
    const [, first, second] = transactions;
    expect(first).toMatchObject({ index: 1, blockHash: await node.hashAt(height - 1), whole: [] });
    expect(first?.legs[0]).toMatchObject({ kind: 'input', from: parent.inputs[0], amount: 0n });
    expect(first?.legs[0]).not.toHaveProperty('owner');
    expect(second?.whole).toEqual(TRANSFER_KINDS);
  });

  test('a node that refuses verbosity 3 is asked for 2, and not for 3 again', async () => {
    const { source, proxy } = await open([refusesVerbosity3]);
    await source.block(node.chain, height - 1);
    await source.block(node.chain, height);
    const asked = proxy.seen.filter(({ method }) => method === 'getblock').map(({ params }) => params[1]);
    expect(asked).toEqual([3, 2, 2]);
  });

  test('a transaction is whole on every node; previous ones are asked for where they are not told', async () => {
    const facts = [];
    for (const [faults, calls] of [
      [[asModernCore], { getrawtransaction: 1, getblockheader: 1 }],
      [[], { getrawtransaction: 2, getblockheader: 1 }],
    ] as const) {
      const { source, proxy } = await open(faults);
      facts.push(await source.transaction(node.chain, after.hash));
      expect(callsOf(proxy)).toEqual(calls);
    }
    expect(facts[0]).toEqual(facts[1]);
    expect(facts[0]).toMatchObject({
      block: height,
      blockHash: await node.hashAt(height),
      index: PLACE_UNKNOWN,
      whole: TRANSFER_KINDS,
      legs: legsOf(after, [child.outputs[0]?.amount ?? 0n]),
    });
  });

  test('a transaction of a block that was read lately has its place, without a request for the block', async () => {
    const { source, proxy } = await open([asModernCore]);
    const block = await source.block(node.chain, height - 1);
    expect(await source.transaction(node.chain, child.hash)).toEqual(block.transactions[2]);
    expect(callsOf(proxy)).toEqual({ getblockhash: 1, getblock: 1, getrawtransaction: 1 });
  });

  test('head, header and what is final', async () => {
    const { source, proxy } = await open();
    expect(await source.head(node.chain)).toEqual({
      block: height,
      hash: await node.hashAt(height),
      time: (await source.header(node.chain, height)).time,
    });
    expect(callsOf(proxy)).toEqual({ getblockchaininfo: 1, getblockheader: 2, getblockhash: 1 });
    const { transactions: _, contracts: __, ...header } = await source.block(node.chain, 100);
    expect(await source.header(node.chain, 100)).toEqual(header);
    expect(await source.finalized(node.chain)).toBe(height - 99);
    await expect(source.block(node.chain, height + 1)).rejects.toMatchObject({ failure: 'refused' });
    await expect(source.header(node.chain, height + 1)).rejects.toMatchObject({ failure: 'refused' });
    expect(await source.isContract(node.chain, purse.lock().script)).toBe(false);
  });

  test('what waits, what is unknown and what was taken back are refused, each in its words', async () => {
    const waits = await purse.pay([], { inputs: purse.coins.filter(({ tx }) => tx === after.hash) });
    const { source } = await open();
    const failed = async (hash: string) => source.transaction(node.chain, hash).then(String, (error: unknown) => error);
    expect(await failed(waits.hash)).toMatchObject({
      failure: 'refused',
      message: `${source.id}: transaction ${idOf(waits.hash)} waits in the mempool: it is in no block yet`,
    });
    expect(await failed(`0x${'1'.repeat(64)}`)).toMatchObject({ failure: 'refused' });
  });

  test('a node without an index says what to do, and finds what is in blocks that were read', async () => {
    const { source } = await open([withoutIndex]);
    await expect(source.transaction(node.chain, after.hash)).rejects.toMatchObject({
      failure: 'unsupported',
      remedy: 'Start the node with -txindex=1, or name a source that has an index, such as an Esplora.',
    });
    await source.block(node.chain, height - 1);
    await source.block(node.chain, height);
    expect(await source.transaction(node.chain, after.hash)).toMatchObject({ block: height, whole: TRANSFER_KINDS });
  });

  test('a node of another chain is refused, with both names', async () => {
    const other = 'bip122:000000000019d6689c085ae165831e93';
    const opening = createCoreSource({ url: node.url, chain: other, context: hastyContext() });
    await expect(opening).rejects.toThrow(InputError);
    await expect(opening).rejects.toThrow(new RegExp(`is a node of ${node.chain}, not of ${other}`));
    const { source } = await open();
    await expect(source.block(other, 1)).rejects.toThrow(InputError);
  });

  test('user and password are in no id and no error', async () => {
    const url = node.url.replace('regtest-only', 'not-the-password');
    const opening = createCoreSource({ url, chain: node.chain, context: hastyContext() });
    const error = await opening.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ failure: 'unauthorized', source: `rpc:${new URL(url).host}` });
    expect(JSON.stringify([error, String(error)])).not.toMatch(/not-the-password|fundtrail:/);
    const source = await createCoreSource({ url: node.url, chain: node.chain, context: hastyContext() });
    expect((await source.head(node.chain)).block).toBe(await node.height());
    await source.close();
  });
});
