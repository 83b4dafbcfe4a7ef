import type { Address } from '@fundtrail/core';
import { dataOutput, type OwnedCoin, sum } from '../utxo-node/build-transaction.ts';
import type { Lock } from '../utxo-node/lock.ts';
import { observe, owe, payInCoins } from './cross.ts';
import type { Play } from './scenery.ts';
import type { StepName } from './steps.ts';

const COIN = 100_000_000n;
/** What each hop of the chain of payments leaves behind. */
const PEELED = [7n * COIN, 5n * COIN, 3n * COIN];
const RETURNED = { usdc: 120n * COIN, avax: 40n * COIN } as const;
/** Two payments for one inbound: hundredths of the whole. */
const PARTS = [60n, 40n];
/** Enough of the token's address to tell it: memos on UTXO chains are short. */
const SUFFIX_DIGITS = 5;

export async function payoutDirect(play: Play): Promise<void> {
  const { script, address } = landing(play, 'landing 0');
  owe(play, 'direct', { chain: 'LTC', asset: 'LTC.LTC', to: address, parts: PARTS });
  await payout(play, 'payout_direct', 'direct', script, 0);
}

export async function payoutDirectRest(play: Play): Promise<void> {
  await payout(play, 'payout_direct_rest', 'direct', landing(play, 'landing 0').script, 1);
}

export async function payoutWrapped(play: Play): Promise<void> {
  const { script, address } = landing(play, 'landing 2');
  owe(play, 'wrapped', { chain: 'LTC', asset: 'LTC.LTC', to: address });
  await payout(play, 'payout_wrapped', 'wrapped', script);
}

export async function payoutPlain(play: Play): Promise<void> {
  const { script, address } = landing(play, 'landing 1');
  owe(play, 'plain', { chain: 'LTC', asset: 'LTC.LTC', to: address });
  await payout(play, 'payout_plain', 'plain', script);
}

/** Both payments of the direct deposit are spent together, and go down a chain that leaves something behind at each hop. */
export async function peel(play: Play): Promise<void> {
  const { thiefsCoins, record } = play;
  let inputs = coinsOf(play, 'landing 0');
  for (const [hop, amount] of PEELED.entries()) {
    const rest = thiefsCoins.lock(`peeled ${hop}`);
    const change = thiefsCoins.lock(`peel ${hop}`);
    const built = await thiefsCoins.pay({ inputs, outputs: [{ script: rest.script, amount }], change });
    await record.coin('peel', built.hash, [{ kind: 'fee', asset: 'native', amount: built.fee }]);
    inputs = coinsOf(play, `peel ${hop}`);
  }
}

export async function returnUsdc(play: Play): Promise<void> {
  const { cctpB, cast } = play;
  const suffix = cctpB.usdc.slice(-SUFFIX_DIGITS).toUpperCase();
  const memo = `=:AVAX.USDC-${suffix}:${cast.landing}`;
  await giveBack(play, 'return_usdc', 'usdc', `peel ${PEELED.length - 1}`, memo);
}

export async function returnAvax(play: Play): Promise<void> {
  await giveBack(play, 'return_avax', 'avax', 'landing 2', `=:a:${play.cast.landing}`);
}

async function giveBack(
  play: Play,
  step: StepName,
  name: keyof typeof RETURNED,
  lock: string,
  memo: string,
): Promise<void> {
  const { thiefsCoins, network, record, coins } = play;
  const amount = RETURNED[name];
  const inputs = coinsOf(play, lock);
  const built = await thiefsCoins.pay({
    inputs,
    outputs: [{ script: network.vault('LTC').stored, amount }, dataOutput(memo)],
    change: thiefsCoins.lock(`after ${name}`),
  });
  play.vaultsCoins.take(built);
  const { time } = await record.coin(step, built.hash, [
    { kind: 'left', asset: 'native', amount },
    { kind: 'fee', asset: 'native', amount: built.fee },
  ]);
  const owner: Lock = thiefsCoins.lock(lock);
  const from = coins.addressOf(owner);
  observe(play, {
    ...{ name, chain: 'LTC', hash: built.hash, account: owner.script, from, amount, memo },
    fee: built.fee,
    time,
  });
}

async function payout(play: Play, step: StepName, name: string, script: Address, place = 0): Promise<void> {
  const { tx, amount } = await payInCoins(play, name, script, place);
  await play.record.coin(step, tx, [{ kind: 'arrived', asset: 'native', amount }]);
}

function landing({ thiefsCoins, coins }: Play, name: string): { readonly script: Address; readonly address: string } {
  const lock = thiefsCoins.lock(name);
  return { script: lock.script, address: coins.addressOf(lock) };
}

function coinsOf({ thiefsCoins }: Play, name: string): readonly OwnedCoin[] {
  const { script } = thiefsCoins.lock(name);
  const found = thiefsCoins.coins.filter(({ lock }) => lock.script === script);
  if (sum(found) === 0n) throw new TypeError(`there are no coins of ${name}`);
  return found;
}
