import { type BalanceFact, type Dispute, LIVE_SPACE, type NftTransfer } from '@fundtrail/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { address, CHAIN, hash, type LiveHome, makeCase, payment, startLiveHome } from '../follow/live.fixture.ts';
import { createDisputes } from './disputes.ts';
import { createSourceMemory } from './source-memory.ts';

let home: LiveHome;
beforeAll(async () => {
  home = await startLiveHome();
});
afterAll(() => home.drop());

const account = (n: number, chain = CHAIN) => ({ chain, address: address(n) });

describe('balances', () => {
  const balance = (n: number, block: number, amount: bigint, more: Partial<BalanceFact> = {}): BalanceFact => ({
    ...account(n),
    asset: 'native',
    block,
    amount,
    source: 'rpc:a',
    ...more,
  });

  test('are told per account, by asset and block, to the last digit', async () => {
    const token = balance(1, 5, 7n, { asset: address(0xabc) });
    const told = [balance(1, 4, 2n ** 256n - 1n), balance(1, 5, 0n), token];
    await home.facts.writeBalances(LIVE_SPACE, [...told.toReversed(), balance(2, 5, 1n)]);
    await home.facts.writeBalances(LIVE_SPACE, told);
    const found = await home.facts.balancesOf(LIVE_SPACE, [account(1), account(3), account(1, 'eip155:10')]);
    expect(found).toEqual(new Map([[`${CHAIN}:${address(1)}`, told]]));
    expect(await home.facts.balancesOf('a'.repeat(64), [account(1)])).toEqual(new Map());
  });

  test('that contradict a stored one are refused by name, and the stored one stays', async () => {
    await home.facts.writeBalances(LIVE_SPACE, [balance(4, 5, 1n)]);
    const other = home.facts.writeBalances(LIVE_SPACE, [balance(4, 5, 2n, { source: 'rpc:b' })]);
    await expect(other).rejects.toMatchObject({ code: 'contradicting_fact' });
    await expect(other).rejects.toThrow(/rpc:b and rpc:a contradict .* at block 5 on eip155:1/);
    expect((await home.facts.balancesOf(LIVE_SPACE, [account(4)])).size).toBe(1);
  });
});

describe('NFT transfers', () => {
  const nft = (id: string, from: number, to: number, more: Partial<NftTransfer> = {}): NftTransfer => ({
    id,
    standard: 'erc1155',
    contract: address(0xdef),
    tokenId: 2n ** 256n - 1n,
    quantity: 3n,
    from: address(from),
    to: address(to),
    ...more,
  });

  test('are stored with their transaction and told for both sides, in chain order, once', async () => {
    const nfts = [nft('log:2:0', 11, 12), nft('log:10', 12, 11, { standard: 'erc721', quantity: 1n })];
    const later = payment(70, 21, 11, 12, { nfts });
    const earlier = payment(71, 20, 11, 12, { nfts: [nft('log:4', 12, 13)] });
    await home.facts.writeTransactions(LIVE_SPACE, [later, earlier]);
    await home.facts.writeTransactions(LIVE_SPACE, [later, earlier, later]);
    const place = (fact: typeof later) => ({ chain: CHAIN, hash: fact.hash, block: fact.block });
    const [first, second] = nfts;
    const expected = [
      { ...place(earlier), ...nft('log:4', 12, 13) },
      { ...place(later), ...second },
      { ...place(later), ...first },
    ];
    expect(await home.facts.nftsOf(LIVE_SPACE, [account(12)])).toEqual(expected);
    expect(await home.facts.nftsOf(LIVE_SPACE, [account(13)])).toEqual(expected.slice(0, 1));
  });

  test('that contradict a stored one are refused by name, and their batch is not stored', async () => {
    await home.facts.writeTransactions(LIVE_SPACE, [payment(72, 30, 14, 15, { nfts: [nft('log:1', 14, 15)] })]);
    const wrong = payment(72, 30, 14, 15, { nfts: [nft('log:1', 14, 16)] });
    await expect(home.facts.writeTransactions(LIVE_SPACE, [payment(73, 30, 14, 15), wrong])).rejects.toThrow(
      /leg log:1 of transaction 0x0+48 on eip155:1/,
    );
    expect(await home.facts.hasTransaction(LIVE_SPACE, CHAIN, hash(73))).toBe(false);
  });
});

test('what was found out about a source is remembered, the last word counting', async () => {
  const memory = createSourceMemory(home.database);
  expect(await memory.get('rpc:a')).toEqual(new Map());
  await memory.set('rpc:a', 'traces', 'trace_block');
  await memory.set('rpc:a', 'archive', 'no');
  await memory.set('rpc:a', 'archive', 'yes');
  await memory.set('rpc:b', 'archive', 'no');
  const known = [...(await createSourceMemory(home.database).get('rpc:a'))];
  expect(known).toEqual([
    ['archive', 'yes'],
    ['traces', 'trace_block'],
  ]);
});

describe('disputes', () => {
  const dispute = (subject: string, more: Partial<Dispute> = {}): Dispute => ({
    chain: CHAIN,
    subject,
    answers: [
      { source: 'rpc:a', answer: '3 rows' },
      { source: 'rpc:b', answer: '4 rows' },
    ],
    ...more,
  });

  test('are one however often the same was heard, the latest first, of one chain or of all', async () => {
    const disputes = createDisputes(home.database);
    const taken = dispute('block 5', { taken: 'rpc:a' });
    const elsewhere = dispute('block 5', { chain: 'eip155:10' });
    await disputes.record(dispute('block 5'));
    await disputes.record(taken);
    await disputes.record(elsewhere);
    await disputes.record(dispute('block 5'));
    const heard = (await disputes.disputesOf(CHAIN, 10)).map(({ times, firstAt: _first, lastAt: _last, ...rest }) => ({
      times,
      ...rest,
    }));
    expect(heard).toEqual([
      { ...dispute('block 5'), times: 2 },
      { ...taken, times: 1 },
    ]);
    expect((await disputes.disputesOf(undefined, 10)).map(({ chain }) => chain)).toEqual([CHAIN, 'eip155:10', CHAIN]);
    expect(await disputes.disputesOf(undefined, 1)).toHaveLength(1);
  });

  test('of a case are those about its accounts and transactions, and about blocks of its chains', async () => {
    const disputes = createDisputes(home.database);
    await makeCase(home.database, 'case-a', [0xabcdef]);
    const about = [
      `history ${address(0xabcdef).toUpperCase().replace('X', 'x')}/token 5-9`,
      `history ${address(0xabcde0)}/token 5-9`,
      'block 77',
    ];
    for (const subject of about) await disputes.record(dispute(subject));
    await disputes.record(dispute('block 78', { chain: 'eip155:10' }));
    const found = (await disputes.disputesOfCase('case-a', 10)).map(({ subject }) => subject);
    expect(found).toEqual([about[2], about[0]]);
  });
});
