import { readFileSync } from 'node:fs';
import {
  type Address,
  type AssetRef,
  assetId,
  type Label,
  type Leg,
  type Policy,
  type TransactionFact,
} from '@fundtrail/core';
import type { PriceOf } from './conversion.ts';
import type { ReferenceSeed } from './types.ts';

const CHAIN = 'eip155:1';
const VICTIM = 'the victim';

type GoldenTransaction = {
  readonly h: string;
  readonly seed?: readonly [account: string, asset: string, amount: string];
  readonly t?: readonly (readonly [from: string, to: string, asset: string, amount: string])[];
  readonly from?: string;
  readonly fee?: string;
  readonly failed?: boolean;
};

/** What a policy must arrive at; keys are `account|asset` in the vector's own names. */
export type GoldenExpectation = {
  readonly resting: Readonly<Record<string, readonly [tainted: string, origin: string | null]>>;
  readonly terminals: Readonly<Record<string, readonly [tainted: string, origin: string]>>;
  readonly fee: readonly [tainted: string, origin: string];
  readonly hops: readonly (readonly [
    tx: string,
    from: string,
    to: string,
    asset: string,
    amount: string,
    tainted: string,
    origin: string,
  ])[];
  readonly gaps: Readonly<Record<string, string>>;
};

type GoldenFile = {
  readonly account: readonly {
    readonly scenario: {
      readonly name: string;
      readonly why: string;
      readonly contracts?: readonly string[];
      readonly stop?: readonly string[];
      readonly price?: Readonly<Record<string, string>>;
      readonly txs: readonly GoldenTransaction[];
    };
    readonly seed_total: string;
    readonly expected: Readonly<Record<Policy, GoldenExpectation>>;
  }[];
};

/** A golden scenario as facts: the theft is a payment by an account of its own, `victim`. */
export type GoldenScenario = {
  readonly name: string;
  readonly why: string;
  readonly transactions: readonly TransactionFact[];
  readonly seeds: readonly ReferenceSeed[];
  readonly labels: readonly Label[];
  readonly priceOf: PriceOf;
  readonly stolen: bigint;
  readonly expected: Readonly<Record<Policy, GoldenExpectation>>;
  readonly victim: string;
  /** The vector's own name of an account id, or `account|asset` of a pair of ids. */
  nameOf(id: string): string;
  hashName(hash: string): string;
};

/** Reads the account-chain scenarios of a file of golden vectors. */
export function readGoldenScenarios(path: string): readonly GoldenScenario[] {
  const file = JSON.parse(readFileSync(path, 'utf8')) as GoldenFile;
  return file.account.map(({ scenario, seed_total, expected }) => {
    const names = createNames();
    const transactions = scenario.txs.map((tx, place) => toFact(tx, place, names));
    const hashes = new Map(transactions.map((tx, place) => [tx.hash, scenario.txs[place]?.h ?? '']));
    const label = (name: string, category: string): Label => ({
      chain: CHAIN,
      address: names.address(name),
      entity: name,
      category,
      confidence: 100,
      source: 'golden',
    });
    const prices = new Map(
      Object.entries(scenario.price ?? {}).map(([name, usd]) => [assetId(CHAIN, names.asset(name)), BigInt(usd)]),
    );
    return {
      name: scenario.name,
      why: scenario.why,
      transactions,
      seeds: scenario.txs.flatMap((tx, place) =>
        tx.seed === undefined ? [] : [{ kind: 'transaction', chain: CHAIN, hash: hashOf(place) } as const],
      ),
      labels: [
        ...(scenario.contracts ?? []).map((name) => label(name, 'contract')),
        ...(scenario.stop ?? []).map((name) => label(name, 'exchange')),
      ],
      priceOf: (asset) => {
        const numerator = prices.get(asset);
        return numerator === undefined ? undefined : { numerator, denominator: 1n };
      },
      stolen: BigInt(seed_total),
      expected,
      victim: names.account(VICTIM),
      nameOf: (id) => id.split('|').map(names.nameOf).join('|'),
      hashName: (hash) => hashes.get(hash) ?? hash,
    };
  });
}

function toFact(tx: GoldenTransaction, place: number, names: Names): TransactionFact {
  const rows = [...(tx.seed === undefined ? [] : [[VICTIM, ...tx.seed] as const]), ...(tx.t ?? [])];
  const moves = rows.map(([from, to, asset, amount], index): Leg => {
    const ref = names.asset(asset);
    return {
      id: `log:${index}`,
      kind: ref === 'native' ? 'native' : 'token',
      from: names.address(from),
      to: names.address(to),
      asset: ref,
      amount: BigInt(amount),
    };
  });
  const sender = tx.from === undefined ? {} : { sender: names.address(tx.from) };
  const fees: Leg[] =
    tx.from === undefined || tx.fee === undefined
      ? []
      : [
          {
            id: 'fee',
            kind: 'fee',
            from: names.address(tx.from),
            to: names.address('nobody'),
            asset: 'native',
            amount: BigInt(tx.fee),
          },
        ];
  return {
    chain: CHAIN,
    hash: hashOf(place),
    block: place + 1,
    index: 0,
    time: place + 1,
    ...sender,
    success: tx.failed !== true,
    legs: [...fees, ...moves],
    whole: ['native', 'internal', 'token'],
  };
}

type Names = {
  address(name: string): Address;
  account(name: string): string;
  asset(name: string): AssetRef;
  nameOf(id: string): string;
};

/** Names become addresses in the order they are met; ETH is the native asset, any other asset a contract of its name. */
function createNames(): Names {
  const addresses = new Map<string, Address>();
  const names = new Map<string, string>([[assetId(CHAIN, 'native'), 'ETH']]);
  const address = (name: string): Address => {
    const known = addresses.get(name);
    if (known !== undefined) return known;
    const made = `0x${(addresses.size + 1).toString(16).padStart(40, 'a')}`;
    addresses.set(name, made);
    names.set(`${CHAIN}:${made}`, name);
    names.set(assetId(CHAIN, made), name);
    return made;
  };
  return {
    address,
    account: (name) => `${CHAIN}:${address(name)}`,
    asset: (name) => (name === 'ETH' ? 'native' : address(name)),
    nameOf: (id) => names.get(id) ?? id,
  };
}

function hashOf(place: number): string {
  return `0x${(place + 1).toString(16).padStart(64, '0')}`;
}
