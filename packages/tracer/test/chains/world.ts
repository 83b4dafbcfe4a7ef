import {
  type AccountId,
  type Address,
  accountId,
  type ChainId,
  formatAccount,
  type Hash,
  type Label,
  type Policy,
} from '@fundtrail/core';
import {
  type Anvil,
  type Chain,
  createPurse,
  openChain,
  type Purse,
  startAnvil,
  startUtxoNode,
  type UtxoNode,
} from '@fundtrail/testkit';
import { type CaseSpec, DEFAULT_LIMITS, type SeedInput, type SourceSpec, type TraceResult } from '../../src/index.ts';
import type { Harness } from '../harness.ts';

export const ETHER = 10n ** 18n;
export const COIN = 10n ** 8n;
const POLICIES: readonly Policy[] = ['haircut', 'fifo', 'lifo', 'poison'];
const START = 1_700_000_000;
const BLOCKS_TO_SPEND = 102;
const FLOOR_0 = { numerator: 0n, denominator: 1n };
export const [VICTIM, THIEF, HELPER, EXCHANGE] = [0, 1, 2, 3] as const;

/** An account chain with people who have keys. */
export type AccountSide = {
  readonly id: ChainId;
  readonly anvil: Anvil;
  readonly chain: Chain;
  person(place: number): Address;
  account(place: number): AccountId;
  /** Resolves to the transaction, which is in a block. */
  pay(from: number, to: number, ether: bigint): Promise<Hash>;
};

/** Two account chains and a UTXO chain, with a theft on each, and what the thieves do then. */
export type ChainsWorld = {
  readonly first: AccountSide;
  readonly second: AccountSide;
  readonly coins: { readonly id: ChainId; readonly node: UtxoNode; readonly victim: Purse; readonly thief: Purse };
  readonly sources: ReadonlyMap<ChainId, SourceSpec>;
  readonly seeds: readonly SeedInput[];
  close(): Promise<void>;
};

export type ChainsWorldOptions = {
  /** Of the account chains: a block is final after twice as many. */
  readonly slotsInAnEpoch?: number;
  /** Of all chains, whose clocks go alike. */
  readonly secondsBetweenBlocks?: number;
};

export async function startChainsWorld(options: ChainsWorldOptions = {}): Promise<ChainsWorld> {
  const { secondsBetweenBlocks = 12, slotsInAnEpoch } = options;
  // The coins of a UTXO chain can be spent after a hundred blocks.
  const timestamp = START + BLOCKS_TO_SPEND * secondsBetweenBlocks;
  const account = { timestamp, secondsBetweenBlocks, ...(slotsInAnEpoch === undefined ? {} : { slotsInAnEpoch }) };
  const [one, two, node] = await Promise.all([
    startAnvil(account),
    startAnvil({ chainId: 31_338, ...account }),
    startUtxoNode({ timestamp: START, secondsBetweenBlocks }),
  ]);
  const [first, second] = await Promise.all([openSide(one, 'eip155:31337'), openSide(two, 'eip155:31338')]);
  const [victim, thief] = [createPurse(node, 'victim'), createPurse(node, 'thief')];
  await victim.mineCoins(2);
  const stolen: SeedInput[] = [];
  for (const side of [first, second])
    stolen.push({ kind: 'transaction', chain: side.id, hash: await side.pay(VICTIM, THIEF, 100n) });
  const theft = await victim.pay([{ script: thief.lock().script, amount: 30n * COIN }]);
  await node.mine(1);
  thief.take(theft);
  const taken = { kind: 'transaction', chain: node.chain, hash: theft.hash } as const;
  return {
    first,
    second,
    coins: { id: node.chain, node, victim, thief },
    sources: new Map<ChainId, SourceSpec>([
      [first.id, { kind: 'rpc', chain: first.id, url: one.url }],
      [second.id, { kind: 'rpc', chain: second.id, url: two.url }],
      [node.chain, { kind: 'rpc', chain: node.chain, url: node.url }],
    ]),
    seeds: [...stolen, { ...taken, account: accountId(node.chain, theft.outputs[0]?.coin ?? '') }],
    close: async () => {
      await Promise.all([one.stop(), two.stop(), node.stop()]);
    },
  };
}

async function openSide(anvil: Anvil, id: ChainId): Promise<AccountSide> {
  const chain = openChain(anvil.url);
  const people = (await chain.ask('eth_accounts')) as readonly Address[];
  const person = (place: number): Address => people[place] ?? '';
  return {
    id,
    anvil,
    chain,
    person,
    account: (place) => accountId(id, person(place)),
    pay: (from, to, ether) =>
      chain.send({ from: person(from), to: person(to), value: `0x${(ether * ETHER).toString(16)}` }),
  };
}

/** What the thieves do on all chains: chains of payments, and one that meets clean money. */
export async function playAll({ first, second, coins }: ChainsWorld): Promise<void> {
  for (const side of [first, second]) {
    await side.pay(THIEF, HELPER, 60n);
    await side.pay(HELPER, 4, 200n);
    await side.pay(4, 5, 150n);
  }
  await spendCoins(coins, 10n * COIN);
  coins.thief.take(await coins.victim.pay([{ script: coins.thief.lock().script, amount: 5n * COIN }]));
  await coins.node.mine(1);
  await spendCoins(coins, 22n * COIN);
}

/** Spends all that the thief has, the stolen coins among it, and mines it. */
export async function spendCoins({ node, thief }: ChainsWorld['coins'], amount: bigint): Promise<Hash> {
  const paid = await thief.pay([{ script: thief.lock().script, amount }], { inputs: thief.coins });
  await node.mine(1);
  return paid.hash;
}

export function caseOf(world: ChainsWorld, seeds: readonly SeedInput[], more: Partial<CaseSpec> = {}): CaseSpec {
  const [seed] = seeds;
  const chain = seed?.kind === 'transaction' ? seed.chain : '';
  const source = world.sources.get(chain);
  if (source === undefined) throw new RangeError(chain);
  return {
    name: 'several chains',
    seeds,
    policies: POLICIES,
    limits: { ...DEFAULT_LIMITS, floor: FLOOR_0 },
    source,
    labelSets: [],
    follow: false,
    ...more,
  };
}

export function exchangeOn(side: AccountSide): Label {
  const about = { entity: `Exchange of ${side.id}`, category: 'exchange', confidence: 90, source: 'test' } as const;
  return { chain: side.id, address: side.person(EXCHANGE), ...about };
}

/** For every conserving policy and every stolen asset, what is stolen less all places where it is: zeros. */
export function unaccounted({ totals }: TraceResult): readonly string[] {
  return POLICIES.filter((policy) => policy !== 'poison').flatMap((policy) => {
    const own = totals[policy];
    return Object.entries(own?.stolen ?? {}).flatMap(([asset, stolen]) => {
      const placed = Object.values(own?.origin ?? {}).reduce((sum, amounts) => sum + BigInt(amounts[asset] ?? '0'), 0n);
      return placed === BigInt(stolen) ? [] : [`${policy} ${asset}: ${stolen} stolen, ${placed} placed`];
    });
  });
}

/** What an account received under a policy, in whole units of ether. */
export async function receivedBy(
  { tracer }: Harness,
  id: string,
  account: AccountId,
  policy: Policy = 'haircut',
): Promise<bigint> {
  const { accounts } = await tracer.cases.result(id);
  const row = accounts.find((found) => found.account === formatAccount(account));
  return BigInt(row?.received[policy] ?? '0') / ETHER;
}
