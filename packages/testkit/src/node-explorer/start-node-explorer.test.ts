import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Chain, openChain } from '../anvil/chain.ts';
import { keepAllBut } from '../anvil/reorg.ts';
import { type Anvil, startAnvil } from '../anvil/start-anvil.ts';
import { playTheft } from '../theft/play-theft.ts';
import type { Story } from '../theft/story.ts';
import { type NodeExplorer, startNodeExplorer } from './start-node-explorer.ts';

const ETHER = 10n ** 18n;
/** Of the story's token, all of it first with the market's maker. */
const SUPPLY = 8_000_000n * ETHER;
const ZERO = `0x${'0'.repeat(40)}`;

type Row = Readonly<Record<string, string>>;
type Answer = { readonly status: string; readonly message: string; readonly result: unknown };

describe('the explorer of a local chain', () => {
  let anvil: Anvil;
  let chain: Chain;
  let explorer: NodeExplorer;
  let story: Story;

  beforeAll(async () => {
    anvil = await startAnvil({ secondsBetweenBlocks: 1 });
    chain = openChain(anvil.url);
    story = await playTheft({ url: anvil.url });
    explorer = await startNodeExplorer({ target: anvil.url });
  });
  afterAll(async () => {
    await explorer?.close();
    await anvil?.stop();
  });

  const ask = async (question: Record<string, string>, url = explorer.url): Promise<Answer> =>
    (await (
      await fetch(`${url}?${new URLSearchParams({ chainid: '31337', module: 'account', ...question })}`)
    ).json()) as Answer;
  const rows = async (action: string, address: string, more: Record<string, string> = {}): Promise<Row[]> =>
    (await ask({ action, address, ...more })).result as Row[];
  const devAccounts = async (): Promise<string[]> => (await chain.ask('eth_accounts')) as string[];
  const num = (row: Row, field: string): bigint => BigInt(row[field] ?? '0');

  test('tells every balance: its lists add up to what everybody holds', async () => {
    const { cast, contracts, expected } = story;
    const opening = new Map((await devAccounts()).map((address) => [address, 10_000n * ETHER]));
    const held = new Map(expected.holdings.map((holding) => [`${holding.address} ${holding.asset}`, holding.amount]));
    const people = [...new Set([...Object.values(cast).flat(), ...Object.values(contracts)])];
    for (const address of people) {
      let native = opening.get(address) ?? 0n;
      for (const row of await rows('txlist', address)) {
        if (row.from === address) native -= num(row, 'gasUsed') * num(row, 'gasPrice');
        if (row.isError === '1') continue;
        if (row.from === address) native -= num(row, 'value');
        if ((row.to || row.contractAddress) === address) native += num(row, 'value');
      }
      for (const row of await rows('txlistinternal', address)) {
        if (row.isError === '1') continue;
        if (row.from === address) native -= num(row, 'value');
        if ((row.to || row.contractAddress) === address) native += num(row, 'value');
      }
      expect([address, native]).toEqual([address, held.get(`${address} native`) ?? 0n]);
      let tokens = address === contracts.token ? 0n : address === cast.maker ? SUPPLY : 0n;
      for (const row of await rows('tokentx', address)) {
        if (row.contractAddress !== contracts.token || row.from === ZERO) continue;
        if (row.from === address) tokens -= num(row, 'value');
        if (row.to === address) tokens += num(row, 'value');
      }
      expect([address, tokens]).toEqual([address, held.get(`${address} ${contracts.token}`) ?? 0n]);
    }
    const balance = await ask({ action: 'balance', address: cast.thief, tag: 'latest' });
    expect(balance).toEqual({ status: '1', message: 'OK', result: String(held.get(`${cast.thief} native`) ?? 0n) });
  });

  test('gives pages by place and by range of blocks, and refuses what is beyond its window', async () => {
    const small = await startNodeExplorer({ target: anvil.url, rowCap: 10, window: 20 });
    const asked = { action: 'txlist', address: story.cast.funder };
    try {
      const all = await rows('txlist', story.cast.funder);
      expect(all.length).toBeGreaterThan(12);
      expect((await ask(asked, small.url)).result).toEqual(all.slice(0, 10));
      const second = await ask({ ...asked, page: '2', offset: '10' }, small.url);
      expect(second.result).toEqual(all.slice(10, 20));
      const startblock = String(all[9]?.blockNumber);
      expect((await ask({ ...asked, startblock }, small.url)).result).toEqual(all.slice(9));
      expect(await ask({ ...asked, page: '3', offset: '10' }, small.url)).toMatchObject({
        status: '0',
        message: 'NOTOK',
      });
    } finally {
      await small.close();
    }
  });

  test('tells nothing, another chain and an unknown list apart', async () => {
    const nobody = { action: 'txlist', address: `0x${'12'.repeat(20)}` };
    expect(await ask(nobody)).toEqual({ status: '0', message: 'No transactions found', result: [] });
    expect(await ask({ ...nobody, chainid: '1' })).toMatchObject({
      message: 'NOTOK',
      result: expect.stringContaining('chainid'),
    });
    expect(await ask({ ...nobody, action: 'txlistx' })).toMatchObject({ message: 'NOTOK' });
  });

  test('gives the internal transfers of one transaction and answers as a node', async () => {
    const { hash, block } = story.theft;
    const internal = (await ask({ action: 'txlistinternal', txhash: hash })).result as Row[];
    expect(internal.map(({ from, to, value }) => ({ from, to, value }))).toEqual([
      { from: story.contracts.vault, to: story.cast.thief, value: String(story.expected.stolen) },
    ]);
    expect(internal[0]).not.toHaveProperty('hash');
    const receipt = await ask({ module: 'proxy', action: 'eth_getTransactionReceipt', txhash: hash });
    expect(receipt.result).toMatchObject({ transactionHash: hash, blockNumber: `0x${block.toString(16)}` });
    expect((await ask({ module: 'proxy', action: 'eth_blockNumber' })).result).toBe(
      `0x${(await chain.height()).toString(16)}`,
    );
  });

  test('fails as it is told, and counts', async () => {
    const faulty = await startNodeExplorer({
      target: anvil.url,
      faults: ({ number }) => (number === 1 ? { kind: 'rate_limit' } : undefined),
      without: ['tokentx'],
    });
    try {
      const asked = { action: 'txlist', address: story.cast.thief };
      expect((await ask(asked, faulty.url)).message).toBe('NOTOK');
      expect((await ask(asked, faulty.url)).message).toBe('OK');
      expect((await ask({ ...asked, action: 'tokentx' }, faulty.url)).result).toContain('invalid Action');
      expect(faulty.requests().byAction).toEqual(
        new Map([
          ['txlist', 2],
          ['tokentx', 1],
        ]),
      );
    } finally {
      await faulty.close();
    }
  });

  test('follows the chain through a reorganisation, or lags behind it', async () => {
    const behind = await startNodeExplorer({ target: anvil.url, lag: 1 });
    const to = `0x${'34'.repeat(20)}`;
    const from = String((await devAccounts())[0]);
    try {
      const hash = await chain.send({ from, to, value: '0x1', gas: '0x5208', gasPrice: '0x77359400' });
      expect((await rows('txlist', to)).map((row) => row.hash)).toEqual([hash]);
      expect((await ask({ action: 'txlist', address: to }, behind.url)).result).toEqual([]);
      await chain.mine();
      expect((await ask({ action: 'txlist', address: to }, behind.url)).result).toHaveLength(1);
      await chain.reorg(2, keepAllBut(hash));
      expect(await rows('txlist', to)).toEqual([]);
    } finally {
      await behind.close();
    }
  });
});
