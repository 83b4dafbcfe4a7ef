import { type Address, createSystemClock, type Leg, type TransactionFact } from '@fundtrail/core';
import {
  type Anvil,
  authorizeBatchWallet,
  deployBatchCode,
  deployCollectibles,
  deployMortalMaker,
  deployPayer,
  openStage,
  type Stage,
  startAnvil,
} from '@fundtrail/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RpcSource } from './source.ts';
import { openSource } from './test-support.ts';

const someone = (digit: string): Address => `0x${digit.repeat(40)}`;
const [FIRST, UNDONE, LAST, HEIR] = [someone('1'), someone('2'), someone('3'), someone('4')];

describe.each(['trace', 'debug'] as const)('real contracts, whose legs are told by %s', (trace) => {
  let anvil: Anvil;
  let stage: Stage;
  let source: RpcSource;
  let maker: Address;
  let by: Address;

  beforeAll(async () => {
    anvil = await startAnvil();
    stage = await openStage(anvil.url, createSystemClock());
    [maker, by] = stage.devAccounts as [Address, Address];
    source = await openSource({ url: anvil.url, trace });
  });
  afterAll(async () => {
    await stage?.close();
    await anvil?.stop();
  });

  const read = (hash: string): Promise<TransactionFact> => source.transaction(source.chain, hash);
  const paid = ({ legs }: TransactionFact): unknown[] =>
    legs.filter(({ kind }) => kind === 'internal').map(({ from, to, amount }) => [from, to, amount]);

  test('a payment in a frame that failed did not happen, those around it did', async () => {
    const payer = await deployPayer(stage, maker);
    const fact = await read(await payer.payAndUndo(by, { first: FIRST, undone: UNDONE, last: LAST }, 5n));
    expect(paid(fact)).toEqual([
      [payer.address, FIRST, 5n],
      [payer.address, LAST, 5n],
    ]);
  });

  test('value in view of a delegatecall moves once', async () => {
    const payer = await deployPayer(stage, maker);
    const fact = await read(await payer.payByDelegate(by, LAST, 7n));
    expect(paid(fact)).toEqual([[payer.address, LAST, 7n]]);
    expect(await source.isContract(source.chain, payer.library)).toBe(true);
  });

  test('a contract that ends gives what it held to its heir, and moves nothing when it is its own', async () => {
    const mortals = await deployMortalMaker(stage, maker);
    const mortal = await mortals.make(by, 9n);
    expect(paid(await read(await mortals.die(by, mortal, HEIR)))).toEqual([[mortal, HEIR, 9n]]);
    const narcissist = await mortals.make(by, 9n);
    expect(paid(await read(await mortals.die(by, narcissist, narcissist)))).toEqual([]);
  });

  test('a contract that is made and ended at once passes its money through, and was code at that block', async () => {
    const mortals = await deployMortalMaker(stage, maker);
    const gone = await mortals.makeAndDie(by, 11n, HEIR);
    const head = (await source.head(source.chain)).block;
    const { transactions, contracts } = await source.block(source.chain, head);
    expect(transactions.map(paid)).toEqual([
      [
        [mortals.address, gone, 11n],
        [gone, HEIR, 11n],
      ],
    ]);
    expect(contracts).toContain(gone);
    expect(await source.isContract(source.chain, gone)).toBe(false);
  });

  test('things are kept beside the amounts', async () => {
    const { erc721, erc1155, ...things } = await deployCollectibles(stage, maker);
    const minted = await read(await things.mint721(FIRST));
    expect(minted.nfts).toMatchObject([{ standard: 'erc721', contract: erc721, tokenId: 0n, quantity: 1n, to: FIRST }]);
    await things.mint1155(by, 5n, 30n);
    await things.mint1155(by, 6n, 30n);
    const pieces = [5n, 6n].map((kind) => ({ kind, amount: kind * 2n }));
    const sent = await read(await things.sendBatch1155(by, LAST, pieces));
    expect(sent.nfts?.map(({ contract, tokenId, quantity }) => [contract, tokenId, quantity])).toEqual([
      [erc1155, 5n, 10n],
      [erc1155, 6n, 12n],
    ]);
    expect([...minted.legs, ...sent.legs].map(({ kind }) => kind)).toEqual(['fee', 'fee']);
    const found = await source.history({
      ...{ chain: source.chain, address: FIRST, kinds: ['token'], maxRows: 100 },
      ...{ fromBlock: 0, toBlock: (await source.head(source.chain)).block },
    });
    expect(found.transactions).toContainEqual(minted);
  });

  test('a wallet with code by EIP-7702 pays from inside and stays a wallet', async () => {
    const code = await deployBatchCode(stage, maker);
    const wallet = await authorizeBatchWallet(stage, `owner of ${trace}`, code, maker);
    await stage.act({ from: by, to: wallet.address, value: 10n ** 18n, gas: 50_000n });
    const calls = [FIRST, LAST].map((to) => ({ to, value: 3n, data: '0x' }));
    const fact = await read(await wallet.execute(calls));
    expect(paid(fact)).toEqual([FIRST, LAST].map((to) => [wallet.address, to, 3n]));
    expect(fact.sender).toBe(wallet.address);
    expect(await source.isContract(source.chain, wallet.address)).toBe(false);
  });

  test('all legs of all blocks add up to what everybody holds', async () => {
    const head = (await source.head(source.chain)).block;
    const sums = new Map<Address, bigint>();
    const add = (address: Address, change: bigint): void => void sums.set(address, (sums.get(address) ?? 0n) + change);
    for (let block = 1; block <= head; block += 1) {
      const { transactions } = await source.block(source.chain, block);
      for (const leg of transactions.flatMap(({ legs }): readonly Leg[] => legs)) {
        add(leg.from, -leg.amount);
        if (leg.kind !== 'fee') add(leg.to, leg.amount);
      }
    }
    for (const [address, sum] of sums) {
      const [before, after] = [
        await source.balance(source.chain, address, 'native', 0),
        await stage.balanceOf(address, 'native'),
      ];
      expect([address, (before ?? 0n) + sum]).toEqual([address, after]);
    }
    expect(sums.size).toBeGreaterThan(8);
  });
});
