import { type Address, FundtrailError, type Hash } from '@fundtrail/core';
import { concat, id, parseEther, toBeHex, zeroPadValue } from 'ethers';
import { creationCode, ownContract } from '../contracts/artefact.ts';
import { approve } from '../contracts/erc20.ts';
import { deployFeeToken } from '../contracts/fee-token.ts';
import { dataOutput, type Output } from '../utxo-node/build-transaction.ts';
import { oddMemos } from './odd-memos.ts';
import { CCTP, CHAIN_A, CHAIN_B, CHAIN_C, THORCHAIN_ROUTERS } from './places.ts';
import { mined, type Play } from './scenery.ts';
import { depositWithExpiry, transferOut } from './thor-router.ts';
import { thorHash } from './thorchain/network.ts';
import type { BadAct, BadActor } from './truth.ts';

const ATTACKERS_MONEY = parseEther('20');
const FORGED = parseEther('3');
const COIN = 100_000_000n;
const FEE_TOKEN = { supply: parseEther('1000'), basisPoints: 2_500n, silent: false } as const;
const CLAIMED = parseEther('100');

/** What each of them does. All their money is clean, and nothing of the thief's moves but by `odd_memos`, which the thief does himself. Some need a step of the story to have been played. */
export const BAD_ACTORS: Readonly<Record<BadActor, (play: Play) => Promise<BadAct>>> = {
  fake_router: fakeRouter,
  unknown_inbound: unknownInbound,
  overclaim,
  same_key_twice: sameKeyTwice,
  forged_outbound: forgedOutbound,
  replayed_mint: replayedMint,
  two_op_returns: twoOpReturns,
  malformed_memo: malformedMemo,
  odd_memos: oddMemos,
};

/** A router that is nobody's emits the same logs: a deposit on A, and on B a payout for an inbound that is real and waits. */
async function fakeRouter(play: Play): Promise<BadAct> {
  const { a, b, cast, record } = play;
  const { attacker, stranger } = cast;
  const waiting = record.linkOf('pending').source.tx;
  await a.stage.act({ from: cast.funder, to: attacker, value: ATTACKERS_MONEY });
  await b.stage.act({ from: cast.funder, to: attacker, value: ATTACKERS_MONEY });
  const code = creationCode(ownContract('ThorchainRouter'));
  const [routerA, routerB] = [await a.stage.create(a.maker, code), await b.stage.create(b.maker, code)];
  const memo = `=:a:${stranger}`;
  const deposit = await depositWithExpiry(a, routerA, attacker, stranger, { asset: 'native', amount: FORGED, memo });
  const payment = { asset: 'native', amount: FORGED, memo: `OUT:${thorHash(waiting)}` } as const;
  const payout = await transferOut(b, routerB, attacker, stranger, payment);
  return record.badAct({
    actor: 'fake_router',
    transactions: [await record.evm('fake_router', a, deposit, []), await record.evm('fake_router', b, payout, [])],
    expected: 'no leg: the emitter is no contract of the protocol',
  });
}

/** The vault pays for an inbound that nobody has seen. */
async function unknownInbound(play: Play): Promise<BadAct> {
  const tx = await payFromVault(play, 'unknown_inbound', `OUT:${thorHash(id('an inbound that never was'))}`);
  return play.record.badAct({
    actor: 'unknown_inbound',
    transactions: [tx],
    expected: 'a destination without source: no link',
  });
}

/** The router pays in a token that takes a quarter of each transfer: its log claims all of it. */
async function overclaim(play: Play): Promise<BadAct> {
  const { a, b, cast, record } = play;
  const { funder, vault, stranger } = cast;
  const router = THORCHAIN_ROUTERS[CHAIN_B];
  const token = await deployFeeToken(b.stage, b.maker, { ...FEE_TOKEN, collector: cast.relayer });
  const memo = `=:AVAX.FEE-${token.address.slice(-5).toUpperCase()}:${stranger}`;
  const asked = { asset: 'native', amount: FORGED, memo } as const;
  const deposit = await depositWithExpiry(a, THORCHAIN_ROUTERS[CHAIN_A], funder, vault, asked);
  // What the router is owed by: twice as much, of which it gets three quarters. The book is not told: the token has its own ways.
  await approve(b.stage, token.address, b.maker, router, CLAIMED * 2n);
  const { abi } = ownContract('ThorchainRouter');
  const filling = [vault, token.address, CLAIMED * 2n, '+:AVAX.FEE', 2n ** 255n];
  await b.stage.act({ from: b.maker, to: router, data: abi.encodeFunctionData('depositWithExpiry', filling) });
  const out = [stranger, token.address, CLAIMED, `OUT:${thorHash(deposit)}`];
  const payout = await b.stage.act({ from: vault, to: router, data: abi.encodeFunctionData('transferOut', out) });
  return record.badAct({
    actor: 'overclaim',
    transactions: [await record.evm('overclaim', a, deposit, []), await record.evm('overclaim', b, payout, [])],
    expected: `an arrival of ${(CLAIMED * 3n) / 4n}, which moved, and not of ${CLAIMED}, which the log tells`,
  });
}

/** The vault pays a third time for an inbound that was paid in full, to somebody else. */
async function sameKeyTwice(play: Play): Promise<BadAct> {
  const inbound = play.record.linkOf('direct').source.tx;
  const tx = await payFromVault(play, 'same_key_twice', `OUT:${thorHash(inbound)}`);
  return play.record.badAct({
    actor: 'same_key_twice',
    transactions: [tx],
    expected: 'a third arrival under one key, at an account that was not asked for: it is told',
  });
}

/** Somebody who is not the vault writes the memo of a payout. */
async function forgedOutbound(play: Play): Promise<BadAct> {
  const { coins, record } = play;
  const inbound = record.linkOf('plain').source.tx;
  const built = await mined(coins, [
    { script: coins.lock('stranger').script, amount: COIN },
    dataOutput(`OUT:${thorHash(inbound)}`),
  ]);
  return record.badAct({
    actor: 'forged_outbound',
    transactions: [await record.coin('forged_outbound', built.hash, [])],
    expected: 'no link: what is spent is no coin of a vault',
  });
}

/** A transmitter of somebody's own receives the same message again and mints another token. */
async function replayedMint(play: Play): Promise<BadAct> {
  const { c, cast, cctpB, record } = play;
  const { stage, maker } = c;
  const nonce = BigInt(record.linkOf('cctp').key.split(':')[1] ?? 0);
  const minter = await stage.create(maker, creationCode(ownContract('CctpMinter')));
  const token = await stage.create(maker, creationCode(ownContract('UsdcLike')));
  const initialize = ownContract('UsdcLike').abi.encodeFunctionData('initialize', [minter]);
  await stage.act({ from: maker, to: token, data: initialize });
  const { abi } = ownContract('CctpTransmitter');
  const { domain } = CCTP[CHAIN_C];
  const transmitter = await stage.create(maker, creationCode(ownContract('CctpTransmitter'), [domain, 0n]));
  const sender = CCTP[CHAIN_B].messenger;
  const remote = [transmitter, minter, token, cctpB.domain, sender];
  const messenger = await stage.create(maker, creationCode(ownContract('CctpMessenger'), remote));
  const word = (value: Address | bigint): string =>
    typeof value === 'bigint' ? toBeHex(value, 32) : zeroPadValue(value, 32);
  const body = [toBeHex(0, 4), word(cctpB.usdc), word(cast.stranger), word(FORGED), word(cast.attacker)];
  const head = [toBeHex(0, 4), toBeHex(cctpB.domain, 4), toBeHex(domain, 4), toBeHex(nonce, 8)];
  const message = concat([...head, word(sender), word(messenger), word(0n), ...body]);
  const data = abi.encodeFunctionData('receiveMessage', [message, '0x']);
  const hash = await stage.act({ from: maker, to: transmitter, data });
  return record.badAct({
    actor: 'replayed_mint',
    transactions: [await record.evm('replayed_mint', c, hash, [])],
    expected: 'no leg: the emitters are no contracts of the protocol',
  });
}

/** A deposit with two memos, each of which could be read by itself. */
async function twoOpReturns(play: Play): Promise<BadAct> {
  const { coins, network, cast, record } = play;
  const built = await mined(coins, [
    { script: network.vault('LTC').stored, amount: COIN },
    dataOutput(`=:a:${cast.stranger}`),
    dataOutput(`=:a:${cast.attacker}`),
  ]);
  return record.badAct({
    actor: 'two_op_returns',
    transactions: [await record.coin('two_op_returns', built.hash, [])],
    expected: 'a source whose memo is both joined, which names no account: it links nothing',
  });
}

/** Deposits whose memos say nothing, or name an address that is none. */
async function malformedMemo(play: Play): Promise<BadAct> {
  const { a, cast, record } = play;
  const hashes: Hash[] = [];
  for (const memo of ['SWAP;LTC', '=:LTC.LTC:ltc1qnotanaddress', `=:l:${'x'.repeat(300)}`]) {
    const payment = { asset: 'native', amount: FORGED, memo } as const;
    hashes.push(await depositWithExpiry(a, THORCHAIN_ROUTERS[CHAIN_A], cast.funder, cast.vault, payment));
  }
  const transactions = [];
  for (const hash of hashes) transactions.push(await record.evm('malformed_memo', a, hash, []));
  return record.badAct({
    actor: 'malformed_memo',
    transactions,
    expected: 'sources that are kept as they came, without a receiver',
  });
}

async function payFromVault(play: Play, actor: BadActor, memo: string): Promise<BadAct['transactions'][number]> {
  const { coins, vaultsCoins, record } = play;
  const outputs: readonly Output[] = [{ script: coins.lock('stranger').script, amount: COIN }];
  const [coin] = vaultsCoins.worth(COIN);
  if (coin === undefined) throw new FundtrailError('no_coins', 'the vault is empty');
  const change = vaultsCoins.lock('asgard');
  const built = await vaultsCoins.pay({ inputs: [coin], outputs, change, after: [dataOutput(memo)] });
  return await record.coin(actor, built.hash, []);
}
