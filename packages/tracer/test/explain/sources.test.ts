import { createProtocols } from '@fundtrail/attribution';
import { createBridgeReader } from '@fundtrail/bridges';
import { createExplorerSource, createRpcSource, type RpcSource, readRecord } from '@fundtrail/chains';
import {
  type Context,
  createLogger,
  createSystemClock,
  formatAccount,
  type Hash,
  type Source,
  type TransactionFact,
} from '@fundtrail/core';
import {
  type Anvil,
  type Chain,
  type NodeExplorer,
  openChain,
  playTheft,
  type Story,
  startAnvil,
  startNodeExplorer,
} from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExplain, readTransaction } from '../../src/index.ts';

const CHAIN = 'eip155:31337';
const context: Context = {
  logger: createLogger({ level: 'silent' }),
  clock: createSystemClock(),
  signal: new AbortController().signal,
};
const explain = createExplain(createProtocols(), createBridgeReader());

describe('a transaction of a local chain', () => {
  let anvil: Anvil;
  let chain: Chain;
  let story: Story;
  let node: RpcSource;
  let api: NodeExplorer;
  let explorer: Source;
  let facts: readonly TransactionFact[];

  beforeAll(async () => {
    anvil = await startAnvil();
    chain = openChain(anvil.url);
    story = await playTheft({ url: anvil.url });
    api = await startNodeExplorer({ target: anvil.url });
    const { wrapped } = story;
    node = await createRpcSource({ url: anvil.url, context, wrapped });
    const limiter = { take: async () => undefined, slowDown: async () => undefined };
    explorer = createExplorerSource({ url: api.url, chain: CHAIN, context, limiter, wrapped });
    const { block: head } = await node.head(CHAIN);
    const blocks = await Promise.all(Array.from({ length: head + 1 }, (_, number) => node.block(CHAIN, number)));
    facts = blocks.flatMap((block) => block.transactions);
  });
  afterAll(async () => {
    await node?.close();
    await explorer?.close();
    await api?.close();
    await anvil?.stop();
  });

  /** The record of a transaction as somebody would make it by hand: the node's own answers and the explorer's own rows. */
  const record = async (hash: Hash): Promise<unknown> => {
    const [tx, receipt] = await Promise.all([
      chain.ask('eth_getTransactionByHash', [hash]),
      chain.ask('eth_getTransactionReceipt', [hash]),
    ]);
    const { blockNumber } = receipt as { readonly blockNumber: string };
    const block = await chain.ask('eth_getBlockByNumber', [blockNumber, false]);
    const query = new URLSearchParams({ chainid: '31337', module: 'account', action: 'txlistinternal', txhash: hash });
    const answer = (await (await fetch(`${api.url}?${query}`)).json()) as { readonly result: unknown };
    const internal = Array.isArray(answer.result) ? answer.result : [];
    const { timestamp } = block as { readonly timestamp: string };
    return { chainId: 31337, hash, tx, receipt, internal, blockTimestamp: Number(timestamp) };
  };

  it('is explained alike from a node, from an explorer and from a record', async () => {
    const sent = facts.filter((fact) => fact.sender !== undefined);
    expect(sent.length).toBeGreaterThan(20);
    for (const { hash } of sent) {
      const { explanation } = explain(await readTransaction(node, CHAIN, hash));
      expect(explain(await readTransaction(explorer, CHAIN, hash)).explanation, hash).toEqual(explanation);
      const read = readRecord(await record(hash), { wrapped: () => story.wrapped });
      expect(explain(read).explanation, hash).toEqual(explanation);
    }
  });

  it('that bought a token through the real router is a conversion of its sender, native leg and all', async () => {
    const { router, token } = story.contracts;
    const wallets = new Set(story.cast.wallets);
    const bought = facts.filter(
      (fact) => wallets.has(fact.sender ?? '') && fact.legs.some((leg) => leg.kind === 'native' && leg.to === router),
    );
    expect(bought.length).toBeGreaterThan(0);
    for (const { hash, sender = '', legs } of bought) {
      const { explanation } = explain(await readTransaction(node, CHAIN, hash));
      const paid = legs.find((leg) => leg.kind === 'native')?.amount;
      const got = legs.filter((leg) => leg.asset === token).at(-1)?.amount;
      expect(explanation.conversions, hash).toMatchObject([
        {
          account: formatAccount(`${CHAIN}:${sender}`),
          gave: [{ asset: `${CHAIN}/slip44:60`, amount: String(paid) }],
          got: [{ amount: String(got) }],
        },
      ]);
      expect(explanation.notes).toEqual([]);
    }
  });

  it('that the source does not know is not found, whichever the source', async () => {
    const unknown = `0x${'5'.repeat(64)}`;
    for (const source of [node, explorer]) {
      await expect(readTransaction(source, CHAIN, unknown)).rejects.toMatchObject({
        code: 'not_found',
        remedy: expect.stringContaining('Check the hash'),
      });
    }
  });
});
