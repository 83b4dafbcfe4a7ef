import { parseAddress } from '@fundtrail/core';
import { Interface } from 'ethers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../anvil/json-rpc.ts';
import { hasLitecoind } from '../utxo-node/litecoind.ts';
import { type CrossingStory, createCrossingStory } from './create-crossing-story.ts';
import { CCTP, CHAIN_A, CHAIN_B, CHAIN_C, evmChain, LITECOIN, THORCHAIN_ROUTERS } from './places.ts';
import { inNetwork } from './prices.ts';
import { type CrossingChains, startCrossingChains } from './start-crossing-chains.ts';
import { STEPS } from './steps.ts';
import { serveThorchain } from './thorchain/serve-thorchain.ts';
import type { CrossingEnd, CrossingTruth, Flow } from './truth.ts';

/** As the protocols emit them, with the digests of their signatures. */
const EVENTS: Readonly<Record<string, string>> = {
  '0xef519b7eb82aaf6ac376a6df2d793843ebfd593de5f1a0601d3cc6ab49ebb395':
    'event Deposit(address indexed to, address indexed asset, uint256 amount, string memo)',
  '0xa9cd03aa3c1b4515114539cd53d22085129d495cb9e9f9af77864526240f1bf7':
    'event TransferOut(address indexed vault, address indexed to, address asset, uint256 amount, string memo)',
  '0x2fa9ca894982930190727e75500a97d8dc500233a5065e0f3126c48fbe0343c0':
    'event DepositForBurn(uint64 indexed nonce, address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller)',
  '0x8c5261668696ce22758910d05bab8f186d6eb247ceac2af2e82c7dc17669b036': 'event MessageSent(bytes message)',
  '0x1b2a7ff080b8cb6ff436ce0372e399692bbfb6d4ae5766fd8d58a7b8cc6142e6':
    'event MintAndWithdraw(address indexed mintRecipient, uint256 amount, address indexed mintToken)',
  '0x58200b4c34ae05ee816d710053fff3fb75af4395915d3d2a771b24aa10e3cc5d':
    'event MessageReceived(address indexed caller, uint32 sourceDomain, uint64 indexed nonce, bytes32 sender, bytes messageBody)',
};
const SWAP = '0xd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822';
/** Digits of ten to the eighth, the network's own unit. */
const DECIMALS: Readonly<Record<string, number>> = { [evmChain(CHAIN_A)]: 18, [evmChain(CHAIN_B)]: 18, [LITECOIN]: 8 };

type Log = { readonly address: string; readonly topics: readonly string[]; readonly data: string };

describe.runIf(hasLitecoind())('a story of crossings', () => {
  let chains: CrossingChains;
  let story: CrossingStory;

  const urlOf = (chain: string): string => {
    const anvil = [chains.a, chains.b, chains.c].find(({ chainId }) => evmChain(chainId) === chain);
    if (anvil === undefined) throw new TypeError(`${chain} is no EVM chain of the story`);
    return anvil.url;
  };
  const logsOf = async ({ chain, tx }: CrossingEnd): Promise<readonly Log[]> =>
    ((await ask(urlOf(chain), 'eth_getTransactionReceipt', [tx])) as { readonly logs: readonly Log[] }).logs;
  /** The protocols' events of a transaction: emitter, name, arguments. */
  const eventsOf = async (end: CrossingEnd): Promise<readonly (readonly unknown[])[]> =>
    (await logsOf(end)).flatMap(({ address, topics, data }) => {
      const event = EVENTS[topics[0] ?? ''];
      if (event === undefined) return [];
      const told = new Interface([event]).parseLog({ topics: [...topics], data });
      return [[address, told?.name, ...(told?.args.toArray() ?? []).map(lower)]];
    });
  const linkOf = (truth: CrossingTruth, name: string): CrossingTruth['links'][number] => {
    const link = truth.links.find((one) => one.name === name);
    if (link === undefined) throw new TypeError(`there is no link ${name}`);
    return link;
  };

  beforeAll(async () => {
    chains = await startCrossingChains();
    story = await createCrossingStory({ ...chains, seed: 7 });
  });
  afterAll(async () => {
    await story?.close();
    await chains?.stop();
  });

  test('is played step by step, and each step is told', async () => {
    expect(story.next).toBe('theft');
    await expect(story.spoil('same_key_twice')).rejects.toThrow('nothing crossed by the name direct');
    const [gift, theft] = await story.step();
    expect([gift?.step, theft?.step, story.next]).toEqual(['theft', 'theft', 'split']);
    expect(story.truth().theft).toMatchObject({ hash: theft?.hash, amount: 400n * 10n ** 18n });
    await story.playTo('payout_direct');
    expect(linkOf(story.truth(), 'direct').arrivals).toHaveLength(1);
    await expect(story.playTo('split')).rejects.toThrow('was played before');
    const rest = await story.playTo();
    expect(new Set([...story.truth().transactions].map(({ step }) => step))).toEqual(
      new Set(STEPS.map(({ name }) => name)),
    );
    expect(rest.at(-1)?.step).toBe('sweep');
    await expect(story.step()).rejects.toThrow('over');
  });

  test('what came is what went, is left or was paid for it, on every chain and in every asset', () => {
    const { transactions, endings } = story.truth();
    const sheets = new Map<string, bigint>();
    const add = (chain: string, asset: string, amount: bigint): void => {
      sheets.set(`${chain} ${asset}`, (sheets.get(`${chain} ${asset}`) ?? 0n) + amount);
    };
    const came = ({ kind }: Flow): boolean => kind === 'stolen' || kind === 'clean' || kind === 'arrived';
    for (const { chain, flows } of transactions) {
      for (const flow of flows) add(chain, flow.asset, came(flow) ? flow.amount : -flow.amount);
    }
    for (const { kind, chain, asset, amount } of endings) if (kind === 'resting') add(chain, asset, -amount);
    expect([...sheets].filter(([, left]) => left !== 0n)).toEqual([]);
    expect(sheets.size).toBe(7);
    const cashed = transactions.flatMap(({ flows }) => flows.filter(({ kind }) => kind === 'cashed_out'));
    expect(endings.filter(({ kind }) => kind === 'exchange').map(({ amount }) => amount)).toEqual(
      cashed.map(({ amount }) => amount),
    );
  });

  test('what is left is there on the chains', async () => {
    const { endings } = story.truth();
    expect(endings).toHaveLength(17);
    const scripts = new Map<string, bigint>();
    for (const { chain, account, asset, amount } of endings) {
      if (chain === LITECOIN) {
        scripts.set(account, (scripts.get(account) ?? 0n) + amount);
        continue;
      }
      const call = { to: asset, data: `0x70a08231${account.slice(2).padStart(64, '0')}` };
      const method = asset === 'native' ? 'eth_getBalance' : 'eth_call';
      const held = await ask(urlOf(chain), method, [asset === 'native' ? account : call, 'latest']);
      expect([account, BigInt(String(held))]).toEqual([account, amount]);
    }
    for (const [script, amount] of scripts) {
      const scan = ['start', [`raw(${script.slice(2)})`]];
      const found = (await chains.utxo.ask('scantxoutset', scan)) as { readonly total_amount: number };
      expect(BigInt(Math.round(found.total_amount * 1e8))).toBe(amount);
    }
  });

  test('what crosses is worth what arrives and what the network keeps', () => {
    const { links, transactions } = story.truth();
    expect(links.map(({ name, state, arrivals }) => [name, state, arrivals.length])).toEqual([
      ['direct', 'arrived', 2],
      ['wrapped', 'arrived', 1],
      ['refunded', 'refunded', 1],
      ['pending', 'pending', 0],
      ['plain', 'arrived', 1],
      ['usdc', 'arrived', 1],
      ['avax', 'arrived', 1],
      ['cctp', 'arrived', 1],
    ]);
    const times = new Map(transactions.map(({ hash, time }) => [hash, time]));
    for (const { name, source, arrivals, worth, kept } of links) {
      for (const { tx } of arrivals) expect(times.get(tx)).toBeGreaterThan(times.get(source.tx) ?? Infinity);
      if (worth === undefined || kept === undefined) continue;
      const decimals = ({ chain, asset }: CrossingEnd): number => (asset === 'native' ? (DECIMALS[chain] ?? 0) : 6);
      const came = arrivals.reduce((sum, end) => sum + inNetwork(end.amount, decimals(end)), 0n);
      const rate = { usdc: 100n, avax: 5n, refunded: 1n }[name] ?? 2n;
      expect(worth).toBe(inNetwork(source.amount, decimals(source)) * rate);
      expect([name, came]).toEqual([name, worth - kept]);
      expect(kept).toBeGreaterThan(0n);
    }
    const cctp = linkOf(story.truth(), 'cctp');
    expect(cctp.arrivals[0]?.amount).toBe(cctp.source.amount);
  });

  test("routers tell deposits and payouts as THORChain's do", async () => {
    const truth = story.truth();
    const { vault } = story.cast;
    const none = `0x${'0'.repeat(40)}`;
    for (const name of ['direct', 'refunded', 'pending']) {
      const { source } = linkOf(truth, name);
      const told = [THORCHAIN_ROUTERS[CHAIN_A], 'Deposit', vault, none, source.amount, source.memo];
      expect(await eventsOf(source)).toEqual([told]);
    }
    expect(await logsOf(linkOf(truth, 'plain').source)).toEqual([]);
    const outs = [
      ['refunded', THORCHAIN_ROUTERS[CHAIN_A], none],
      ['usdc', THORCHAIN_ROUTERS[CHAIN_B], CCTP[CHAIN_B].usdc],
      ['avax', THORCHAIN_ROUTERS[CHAIN_B], none],
    ] as const;
    for (const [name, router, asset] of outs) {
      const { source, arrivals } = linkOf(truth, name);
      const [end] = arrivals;
      if (end === undefined) throw new TypeError(`nothing arrived of ${name}`);
      const word = name === 'refunded' ? 'REFUND' : 'OUT';
      expect(end.memo).toBe(`${word}:${source.tx.slice(2).toUpperCase()}`);
      expect(await eventsOf(end)).toEqual([[router, 'TransferOut', vault, end.account, asset, end.amount, end.memo]]);
    }
  });

  test('a wrapper sells on Uniswap V2 and deposits in one call', async () => {
    const truth = story.truth();
    const { source } = linkOf(truth, 'wrapped');
    expect((await logsOf(source)).filter(({ topics }) => topics[0] === SWAP)).toHaveLength(1);
    expect((await eventsOf(source)).map(([emitter, name, , , amount]) => [emitter, name, amount])).toEqual([
      [THORCHAIN_ROUTERS[CHAIN_A], 'Deposit', source.amount],
    ]);
    expect(truth.swaps.map(({ tx }) => tx).at(-1)).toBe(source.tx);
    expect(truth.swaps[0]?.to).toEqual(truth.swaps[1]?.from);
  });

  test('memos of coins stand beside payments of the vault, and addresses in them are of Litecoin', async () => {
    const truth = story.truth();
    const { source, arrivals } = linkOf(truth, 'direct');
    for (const { tx, account, amount, memo } of arrivals) {
      const { vin, vout } = (await chains.utxo.ask('getrawtransaction', [tx.slice(2), true])) as {
        readonly vin: readonly unknown[];
        readonly vout: readonly { readonly value: number; readonly scriptPubKey: { readonly hex: string } }[];
      };
      expect(vin.length).toBeGreaterThan(0);
      expect([`0x${vout[0]?.scriptPubKey.hex}`, BigInt(Math.round((vout[0]?.value ?? 0) * 1e8))]).toEqual([
        account,
        amount,
      ]);
      expect(Buffer.from(vout[2]?.scriptPubKey.hex ?? '', 'hex').toString('latin1')).toContain(memo);
      expect(memo).toBe(`OUT:${source.tx.slice(2).toUpperCase()}`);
      expect(parseAddress(source.memo?.split(':')[2] ?? '', LITECOIN)).toBe(account);
    }
    expect(await story.utxo.hashAt(0)).toContain(LITECOIN.split(':')[1]);
  });

  test("USDC is burnt and minted with logs and a message as CCTP's", async () => {
    const { key, source, arrivals } = linkOf(story.truth(), 'cctp');
    const [end] = arrivals;
    if (end === undefined) throw new TypeError('nothing was minted');
    const nonce = BigInt(key.split(':')[1] ?? 0);
    const [own, other] = [CCTP[CHAIN_B], CCTP[CHAIN_C]];
    const word = (address: string): string => `0x${address.slice(2).padStart(64, '0')}`;
    const [sent, burnt] = await eventsOf(source);
    const account = source.account;
    const about = [source.amount, account, word(end.account), 6n, word(other.messenger), word('0x')];
    expect(burnt).toEqual([own.messenger, 'DepositForBurn', nonce, own.usdc, ...about]);
    const [minted, received] = await eventsOf(end);
    expect(minted).toEqual([other.messenger, 'MintAndWithdraw', end.account, source.amount, other.usdc]);
    expect(received?.slice(0, 6)).toEqual([
      ...[other.transmitter, 'MessageReceived', story.cast.relayer, 1n, nonce],
      word(own.messenger),
    ]);
    const message = String(sent?.[2]);
    expect(message.length).toBe(2 + 2 * 248);
    expect(message.slice(2 + 2 * 116)).toBe(String(received?.[6]).slice(2));
    expect(BigInt(`0x${message.slice(2 + 2 * (116 + 68), 2 + 2 * (116 + 100))}`)).toBe(source.amount);
  });

  test('Midgard tells of every deposit what became of it', async () => {
    const server = await serveThorchain(story.network);
    try {
      for (const { protocol, key, state, source, arrivals } of story.truth().links) {
        if (protocol !== 'thorchain') continue;
        const answer = await fetch(`${server.url}/v2/actions?txid=${key.toUpperCase()}`);
        const { actions } = (await answer.json()) as { readonly actions: readonly Record<string, unknown>[] };
        expect(actions).toMatchObject([
          {
            type: state === 'refunded' ? 'refund' : 'swap',
            status: state === 'pending' ? 'pending' : 'success',
            in: [{ txID: source.tx.slice(2).toUpperCase() }],
            out: arrivals.map(({ tx }) => ({ txID: tx.slice(2).toUpperCase() })),
          },
        ]);
      }
    } finally {
      await server.close();
    }
  });

  test("bad actors move nothing of the thief's, and do what they are said to do", async () => {
    const before = story.truth();
    const fake = await story.spoil('fake_router');
    for (const { chain, hash } of fake.transactions) {
      const [log] = await logsOf({ ...linkOf(before, 'direct').source, chain, tx: hash });
      expect(Object.keys(EVENTS)).toContain(log?.topics[0]);
      expect(Object.values(THORCHAIN_ROUTERS)).not.toContain(log?.address);
    }
    const [, claimed] = (await story.spoil('overclaim')).transactions;
    const claim = { ...linkOf(before, 'avax').source, chain: evmChain(CHAIN_B), tx: claimed?.hash ?? '' };
    const [told] = await eventsOf(claim);
    const transfers = (await logsOf(claim)).filter(({ topics }) => topics.length === 3).map(({ data }) => BigInt(data));
    expect(told?.[5]).toBe(100n * 10n ** 18n);
    expect(transfers).toContain(75n * 10n ** 18n);
    const replayed = await story.spoil('replayed_mint');
    const again = { ...claim, chain: evmChain(CHAIN_C), tx: replayed.transactions[0]?.hash ?? '' };
    const received = (await eventsOf(again)).find(([, name]) => name === 'MessageReceived');
    expect(received?.[0]).not.toBe(CCTP[CHAIN_C].transmitter);
    expect(`${received?.[3]}:${received?.[4]}`).toBe(linkOf(before, 'cctp').key);
    const dataOf = async (hash: string): Promise<readonly string[]> => {
      const { vout } = (await chains.utxo.ask('getrawtransaction', [hash.slice(2), true])) as {
        readonly vout: readonly { readonly scriptPubKey: { readonly hex: string } }[];
      };
      const scripts = vout.map(({ scriptPubKey }) => Buffer.from(scriptPubKey.hex, 'hex'));
      return scripts.filter((script) => script[0] === 0x6a).map((script) => script.subarray(2).toString('latin1'));
    };
    const inbound = (name: string): string => `OUT:${linkOf(before, name).source.tx.slice(2).toUpperCase()}`;
    const memos = async (actor: Parameters<CrossingStory['spoil']>[0]): Promise<readonly string[]> =>
      await dataOf((await story.spoil(actor)).transactions[0]?.hash ?? '');
    expect(await memos('same_key_twice')).toEqual([inbound('direct')]);
    expect(await memos('forged_outbound')).toEqual([inbound('plain')]);
    expect(await memos('two_op_returns')).toHaveLength(2);
    const [unknown = ''] = await memos('unknown_inbound');
    expect(unknown).toMatch(/^OUT:[0-9A-F]{64}$/);
    expect(story.network.find(unknown.slice('OUT:'.length))).toBeUndefined();
    const malformed = await story.spoil('malformed_memo');
    expect(malformed.transactions).toHaveLength(3);
    const { badActs, ...after } = story.truth();
    expect({ ...after, badActs: [] }).toEqual(before);
    expect(badActs).toHaveLength(8);
  });

  test('payouts are taken back and mined again in other blocks, with the same hashes and near times', async () => {
    for (const step of ['payout_direct', 'payout_usdc', 'mint'] as const) {
      const { was, is, oldHashes, newHashes, fromBlock } = await story.takeBack(step);
      expect([is.hash, is.block, fromBlock]).toEqual([was.hash, was.block + 1, was.block]);
      expect(oldHashes).toContain(was.blockHash);
      expect(newHashes).toContain(is.blockHash);
      expect(new Set([...oldHashes, ...newHashes]).size).toBe(oldHashes.length + newHashes.length);
      expect(Math.abs(is.time - was.time)).toBeLessThan(60);
    }
    for (const { chain, hash, block, blockHash } of story.truth().transactions) {
      if (chain === LITECOIN) expect(await story.utxo.hashAt(block)).toBe(blockHash);
      else {
        const receipt = (await ask(urlOf(chain), 'eth_getTransactionReceipt', [hash])) as Record<string, string>;
        expect([receipt.blockHash, receipt.status]).toEqual([blockHash, '0x1']);
      }
    }
  });

  test('comes out the same for the same seed, and otherwise for another', async () => {
    const told: string[] = [];
    for (const seed of [7, 8]) {
      const others = await startCrossingChains();
      try {
        const other = await createCrossingStory({ ...others, seed });
        await other.playTo('payout_direct');
        told.push(
          other
            .truth()
            .links.map(({ key }) => key)
            .join(),
        );
        await other.close();
      } finally {
        await others.stop();
      }
    }
    const [first = ''] = told;
    expect(first.split(',')).toHaveLength(5);
    expect(
      story
        .truth()
        .links.map(({ key }) => key)
        .join(),
    ).toContain(first);
    expect(told[1]).not.toBe(told[0]);
  });
});

function lower(value: unknown): unknown {
  return typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value) ? value.toLowerCase() : value;
}
