import { type Address, type Leg, type TransactionFact, ZERO_ADDRESS } from '@fundtrail/core';
import { type Anvil, playTheft, type Story, startAnvil } from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RpcSource } from './source.ts';
import { openSource } from './test-support.ts';

const ETHER = 10n ** 18n;
const KINDS = ['native', 'internal', 'token'] as const;

describe('an EVM node on which a theft was played', () => {
  let anvil: Anvil;
  let story: Story;
  let source: RpcSource;
  let facts: readonly TransactionFact[];
  let head: number;
  let opening: ReadonlyMap<Address, bigint>;

  beforeAll(async () => {
    anvil = await startAnvil();
    story = await playTheft({ url: anvil.url });
    source = await openSource({ url: anvil.url, wrapped: story.wrapped });
    head = (await source.head(source.chain)).block;
    facts = await readAll(source, head);
    const { holdings } = story.expected;
    const held = await Promise.all(holdings.map(({ address }) => source.balance(source.chain, address, 'native', 0)));
    opening = new Map(holdings.map(({ address }, place) => [address, held[place] ?? 0n]));
  });
  afterAll(() => anvil?.stop());

  /** The legs after the fee, as [id, kind, from, to, asset, amount]. */
  const moves = (fact: TransactionFact): unknown[] =>
    fact.legs
      .filter((leg) => leg.kind !== 'fee')
      .map(({ id, kind, from, to, asset, amount }) => [id.replace(/[0-9_]+$/, '#'), kind, from, to, asset, amount]);

  const only = (found: readonly TransactionFact[]): TransactionFact => {
    expect(found).toHaveLength(1);
    return found[0] as TransactionFact;
  };
  const wallet = (place: number): Address => story.cast.wallets[place] as Address;
  const sentBy = (sender: Address, to: Address): readonly TransactionFact[] =>
    facts.filter((fact) => fact.sender === sender && fact.legs.some((leg) => leg.to === to && leg.kind !== 'fee'));

  test('a transaction whose only value moves inside: what the vault pays, and the fee before it', async () => {
    const fact = await source.transaction(source.chain, story.theft.hash);
    expect(fact.legs[0]).toMatchObject({ id: 'fee', kind: 'fee', from: story.cast.thief, to: ZERO_ADDRESS });
    expect(moves(fact)).toEqual([
      ['trace:#', 'internal', story.contracts.vault, story.cast.thief, 'native', story.expected.stolen],
    ]);
    expect(fact).toMatchObject({ block: story.theft.block, index: 0, success: true, whole: KINDS });
  });

  test('ether for a token through the real router: five legs, wrapping included', () => {
    const { router, weth, pool, token } = story.contracts;
    const [buyer, paid] = [wallet(0), 100n * ETHER];
    expect(moves(only(sentBy(buyer, router)))).toEqual([
      ['value', 'native', buyer, router, 'native', paid],
      ['trace:#', 'internal', router, weth, 'native', paid],
      ['log:#', 'mint', weth, router, weth, paid],
      ['log:#', 'token', router, pool, weth, paid],
      ['log:#', 'token', pool, buyer, token, expect.any(BigInt)],
    ]);
  });

  test('a token for ether: the ether reaches the seller inside, from the router', () => {
    const { router, weth, pool, token } = story.contracts;
    const seller = wallet(1);
    const [first, ...rest] = moves(only(facts.filter((fact) => fact.sender === seller && fact.legs.length > 1)));
    const out = expect.any(BigInt);
    expect([first, ...rest]).toEqual([
      ['trace:#', 'internal', weth, router, 'native', out],
      ['trace:#', 'internal', router, seller, 'native', out],
      ['log:#', 'token', seller, pool, token, out],
      ['log:#', 'token', pool, router, weth, out],
      ['log:#', 'burn', router, weth, weth, out],
    ]);
  });

  test('wrapping makes units and unwrapping destroys them, though WETH9 emits no Transfer', () => {
    const { weth } = story.contracts;
    const amount = 120n * ETHER;
    expect(moves(only(sentBy(wallet(2), weth)))).toEqual([
      ['value', 'native', wallet(2), weth, 'native', amount],
      ['log:#', 'mint', weth, wallet(2), weth, amount],
    ]);
    expect(moves(only(sentBy(wallet(3), weth)))).toEqual([
      ['trace:#', 'internal', weth, wallet(3), 'native', amount],
      ['log:#', 'burn', wallet(3), weth, weth, amount],
    ]);
  });

  test('a flash through a wallet is seen in both directions, and the wallet stays a wallet', async () => {
    const { lender } = story.contracts;
    expect(moves(only(sentBy(wallet(4), lender)))).toEqual([
      ['trace:#', 'internal', lender, wallet(4), 'native', 900n * ETHER],
      ['trace:#', 'internal', wallet(4), lender, 'native', 901n * ETHER],
    ]);
    expect(await source.isContract(source.chain, wallet(4))).toBe(false);
    expect(await source.isContract(source.chain, lender)).toBe(true);
    const { contracts } = await historyOf(source, wallet(4), head);
    expect(contracts).toEqual([lender]);
  });

  test('a failed transaction moves nothing but its fee', () => {
    const failed = only(facts.filter((fact) => !fact.success));
    expect(failed.sender).toBe(wallet(5));
    expect(failed.legs.map((leg) => leg.id)).toEqual(['fee']);
    expect(failed.whole).toEqual(KINDS);
  });

  test('all legs of all blocks add up to what everybody holds', () => {
    const sums = new Map<string, bigint>();
    const add = (address: Address, leg: Leg, change: bigint): void => {
      const key = `${address} ${leg.asset}`;
      sums.set(key, (sums.get(key) ?? 0n) + change);
    };
    for (const leg of facts.flatMap((fact) => fact.legs)) {
      // The wrapper's own side of a wrap is no balance of its units.
      if (leg.kind !== 'mint') add(leg.from, leg, -leg.amount);
      if (leg.kind !== 'burn' && leg.kind !== 'fee') add(leg.to, leg, leg.amount);
    }
    for (const { address, asset, amount } of story.expected.holdings) {
      const before = asset === 'native' ? (opening.get(address) ?? 0n) : 0n;
      expect([address, asset, before + (sums.get(`${address} ${asset}`) ?? 0n)]).toEqual([address, asset, amount]);
    }
  });

  test('a history holds what the blocks hold, whole, whichever way the node finds it', async () => {
    const indexed = await openSource({ url: anvil.url, wrapped: story.wrapped });
    const scanned = await openSource({ url: anvil.url, wrapped: story.wrapped, trace: 'debug' });
    const { thief, deposits, peel } = story.cast;
    for (const address of [thief, ...deposits, peel[3] as Address, ...story.cast.wallets.slice(0, 6)]) {
      const touching = facts.filter(
        (fact) => fact.sender === address || fact.legs.some((leg) => leg.from === address || leg.to === address),
      );
      const found = await historyOf(indexed, address, head);
      expect(found.transactions).toEqual(touching);
      expect(
        found.coverage.map(({ kind, fromBlock, toBlock, status }) => ({ kind, fromBlock, toBlock, status })),
      ).toEqual(KINDS.map((kind) => ({ kind, fromBlock: 0, toBlock: head, status: 'complete' })));
      expect((await historyOf(scanned, address, head)).transactions).toEqual(touching);
    }
    expect([indexed.traceMode(), scanned.traceMode()]).toEqual(['trace', 'debug']);
  });

  test('both dialects of traces tell the same legs; without traces the facts say what they lack', async () => {
    const debug = await openSource({ url: anvil.url, wrapped: story.wrapped, trace: 'debug' });
    expect(await readAll(debug, head)).toEqual(facts);
    expect(await debug.transaction(debug.chain, story.theft.hash)).toEqual(
      await source.transaction(source.chain, story.theft.hash),
    );
    const none = await openSource({ url: anvil.url, wrapped: story.wrapped, trace: 'none' });
    expect((await none.transaction(none.chain, story.theft.hash)).whole).toEqual(['native', 'token']);
    const { coverage } = await historyOf(none, story.cast.thief, head);
    expect(coverage.map(({ kind, status }) => [kind, status])).toEqual([
      ['native', 'complete'],
      ['internal', 'unavailable'],
      ['token', 'complete'],
    ]);
  });

  test('what was held at a block is read from the state of that block', async () => {
    const { thief } = story.cast;
    expect(await source.balance(source.chain, thief, 'native', story.theft.block - 1)).toBe(ETHER / 2n);
    const { weth } = story.contracts;
    const wrap = only(sentBy(wallet(2), weth));
    expect(await source.balance(source.chain, wallet(2), weth, wrap.block - 1)).toBe(0n);
    expect(await source.balance(source.chain, wallet(2), weth, wrap.block)).toBe(120n * ETHER);
  });

  test('a block costs three requests, an empty one one, a transaction four', async () => {
    const fresh = await openSource({ url: anvil.url, trace: 'trace' });
    expect(fresh.requests()).toBe(1);
    await fresh.block(fresh.chain, story.theft.block);
    expect(fresh.requests()).toBe(4);
    await fresh.block(fresh.chain, 0);
    expect(fresh.requests()).toBe(5);
    await fresh.transaction(fresh.chain, story.theft.hash);
    expect(fresh.requests()).toBe(9);
  });

  test('blocks are chained by their hashes and show the contracts made in them', async () => {
    const [one, two] = [await source.block(source.chain, 1), await source.block(source.chain, 2)];
    expect(two.parentHash).toBe(one.hash);
    expect(one.contracts).toEqual([story.contracts.weth]);
  });
});

async function readAll(source: RpcSource, head: number): Promise<TransactionFact[]> {
  const facts: TransactionFact[] = [];
  for (let block = 0; block <= head; block += 1) facts.push(...(await source.block(source.chain, block)).transactions);
  return facts;
}

function historyOf(source: RpcSource, address: Address, toBlock: number) {
  return source.history({ chain: source.chain, address, kinds: KINDS, fromBlock: 0, toBlock, maxRows: 10_000 });
}
