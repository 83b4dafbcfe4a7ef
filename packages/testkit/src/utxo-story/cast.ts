import { type Address, type ChainId, type Label, ownerOf } from '@fundtrail/core';
import type { BuiltTransaction, OwnedCoin } from '../utxo-node/build-transaction.ts';
import { createPurse } from '../utxo-node/purse.ts';
import type { Actor, Stage } from './stage.ts';

export const COIN = 100_000_000n;
const STOLEN = 500n * COIN;
/** Enough blocks for what is stolen, at 50 coins each. */
const VICTIMS_BLOCKS = 11;
const CROWDS_BLOCKS = 2;
const DEPOSIT_ADDRESSES = 5;
const CERTAIN = 100;

/** Who plays, with what they have when it begins. */
export type Cast = {
  readonly thief: Actor;
  /** The thief as well, after CoinJoins: nobody could know. */
  readonly mixed: Actor;
  readonly exchange: Actor;
  readonly deposits: readonly Address[];
  readonly hotWallet: Address;
  /** Those who take part in CoinJoins, and the coins they bring. */
  readonly crowd: Actor;
  readonly crowdCoins: readonly OwnedCoin[];
  readonly theft: BuiltTransaction;
  readonly loot: OwnedCoin;
};

/** Mines the coins that are stolen and those of the crowd, and lets the thief steal: the theft waits for its block. */
export async function openCast(stage: Stage, crowdAmounts: readonly bigint[]): Promise<Cast> {
  const { node, random } = stage;
  const victim = createPurse(node, `${random.next()}/victim`);
  const bank = createPurse(node, `${random.next()}/bank`);
  await victim.mineCoins(VICTIMS_BLOCKS);
  await bank.mineCoins(CROWDS_BLOCKS);
  const [thief, mixed, exchange, crowd] = ['thief', 'mixed', 'exchange', 'crowd'].map(stage.actor) as [
    Actor,
    Actor,
    Actor,
    Actor,
  ];
  const funding = await bank.pay(crowdAmounts.map((amount) => ({ script: crowd.lock().script, amount })));
  await node.mine();
  const lootLock = thief.lock('p2pkh');
  const left = BigInt(VICTIMS_BLOCKS) * 50n * COIN - STOLEN - stage.fee();
  const theft = stage.act('theft', victim.coins, [
    { script: lootLock.script, amount: STOLEN },
    { script: victim.lock('p2sh').script, amount: left },
  ]);
  const [loot] = thief.coinsOf(theft);
  if (loot === undefined) throw new TypeError('nothing was stolen');
  const deposits = Array.from({ length: DEPOSIT_ADDRESSES }, () => exchange.lock(stage.form()).script);
  const hotWallet = exchange.lock('p2wsh').script;
  return { thief, mixed, exchange, deposits, hotWallet, crowd, crowdCoins: crowd.coinsOf(funding), theft, loot };
}

export function labelsOf(chain: ChainId, { deposits, hotWallet }: Cast): readonly Label[] {
  return [...deposits, hotWallet].map((script) => ({
    chain,
    address: ownerOf(script),
    entity: 'Example Exchange',
    category: 'exchange',
    confidence: CERTAIN,
    source: 'the played theft',
  }));
}
