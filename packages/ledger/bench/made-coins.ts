import {
  type Address,
  assetId,
  type ChainId,
  coinOf,
  type Hash,
  type Leg,
  NO_ADDRESS,
  TRANSFER_KINDS,
  type TransactionFact,
} from '@fundtrail/core';
import type { BenchSet } from './made-set.ts';
import { mulberry32 } from './random.ts';

type Coin = { readonly coin: Address; readonly owner: Address; readonly amount: bigint };

const CHAIN: ChainId = 'bip122:000000000019d6689c085ae165831e93';
const STOLEN = 1_000_000_000_000n;
const FEE = 1_000n;
const PEELS = 10_000;
const PARTS = 35_000;
const TRANSACTIONS = 300_000;
const TRANSACTIONS_PER_BLOCK = 2_000;
/** One output in so many pays a service, so that trails end. */
const SERVICE_EVERY = 50;
const SERVICE = ownerOf(0);

/** Made histories of coins: a peel chain, a payment to many who each pay on, and a random tangle in which most coins are tainted in part. */
export function madeCoins(): readonly BenchSet[] {
  return [
    setOf(`peel-${PEELS}`, () => peelChain(PEELS)),
    // One ten-thousandth of the theft: each part is under it, and the breadth guard decides.
    setOf(`fan-out-${PARTS}`, () => fanOut(PARTS), STOLEN / 10_000n),
    setOf(`coins-${TRANSACTIONS}`, () => tangle(TRANSACTIONS, 1)),
  ];
}

function setOf(name: string, make: () => readonly TransactionFact[], floor = 0n): BenchSet {
  return {
    name,
    load: async () => make(),
    seeds: [{ kind: 'transaction', chain: CHAIN, hash: hashOf(0) }],
    labels: { stops: new Set([`${CHAIN}:${SERVICE}`]), code: new Set() },
    limits: { maxHops: Number.MAX_SAFE_INTEGER, floors: new Map([[assetId(CHAIN, 'native'), floor]]) },
    utxo: true,
  };
}

function peelChain(length: number): readonly TransactionFact[] {
  const facts = [theft()];
  let change = outputsOf(facts[0])[0] as Coin;
  for (let i = 1; i <= length; i += 1) {
    const peeled = STOLEN / BigInt(2 * length);
    const fact = transaction(
      i,
      [change],
      [
        [SERVICE, peeled],
        [ownerOf(i), change.amount - peeled - FEE],
      ],
    );
    change = outputsOf(fact)[1] as Coin;
    facts.push(fact);
  }
  return facts;
}

function fanOut(parts: number): readonly TransactionFact[] {
  const first = theft();
  const each = STOLEN / BigInt(parts + 1);
  const fan = transaction(
    1,
    outputsOf(first),
    Array.from({ length: parts }, (_, i) => [ownerOf(i + 1), each] as const),
  );
  const next = outputsOf(fan).map((coin, i) => transaction(i + 2, [coin], [[ownerOf(i + 7), coin.amount - FEE]]));
  return [first, fan, ...next];
}

function tangle(transactions: number, seed: number): readonly TransactionFact[] {
  const random = mulberry32(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const facts = [theft()];
  const unspent: Coin[] = [...outputsOf(facts[0])];
  for (let i = 1; i < transactions; i += 1) {
    const inputs: Coin[] = [];
    // Mostly recent coins, as on real chains; one coin in four comes from outside.
    for (let n = 1 + below(3); n > 0; n -= 1) {
      const at = unspent.length - 1 - Math.floor(unspent.length * random() ** 3);
      const [found] = random() < 0.25 ? [] : unspent.splice(Math.max(0, at), 1);
      inputs.push(found ?? { coin: coinOf(hashOf(transactions + i), n), owner: ownerOf(i), amount: STOLEN / 1000n });
    }
    const total = inputs.reduce((sum, { amount }) => sum + amount, 0n) - FEE;
    const paid = (total * BigInt(1 + below(98))) / 100n;
    const payee = below(SERVICE_EVERY) === 0 ? SERVICE : ownerOf(below(transactions));
    const fact =
      total < 100n
        ? transaction(i, inputs, [])
        : transaction(i, inputs, [
            [payee, paid],
            [ownerOf(i), total - paid],
          ]);
    facts.push(fact);
    for (const coin of outputsOf(fact)) if (coin.owner !== SERVICE) unspent.push(coin);
  }
  return facts;
}

function theft(): TransactionFact {
  const victim = { coin: coinOf(hashOf(1_000_000_000), 0), owner: ownerOf(1_000_000_000), amount: STOLEN + FEE };
  return transaction(0, [victim], [[ownerOf(1), STOLEN]]);
}

function transaction(
  i: number,
  inputs: readonly Coin[],
  outputs: readonly (readonly [owner: Address, amount: bigint])[],
): TransactionFact {
  const hash = hashOf(i);
  const block = Math.floor(i / TRANSACTIONS_PER_BLOCK);
  const leg = { asset: 'native' } as const;
  return {
    chain: CHAIN,
    hash,
    block,
    index: i % TRANSACTIONS_PER_BLOCK,
    time: block * 600,
    success: true,
    legs: [
      ...inputs.map(
        ({ coin, owner, amount }, at): Leg => ({
          ...leg,
          id: `in:${at}`,
          kind: 'input',
          from: coin,
          to: NO_ADDRESS,
          amount,
          owner,
        }),
      ),
      ...outputs.map(
        ([owner, amount], at): Leg => ({
          ...leg,
          id: `out:${at}`,
          kind: 'output',
          from: NO_ADDRESS,
          to: coinOf(hash, at),
          amount,
          owner,
        }),
      ),
    ],
    whole: TRANSFER_KINDS,
  };
}

function outputsOf(fact: TransactionFact | undefined): readonly Coin[] {
  return (fact?.legs ?? []).flatMap(({ kind, to, owner, amount }) =>
    kind === 'output' && owner !== undefined ? [{ coin: to, owner, amount }] : [],
  );
}

function ownerOf(i: number): Address {
  return `0x0014${i.toString(16).padStart(40, '0')}`;
}

function hashOf(i: number): Hash {
  return `0x${i.toString(16).padStart(64, '0')}`;
}
