import { type Address, type AssetRef, InputError } from '@fundtrail/core';
import { parseEther } from 'ethers';
import { authorizeBatchWallet, batchWalletAddress } from '../contracts/batch-wallet.ts';
import { createSafe } from '../contracts/safe.ts';
import { at, deposit, SCENES, type Scene } from '../theft/scenes.ts';
import type { LaunderingPlay } from './props.ts';

const GAS_MONEY = parseEther('0.05');
const LATE_MONEY = parseEther('15');
const BATCH_WALLET = 'launderer';

/** What happens after the theft, in order; reorganisations come between scenes. */
export const LAUNDERING_SCENES: readonly Scene<LaunderingPlay>[] = [
  ofTheft('fan-out'),
  { name: 'late-wallets', title: 'the thief fills wallets for late deposits', play: lateWallets },
  ofTheft('peel-chain'),
  ofTheft('swaps'),
  { name: 'v3-swaps', title: 'a wallet swaps ether for a token and half of it back on Uniswap V3', play: v3Swaps },
  ofTheft('wrapping'),
  ofTheft('mixing'),
  { name: 'multisend', title: 'a multisender pays four runners, who pay the exchange', play: multisend },
  { name: 'safe', title: 'a Safe takes ether and tokens and pays the exchange and a friend', play: safe },
  { name: 'batch', title: 'a wallet with code of its own makes three payments at once', play: batch },
  { name: 'tether', title: 'a wallet buys USDT and pays it into the exchange, which sweeps it', play: tether },
  ofTheft('cash-out'),
];

function ofTheft(name: string): Scene<LaunderingPlay> {
  const scene = SCENES.find((candidate) => candidate.name === name);
  if (scene === undefined) throw new InputError(`the theft has no scene ${name}`, { field: 'name' });
  return scene;
}

async function lateWallets({ stage, cast, extras }: LaunderingPlay): Promise<void> {
  for (const { wallet } of extras.late) {
    await stage.act({ from: cast.funder, to: wallet, value: GAS_MONEY });
    await stage.act({ from: cast.thief, to: wallet, value: LATE_MONEY });
  }
}

async function v3Swaps(play: LaunderingPlay): Promise<void> {
  const { cast, market, v3 } = play;
  const trader = at(cast.wallets, 9);
  const bought = await v3.buy(trader, parseEther('60'));
  await v3.sell(trader, bought / 2n);
  await deposit(play, market.token, trader, at(cast.deposits, 1), bought / 4n);
}

async function multisend(play: LaunderingPlay): Promise<void> {
  const { cast, extras, multisender } = play;
  const payments = extras.runners.map((to) => ({ to, amount: parseEther('10') }));
  await multisender.pay(at(cast.wallets, 10), payments, 1n);
  for (const [place, runner] of extras.runners.entries()) {
    await deposit(play, 'native', runner, at(cast.deposits, place % 2), parseEther('9'));
  }
}

async function safe(play: LaunderingPlay): Promise<void> {
  const { stage, cast, extras, market, safes } = play;
  const owner = at(cast.wallets, 4);
  const vault = await createSafe(stage, safes, owner);
  await stage.act({ from: owner, to: vault.address, value: parseEther('100'), gas: SAFE_GAS });
  const trader = at(cast.wallets, 9);
  const tokens = stage.book.balance(trader, market.token);
  await market.send(market.token, trader, vault.address, tokens);
  await vault.pay(extras.friend, parseEther('30'));
  await vault.pay(at(cast.deposits, 0), parseEther('40'));
  note(play, at(cast.deposits, 0), 'native', parseEther('40'));
  await vault.send(market.token, at(cast.deposits, 1), tokens);
  note(play, at(cast.deposits, 1), market.token, tokens);
}
/** A Safe's proxy logs what it receives. */
const SAFE_GAS = 100_000n;

async function batch(play: LaunderingPlay): Promise<void> {
  const { stage, cast, extras, batchCode } = play;
  const [giver, first] = [at(cast.wallets, 10), at(cast.deposits, 0)];
  await stage.act({ from: giver, to: batchWalletAddress(BATCH_WALLET), value: parseEther('60') });
  const wallet = await authorizeBatchWallet(stage, BATCH_WALLET, batchCode, cast.funder);
  const pay = (to: Address, value: string): { to: Address; value: bigint; data: string } => ({
    to,
    value: parseEther(value),
    data: '0x',
  });
  await wallet.execute([pay(extras.friend, '5'), pay(first, '25'), pay(at(extras.runners, 0), '10')]);
  note(play, first, 'native', parseEther('25'));
}

async function tether(play: LaunderingPlay): Promise<void> {
  const { stage, cast, tetherPool } = play;
  const [buyer, second] = [at(cast.wallets, 11), at(cast.deposits, 1)];
  const bought = await tetherPool.buy(buyer, parseEther('50'));
  await play.tether.send(buyer, second, bought / 2n);
  note(play, second, play.tether.address, bought / 2n);
  await stage.act({ from: cast.hotWallet, to: second, value: parseEther('0.01') });
  await play.tether.send(second, cast.hotWallet, bought / 2n);
}

function note({ deposits }: LaunderingPlay, address: Address, asset: AssetRef, amount: bigint): void {
  deposits.push({ address, asset, amount });
}
