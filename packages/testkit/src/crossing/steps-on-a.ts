import { type Address, type AssetRef, type Hash, parseAddress } from '@fundtrail/core';
import { hexlify, parseEther, toUtf8Bytes } from 'ethers';
import { ownContract } from '../contracts/artefact.ts';
import { approve, NO_DEADLINE } from '../contracts/erc20.ts';
import { VAULT_ABI } from '../theft/contracts.ts';
import { quote } from '../theft/market.ts';
import { observe, owe, payOnEvm } from './cross.ts';
import { CHAIN_A, LITECOIN, MARKET_A, THORCHAIN_ROUTERS } from './places.ts';
import { type Play, POOL, STOLEN } from './scenery.ts';
import type { StepName } from './steps.ts';
import { depositWithExpiry } from './thor-router.ts';

const GAS_MONEY = parseEther('0.5');
const SPLIT = {
  direct: parseEther('100'),
  swapper: parseEther('80'),
  refunded: parseEther('50'),
  pending: parseEther('40'),
  plain: parseEther('30'),
} as const;
const SWAPPED = parseEther('70');
const DEPOSITS = {
  direct: parseEther('90'),
  refunded: parseEther('45'),
  pending: parseEther('35'),
  plain: parseEther('25'),
} as const;
/** Plain calls with data need a little more than a payment. */
const MEMO_GAS = 60_000n;

export async function theft({ a, cast, robbed, record }: Play): Promise<void> {
  const { stage } = a;
  const gift = await stage.act({ from: cast.funder, to: cast.thief, value: GAS_MONEY });
  await record.evm('theft', a, gift, [{ kind: 'clean', asset: 'native', amount: GAS_MONEY }]);
  const data = VAULT_ABI.encodeFunctionData('withdraw', [cast.thief, STOLEN]);
  const hash = await stage.act({ from: cast.thief, to: robbed, data });
  stage.book.move('native', robbed, cast.thief, STOLEN);
  await record.evm('theft', a, hash, [{ kind: 'stolen', asset: 'native', amount: STOLEN }], 'thief');
}

export async function split({ a, cast, record }: Play): Promise<void> {
  for (const [name, value] of Object.entries(SPLIT)) {
    const hash = await a.stage.act({ from: cast.thief, to: cast[name as keyof typeof SPLIT], value });
    await record.evm('split', a, hash, [], 'thief');
  }
}

export async function swap({ a, cast, pool, record }: Play): Promise<void> {
  const got = await pool.buy(cast.swapper, SWAPPED);
  const { hash } = (await a.chain.block('latest')).transactions[0] ?? { hash: '' };
  const [from, to] = [
    { asset: 'native' as const, amount: SWAPPED },
    { asset: pool.token, amount: got },
  ];
  record.swap({ tx: hash, chain: a.id, from, to });
  const flows = [
    { kind: 'left' as const, ...from },
    { kind: 'arrived' as const, ...to },
  ];
  await record.evm('swap', a, hash, flows, 'thief');
}

/** The memo asks for two payments by streaming. */
export async function depositDirect(play: Play): Promise<void> {
  await deposit(play, 'deposit_direct', 'direct', `=:l:${landingOf(play, 'landing 0')}:0/1/2`);
}

export async function depositRefunded(play: Play): Promise<void> {
  const memo = `=:LTC.LTC:${landingOf(play, 'landing 3')}:99999999999999`;
  await deposit(play, 'deposit_refunded', 'refunded', memo);
}

export async function depositPending(play: Play): Promise<void> {
  await deposit(play, 'deposit_pending', 'pending', `s:LTC.LTC:${landingOf(play, 'landing 4')}`);
}

/** The wrapper sells the token and deposits what it got in the same call. */
export async function depositWrapped(play: Play): Promise<void> {
  const { a, cast, pool, swapIn, record } = play;
  const { stage } = a;
  const bought = record.swaps[0]?.to.amount ?? 0n;
  const got = quote(bought, POOL.token - bought, POOL.native + SWAPPED);
  const approval = await approve(stage, pool.token, cast.swapper, swapIn, bought);
  await record.evm('deposit_wrapped', a, approval, [], 'thief');
  const memo = `=:LTC.LTC:${landingOf(play, 'landing 2')}`;
  const args = [THORCHAIN_ROUTERS[CHAIN_A], cast.vault, memo, pool.token, bought, got, NO_DEADLINE];
  const data = ownContract('SwapIn').abi.encodeFunctionData('swapIn', args);
  const hash = await stage.act({ from: cast.swapper, to: swapIn, data });
  stage.book.move(pool.token, cast.swapper, pool.pool, bought);
  stage.book.destroy(MARKET_A.weth, pool.pool, got);
  stage.book.move('native', MARKET_A.weth, cast.vault, got);
  const sold = { asset: pool.token, amount: bought };
  record.swap({ tx: hash, chain: a.id, from: sold, to: { asset: 'native', amount: got } });
  await seen(play, 'deposit_wrapped', { name: 'wrapped', hash, account: cast.swapper, amount: got, memo }, sold);
}

/** No router: the vault is paid, and the memo is the call data. */
export async function depositPlain(play: Play): Promise<void> {
  const { a, cast } = play;
  const memo = `=:l:${landingOf(play, 'landing 1')}`;
  const amount = DEPOSITS.plain;
  const data = hexlify(toUtf8Bytes(memo));
  const hash = await a.stage.act({ from: cast.plain, to: cast.vault, value: amount, data, gas: MEMO_GAS });
  await seen(play, 'deposit_plain', { name: 'plain', hash, account: cast.plain, amount, memo });
}

export async function refund(play: Play): Promise<void> {
  const { cast, a, record } = play;
  const reason = 'emit asset 8979980000 less than price limit 99999999999999';
  owe(play, 'refunded', { chain: 'ETH', asset: 'ETH.ETH', to: cast.refunded, refund: reason });
  const { tx, amount } = await payOnEvm(play, 'refunded', 'native');
  await record.evm('refund', a, tx, [{ kind: 'arrived', asset: 'native', amount }]);
}

/** The address where the thief waits for coins. */
function landingOf({ thiefsCoins, coins }: Play, name: string): string {
  const lock = thiefsCoins.lock(name);
  const address = coins.addressOf(lock);
  if (parseAddress(address, LITECOIN) !== lock.script) throw new TypeError(`${address} does not stand for its script`);
  return address;
}

async function deposit(
  play: Play,
  step: StepName,
  name: 'direct' | 'refunded' | 'pending',
  memo: string,
): Promise<void> {
  const { a, cast } = play;
  const amount = DEPOSITS[name];
  const payment = { asset: 'native', amount, memo } as const;
  const hash = await depositWithExpiry(a, THORCHAIN_ROUTERS[CHAIN_A], cast[name], cast.vault, payment);
  await seen(play, step, { name, hash, account: cast[name], amount, memo });
}

type Inbound = {
  readonly name: string;
  readonly hash: Hash;
  readonly account: Address;
  readonly amount: bigint;
  readonly memo: string;
};

/** @param sold what the thief gave where that is not what was deposited */
async function seen(
  play: Play,
  step: StepName,
  inbound: Inbound,
  sold: { readonly asset: AssetRef; readonly amount: bigint } = { asset: 'native', amount: inbound.amount },
): Promise<void> {
  const { a, record } = play;
  const { time } = await record.evm(step, a, inbound.hash, [{ kind: 'left', ...sold }], 'thief');
  const fee = await a.feeOf(inbound.hash);
  observe(play, { ...inbound, chain: 'ETH', from: inbound.account, fee, time });
}
