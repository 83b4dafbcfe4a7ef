import { type Address, createSystemClock } from '@fundtrail/core';
import { id, parseEther } from 'ethers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../anvil/json-rpc.ts';
import { type Anvil, startAnvil } from '../anvil/start-anvil.ts';
import { type Market, openMarket } from '../theft/market.ts';
import { openStage, type Stage } from '../theft/stage.ts';
import { authorizeBatchWallet, batchWalletAddress, deployBatchCode } from './batch-wallet.ts';
import { deployCollectibles } from './collectibles.ts';
import { sendToken, transferData } from './erc20.ts';
import { deployFeeToken } from './fee-token.ts';
import { deployFixedPool } from './fixed-pool.ts';
import { deployMortalMaker } from './mortal.ts';
import { deployMultisender } from './multisender.ts';
import { deployPayer } from './payer.ts';
import { deployRebasingToken } from './rebasing-token.ts';
import { createSafe, deploySafeContracts } from './safe.ts';
import { deployTether } from './tether.ts';
import { deployUniswapV3 } from './uniswap-v3.ts';
import { deployUsdc } from './usdc.ts';

const TRANSFER = id('Transfer(address,address,uint256)');
const ether = parseEther;
const someone = (name: string): Address => `0x${id(name).slice(-40)}`;

type Log = { readonly address: string; readonly topics: readonly string[]; readonly data: string };
type Frame = { readonly type: string; readonly error?: string; readonly action: Readonly<Record<string, string>> };

describe('contracts on a local chain', () => {
  let anvil: Anvil;
  let stage: Stage;
  let market: Market;
  let maker: Address;
  let payer: Address;

  beforeAll(async () => {
    anvil = await startAnvil({ secondsBetweenBlocks: 12, timestamp: 1_700_000_000 });
    stage = await openStage(anvil.url, createSystemClock());
    [maker, payer] = stage.devAccounts as [Address, Address];
    for (const account of stage.devAccounts) stage.book.open(account, await stage.balanceOf(account, 'native'));
    market = await openMarket(stage, maker, { native: ether('1000'), token: ether('2000000') });
  });
  afterAll(async () => {
    await stage?.close();
    await anvil?.stop();
  });

  /** What the book says of these, which was computed from what was done, is what the chain says. */
  const settled = async (asset: Address | 'native', ...people: readonly Address[]): Promise<void> => {
    for (const address of people) {
      expect([asset, address, await stage.balanceOf(address, asset)]).toEqual([
        asset,
        address,
        stage.book.balance(address, asset),
      ]);
    }
  };
  const logsOf = async (hash: string): Promise<readonly Log[]> =>
    ((await ask(anvil.url, 'eth_getTransactionReceipt', [hash])) as { readonly logs: readonly Log[] }).logs;
  const transfersOf = async (hash: string): Promise<bigint[]> =>
    (await logsOf(hash)).filter((log) => log.topics[0] === TRANSFER).map((log) => BigInt(log.data));
  const framesOf = async (hash: string): Promise<readonly Frame[]> =>
    (await ask(anvil.url, 'trace_transaction', [hash])) as readonly Frame[];
  const lastHash = async (): Promise<string> => {
    const block = (await ask(anvil.url, 'eth_getBlockByNumber', ['latest', false])) as {
      readonly transactions: readonly string[];
    };
    return String(block.transactions[0]);
  };

  test('Uniswap V3 swaps in both directions at the prices that its formula gives', async () => {
    await market.wrap(maker, ether('500'));
    const v3 = await deployUniswapV3(stage, maker, market, { weth: ether('500'), token: ether('1000000') });
    const bought = await v3.buy(payer, ether('10'));
    expect(bought).toBeGreaterThan(ether('19000'));
    const sold = await v3.sell(payer, bought / 3n);
    expect(sold).toBeGreaterThan(ether('3'));
    await v3.buy(payer, 1_000_001n);
    await settled(market.token, maker, payer, v3.pool, v3.router, v3.positions);
    await settled(market.weth, maker, payer, v3.pool, v3.router);
    await settled('native', maker, payer, market.weth, v3.router);
  });

  test('a Safe pays native and tokens by its owner', async () => {
    const safe = await createSafe(stage, await deploySafeContracts(stage, maker), payer);
    const friend = someone('friend of the safe');
    await stage.act({ from: payer, to: safe.address, value: ether('5'), gas: 100_000n });
    await market.send(market.token, maker, safe.address, 1_000n);
    const paid = await safe.pay(friend, ether('2'));
    await safe.send(market.token, friend, 400n);
    expect((await framesOf(paid)).map((frame) => frame.action.callType)).toEqual(['call', 'delegatecall', 'call']);
    await settled('native', safe.address, friend, payer);
    await settled(market.token, safe.address, friend);
    expect(stage.book.balance(safe.address, 'native')).toBe(ether('3'));
  });

  test('a multisender pays many in one transaction, and gives back what is left', async () => {
    const sender = await deployMultisender(stage, maker);
    const payments = [1n, 2n, 3n].map((part) => ({ to: someone(`paid ${part}`), amount: part * 1_000n }));
    await sender.pay(payer, payments, 77n);
    await market.send(market.token, maker, payer, 20_000n);
    const through = await sender.send(market.token, payer, payments);
    const straight = await sender.sendStraight(market.token, payer, payments);
    expect(await transfersOf(through)).toEqual([6_000n, 1_000n, 2_000n, 3_000n]);
    expect(await transfersOf(straight)).toEqual([1_000n, 2_000n, 3_000n]);
    const people = [...payments.map(({ to }) => to), sender.address, payer];
    await settled('native', ...people);
    await settled(market.token, ...people);
  });

  test('a token like USDT returns nothing, may take a fee, and freezes and destroys without a Transfer', async () => {
    const tether = await deployTether(stage, maker);
    const [one, other] = [someone('tether one'), someone('tether other')];
    await stage.act({ from: payer, to: one, value: ether('1') });
    expect(await transfersOf(await tether.issue(1_000_000_000n))).toEqual([]);
    await tether.send(maker, one, 500_000_000n);
    await tether.setFee(10n, 2n);
    expect(await transfersOf(await tether.send(one, other, 100_000_000n))).toEqual([100_000n, 99_900_000n]);
    await tether.freeze(one);
    await tether.sendInVain(one, other, 1n);
    await settled(tether.address, maker, one, other);
    expect(await transfersOf(await tether.destroy(one))).toEqual([]);
    await settled(tether.address, maker, one, other);
    expect(
      await ask(anvil.url, 'eth_call', [{ from: other, to: tether.address, data: transferData(maker, 1n) }, 'latest']),
    ).toBe('0x');
  });

  test('a token like USDC is code behind a proxy, and mints and burns with a Transfer', async () => {
    const usdc = await deployUsdc(stage, maker);
    const friend = someone('usdc friend');
    const minted = await usdc.mint(maker, 5_000n);
    await usdc.send(maker, friend, 2_000n);
    await usdc.burn(1_000n);
    await settled(usdc.address, maker, friend);
    expect(await transfersOf(minted)).toEqual([5_000n]);
    expect((await logsOf(minted)).every((log) => log.address === usdc.address)).toBe(true);
    expect((await framesOf(minted)).map((frame) => frame.action.callType)).toEqual(['call', 'delegatecall']);
    await usdc.freeze(friend);
    await expect(usdc.send(maker, friend, 1n)).rejects.toThrow('failed');
    await settled(usdc.address, maker, friend);
  });

  test('a token takes a fee of transfers, told by a second Transfer or by none', async () => {
    const [friend, collector] = [someone('fee friend'), someone('fee collector')];
    const options = { supply: ether('1000'), basisPoints: 250n, collector };
    const told = await deployFeeToken(stage, maker, { ...options, silent: false });
    const silent = await deployFeeToken(stage, maker, { ...options, silent: true });
    expect(await told.send(maker, friend, 1_000n)).toBe(975n);
    expect(await transfersOf(await lastHash())).toEqual([975n, 25n]);
    expect(await silent.send(maker, friend, 1_000n)).toBe(975n);
    expect(await transfersOf(await lastHash())).toEqual([1_000n]);
    for (const { address } of [told, silent]) await settled(address, maker, friend, collector);
  });

  test('the balances of a rebasing token change for everybody without a Transfer', async () => {
    const token = await deployRebasingToken(stage, maker, 1_000_003n);
    const friend = someone('rebase friend');
    await token.send(maker, friend, 333_333n);
    const rebased = await token.rebase(1_234_567n);
    expect(await transfersOf(rebased)).toEqual([]);
    await settled(token.address, maker, friend);
    await token.send(maker, friend, 100n);
    await token.rebase(900_001n);
    await settled(token.address, maker, friend);
    expect(stage.book.balance(friend, token.address)).toBeLessThan(333_333n);
  });

  test('a pool of one denomination takes native or a token in and pays another one, less what the relayer takes', async () => {
    const [recipient, relayer] = [someone('recipient'), String(stage.devAccounts[2])];
    const native = await deployFixedPool(stage, maker, 'native', ether('1'));
    await native.deposit(payer, 'first');
    const paid = await native.withdraw('first', recipient, relayer, ether('0.01'));
    expect((await framesOf(paid)).length).toBe(3);
    await expect(native.withdraw('first', recipient, relayer, 0n)).rejects.toThrow('failed');
    await settled('native', native.address, recipient, payer, relayer);
    const tokens = await deployFixedPool(stage, maker, market.token, 500n);
    await tokens.deposit(maker, 'second');
    await tokens.withdraw('second', recipient, relayer, 0n);
    await settled(market.token, tokens.address, recipient, maker);
  });

  test('a contract that is created with value gives it away at its end, in another transaction or the same', async () => {
    const mortals = await deployMortalMaker(stage, maker);
    const heir = someone('heir');
    const mortal = await mortals.make(payer, ether('3'));
    await settled('native', mortal);
    await mortals.die(maker, mortal, heir);
    expect((await framesOf(await lastHash())).map((frame) => frame.type)).toEqual(['call', 'suicide']);
    const gone = await mortals.makeAndDie(payer, ether('2'), heir);
    expect((await framesOf(await lastHash())).map((frame) => frame.type)).toEqual([
      'call',
      'create',
      'call',
      'suicide',
    ]);
    expect(await ask(anvil.url, 'eth_getCode', [gone, 'latest'])).toBe('0x');
    await settled('native', mortals.address, mortal, gone, heir, payer);
    expect(stage.book.balance(heir, 'native')).toBe(ether('5'));
  });

  test('payments that a failed frame undid and values seen twice by a delegatecall are paid once or not at all', async () => {
    const tricky = await deployPayer(stage, maker);
    const to = { first: someone('first'), undone: someone('undone'), last: someone('last') };
    const undone = await tricky.payAndUndo(payer, to, 5_000n);
    const frames = await framesOf(undone);
    expect(frames.filter((frame) => frame.action.to === to.undone && frame.error === undefined)).toHaveLength(1);
    expect(frames.filter((frame) => frame.error !== undefined)).toHaveLength(1);
    const seen = await framesOf(await tricky.payByDelegate(payer, to.first, 700n));
    expect(seen.map((frame) => [frame.action.callType, BigInt(String(frame.action.value))])).toEqual([
      ['call', 700n],
      ['delegatecall', 700n],
      ['call', 700n],
    ]);
    await settled('native', tricky.address, tricky.library, ...Object.values(to), payer);
    expect(stage.book.balance(to.undone, 'native')).toBe(0n);
  });

  test('ERC-721 and ERC-1155 move pieces, with logs that are no amounts of an ERC-20', async () => {
    const art = await deployCollectibles(stage, maker);
    const friend = someone('collector of art');
    await art.mint721(payer);
    const sent = await logsOf(await art.send721(payer, friend, 0n));
    expect(sent.filter((log) => log.topics[0] === TRANSFER).map((log) => [log.topics.length, log.data])).toEqual([
      [4, '0x'],
    ]);
    await art.mint1155(payer, 7n, 10n);
    await art.mint1155(payer, 8n, 10n);
    await art.send1155(payer, friend, 7n, 3n);
    const batch = await logsOf(
      await art.sendBatch1155(payer, friend, [
        { kind: 7n, amount: 1n },
        { kind: 8n, amount: 2n },
      ]),
    );
    expect(batch.map((log) => log.topics[0])).toEqual([
      id('TransferBatch(address,address,address,uint256[],uint256[])'),
    ]);
    const held = `0x00fdd58e${friend.slice(2).padStart(64, '0')}${'7'.padStart(64, '0')}`;
    expect(BigInt(String(await ask(anvil.url, 'eth_call', [{ to: art.erc1155, data: held }, 'latest'])))).toBe(4n);
  });

  test('a wallet that signed an EIP-7702 authorization carries code and makes many calls at once', async () => {
    const code = await deployBatchCode(stage, maker);
    const address = batchWalletAddress('tester');
    await stage.act({ from: payer, to: address, value: ether('4') });
    await market.send(market.token, maker, address, 900n);
    const wallet = await authorizeBatchWallet(stage, 'tester', code, payer);
    expect(wallet.address).toBe(address);
    expect(await ask(anvil.url, 'eth_getCode', [address, 'latest'])).toBe(`0xef0100${code.slice(2)}`);
    expect(await ask(anvil.url, 'eth_getTransactionByHash', [wallet.authorized])).toMatchObject({ type: '0x4' });
    const [one, other] = [someone('batch one'), someone('batch other')];
    await wallet.execute([
      { to: one, value: ether('1'), data: '0x' },
      { to: other, value: ether('2'), data: '0x' },
      { to: market.token, value: 0n, data: transferData(one, 300n) },
    ]);
    stage.book.move(market.token, address, one, 300n);
    await sendToken(stage, market.token, address, other, 100n);
    await settled('native', address, one, other, payer);
    await settled(market.token, address, one, other);
  });
});
