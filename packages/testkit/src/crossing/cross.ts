import type { Address, AssetRef, Hash } from '@fundtrail/core';
import { dataOutput } from '../utxo-node/build-transaction.ts';
import type { EvmSide } from './evm-side.ts';
import { CHAIN_A, CHAIN_B, THORCHAIN_ROUTERS } from './places.ts';
import { DECIMALS, inNetwork, onChain, quoteOut, USDC_DECIMALS } from './prices.ts';
import type { Play } from './scenery.ts';
import { transferOut } from './thor-router.ts';
import { type ThorName, type ThorOutbound, thorHash } from './thorchain/network.ts';
import type { CrossingEnd } from './truth.ts';

/** A payment to a vault that is mined, as the network is to see it. */
export type Observed = {
  readonly name: string;
  readonly chain: ThorName;
  readonly hash: Hash;
  /** Stored form, and as the chain writes it. */
  readonly account: Address;
  readonly from: string;
  /** Base units of the chain's own asset. */
  readonly amount: bigint;
  readonly memo: string;
  readonly fee: bigint;
  readonly time: number;
};

/** What is to be paid for an inbound. */
export type Owed = {
  readonly chain: ThorName;
  readonly asset: string;
  readonly to: string;
  readonly refund?: string;
  /** Hundredths that the parts are of the whole; one part when left out. */
  readonly parts?: readonly bigint[];
};

/** Lets the network see an inbound: from now on it waits. */
export function observe({ network, record, a, coins }: Play, seen: Observed): void {
  const { name, chain, hash, account, from, amount, memo, fee, time } = seen;
  const asset = `${chain}.${chain}`;
  const coin = { asset, amount: inNetwork(amount, DECIMALS[chain]) };
  const gas = { asset, amount: inNetwork(fee, DECIMALS[chain]) };
  network.observe({ hash, chain, from, to: network.vault(chain).address, coin, gas, memo, time });
  const id = chain === 'LTC' ? coins.id : a.id;
  record.link({
    name,
    protocol: 'thorchain',
    key: hash.slice(2),
    state: 'pending',
    source: { side: 'source', chain: id, tx: hash, account, asset: 'native', amount, memo },
    arrivals: [],
  });
}

/** Lets the network exchange what waits, and say what it will pay. */
export function owe({ network, record }: Play, name: string, owed: Owed): void {
  const { source } = record.linkOf(name);
  const swap = network.find(thorHash(source.tx));
  if (swap === undefined) throw new TypeError(`the network did not see ${name}`);
  const { chain, asset, to, refund, parts = [100n] } = owed;
  const decimals = decimalsOf(asset, chain);
  const { worth, net, fee } = quoteOut(swap.inbound.coin, asset, decimals);
  let left = net;
  const outbounds = parts.map((part, at): ThorOutbound => {
    const share = at === parts.length - 1 ? left : (net * part) / 100n;
    left -= share;
    return {
      refund: refund !== undefined,
      chain,
      to,
      coin: { asset, amount: share },
      networkFee: { asset, amount: at === 0 ? fee : 0n },
    };
  });
  network.owe(source.tx, outbounds, refund);
  record.settle(name, { worth, kept: worth - net });
}

/** Pays what is owed at this place on an EVM chain, through the router; resolves to what arrived. */
export async function payOnEvm(play: Play, name: string, asset: AssetRef, place = 0): Promise<CrossingEnd> {
  const { network, record, cast } = play;
  const { source } = record.linkOf(name);
  const { chain, to, coin, refund } = owedAt(play, name, place);
  const [side, number]: [EvmSide, typeof CHAIN_A | typeof CHAIN_B] =
    chain === 'ETH' ? [play.a, CHAIN_A] : [play.b, CHAIN_B];
  const amount = onChain(coin.amount, decimalsOf(coin.asset, chain));
  const memo = `${refund ? 'REFUND' : 'OUT'}:${thorHash(source.tx)}`;
  await side.idle();
  const hash = await transferOut(side, THORCHAIN_ROUTERS[number], cast.vault, to, { asset, amount, memo });
  const { time } = await side.blockOf(hash);
  const gas = { asset: `${chain}.${chain}`, amount: inNetwork(await side.feeOf(hash), DECIMALS[chain]) };
  network.pay(source.tx, place, { hash, from: cast.vault, gas, time });
  const end: CrossingEnd = {
    side: refund ? 'refund' : 'destination',
    ...{ chain: side.id, tx: hash, account: to, asset, amount, memo },
  };
  record.arrive(name, refund ? 'refunded' : 'arrived', end);
  return end;
}

/** Pays what is owed at this place on the UTXO chain: to the receiver, the rest back to the vault, and the memo. */
export async function payInCoins(play: Play, name: string, receiver: Address, place = 0): Promise<CrossingEnd> {
  const { network, record, coins, vaultsCoins, thiefsCoins } = play;
  const { source } = record.linkOf(name);
  const { coin } = owedAt(play, name, place);
  const memo = `OUT:${thorHash(source.tx)}`;
  const built = await vaultsCoins.pay({
    inputs: vaultsCoins.worth(coin.amount),
    outputs: [{ script: receiver, amount: coin.amount }],
    change: vaultsCoins.lock('asgard'),
    after: [dataOutput(memo)],
  });
  thiefsCoins.take(built);
  const { time } = await coins.placeOf(built.hash);
  const paid = { hash: built.hash, from: network.vault('LTC').address, gas: { asset: 'LTC.LTC', amount: built.fee } };
  network.pay(source.tx, place, { ...paid, time });
  const end: CrossingEnd = {
    side: 'destination',
    ...{ chain: coins.id, tx: built.hash, account: receiver, asset: 'native', amount: coin.amount, memo },
  };
  record.arrive(name, 'arrived', end);
  return end;
}

function owedAt({ network, record }: Play, name: string, place: number): ThorOutbound {
  const owed = network.find(thorHash(record.linkOf(name).source.tx))?.outbounds[place];
  if (owed === undefined) throw new TypeError(`nothing is owed for ${name} at ${place}`);
  return owed;
}

function decimalsOf(asset: string, chain: ThorName): number {
  return asset.includes('.USDC-') ? USDC_DECIMALS : DECIMALS[chain];
}
