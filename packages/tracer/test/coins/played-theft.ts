import { coinOf, formatAddress, type Hash, type Policy, UTXO_POLICIES } from '@fundtrail/core';
import type { StoryCoin, UtxoStory } from '@fundtrail/testkit';
import { DEFAULT_LIMITS, type SourceSpec, type TraceResult } from '../../src/index.ts';
import type { Harness } from '../harness.ts';

/** What is known of a played theft when its first block is mined. */
export type KnownTheft = Pick<UtxoStory, 'chain' | 'labels'> & { readonly theft: { readonly hash: Hash } };

/** Everything is followed, whatever it is worth: the story accounts for every unit. */
const LIMITS = { ...DEFAULT_LIMITS, floor: { numerator: 0n, denominator: 1n }, maxHops: 100_000 };

const CONSERVING: readonly Policy[] = UTXO_POLICIES.filter((policy) => policy !== 'poison');

/** Starts a case of a played theft, under every policy, with the story's labels. Stolen is the thief's output, and not the victim's change. */
export async function startPlayedCase(
  { deps, tracer }: Harness,
  source: { readonly kind: 'rpc' | 'esplora'; readonly url: string },
  { chain, theft, labels }: KnownTheft,
  { follow = false }: { readonly follow?: boolean } = {},
): Promise<string> {
  await deps.labels.importSet('default', labels);
  return tracer.cases.create({
    name: 'the played theft of coins',
    seeds: [{ kind: 'transaction', chain, hash: theft.hash, account: `${chain}:${coinOf(theft.hash, 0)}` }],
    policies: UTXO_POLICIES,
    limits: LIMITS,
    source: { ...source, chain } satisfies SourceSpec,
    labelSets: [],
    follow,
  });
}

/** Per policy, where the stolen coins are in the end, in base units; and coin by coin, whatever the policy. */
export type Whereabouts = {
  readonly totals: Readonly<Record<string, Readonly<Record<string, bigint>>>>;
  /** `<transaction>:<place> <amount>`, sorted. */
  readonly deposits: readonly string[];
  readonly resting: readonly string[];
  /** `<transaction> <amount>`, sorted. */
  readonly mixed: readonly string[];
};

/** As it was played: only stolen coins were spent, so that every policy comes to the same. */
export function playedWhereabouts({ chain, expected }: UtxoStory): Whereabouts {
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
  const amounts = (coins: readonly StoryCoin[]): readonly bigint[] => coins.map(({ amount }) => amount);
  const placed = {
    stolen: expected.stolen,
    exchange: sum(amounts(expected.deposits)),
    mixer: sum(expected.mixes.map(({ stolen }) => stolen)),
    resting: sum(amounts(expected.resting)),
    fee: expected.fees,
  };
  const told = (coins: readonly StoryCoin[]): readonly string[] =>
    coins.map(({ coin, amount }) => `${formatAddress(coin, chain)} ${amount}`).sort();
  return {
    totals: Object.fromEntries(CONSERVING.map((policy) => [policy, placed])),
    deposits: told(expected.deposits),
    resting: told(expected.resting),
    mixed: expected.mixes.map(({ hash, stolen }) => `${hash.slice(2)} ${stolen}`).sort(),
  };
}

/** As a case tells it. @throws Error where policies differ on one coin */
export function tracedWhereabouts({ totals, accounts }: TraceResult): Whereabouts {
  const sum = (amounts: Readonly<Record<string, string>>): bigint =>
    Object.values(amounts).reduce((total, amount) => total + BigInt(amount), 0n);
  const placesOf = (policy: Policy): Readonly<Record<string, bigint>> => {
    const { stolen = {}, origin = {} } = totals[policy] ?? {};
    const placed = Object.entries(origin).map(([kind, amounts]) => [kind, sum(amounts)] as const);
    return { stolen: sum(stolen), ...Object.fromEntries(placed.filter(([, amount]) => amount > 0n)) };
  };
  const told = (kind: string, value: 'received' | 'resting'): readonly string[] =>
    accounts
      .filter((row) => row.terminal?.kind === kind)
      .map((row) => `${row.output ?? row.account.split(':').at(-1)} ${sameForAll(row[value])}`)
      .sort();
  return {
    totals: Object.fromEntries(CONSERVING.map((policy) => [policy, placesOf(policy)])),
    deposits: told('exchange', 'received'),
    resting: told('resting', 'resting'),
    mixed: told('mixer', 'received'),
  };
}

function sameForAll(amounts: Readonly<Record<string, string>>): string {
  const [amount = '', ...others] = new Set(UTXO_POLICIES.map((policy) => amounts[policy] ?? 'none'));
  if (others.length > 0) throw new Error(`policies differ on one coin: ${JSON.stringify(amounts)}`);
  return amount;
}

/** The tables of a case; in what order a source tells transactions of one block is not of interest. */
export function tablesOf({ totals, accounts, flows }: TraceResult) {
  const inOrder = <Row>(rows: readonly Row[]): readonly Row[] =>
    rows
      .map((row) => ({ row, by: JSON.stringify(row) }))
      .sort((one, other) => (one.by < other.by ? -1 : 1))
      .map(({ row }) => row);
  return { totals, accounts: inOrder(accounts), flows: inOrder(flows) };
}
