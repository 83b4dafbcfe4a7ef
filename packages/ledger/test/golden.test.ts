import { readFileSync } from 'node:fs';
import { ACCOUNT_POLICIES, type AccountId, type Policy, type TransactionFact } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { describe, expect, test } from 'vitest';
import type { Flow, LedgerResult } from '../src/index.ts';
import { addressOf, assetIdOf, assetRefOf, CHAIN, idOf, play } from './facts.ts';

type Scenario = {
  readonly name: string;
  readonly why: string;
  readonly txs: readonly {
    readonly h: string;
    readonly seed?: readonly [string, string, string];
    readonly t?: readonly (readonly [string, string, string, string])[];
    readonly from?: string;
    readonly fee?: string;
    readonly failed?: boolean;
  }[];
  readonly contracts?: readonly string[];
  readonly stop?: readonly string[];
  readonly price?: Readonly<Record<string, string>>;
};
type Expected = {
  readonly resting: Readonly<Record<string, readonly [string, string | null]>>;
  readonly terminals: Readonly<Record<string, readonly [string, string]>>;
  readonly fee: readonly [string, string];
  readonly hops: readonly (readonly string[])[];
  readonly gaps: Readonly<Record<string, string>>;
};
type Vector = {
  readonly scenario: Scenario;
  readonly seed_total: string;
  readonly expected: Readonly<Record<Policy, Expected>>;
};

const file = sharedData('golden/taint-vectors.json');
const vectors: readonly Vector[] =
  file === undefined ? [] : (JSON.parse(readFileSync(file, 'utf8')) as { account: Vector[] }).account;

function hashOf(name: string): string {
  return `0x${Buffer.from(name).toString('hex').padStart(64, '0')}`;
}

function factsOf(scenario: Scenario): readonly TransactionFact[] {
  return scenario.txs.map((tx, place) => {
    const legs: TransactionFact['legs'][number][] = [];
    const add = (kind: 'fee' | 'native' | 'token', from: string, to: string, asset: string, amount: string): void => {
      const ref = assetRefOf(asset);
      legs.push({
        id: `${legs.length}`,
        kind,
        from: addressOf(from),
        to: addressOf(to),
        asset: ref,
        amount: BigInt(amount),
      });
    };
    if (tx.fee !== undefined) add('fee', tx.from ?? '', `0x${'0'.repeat(40)}`, 'ETH', tx.fee);
    if (tx.seed !== undefined) {
      const [account, asset, amount] = tx.seed;
      add(asset === 'ETH' ? 'native' : 'token', 'outside', account, asset, amount);
    }
    for (const [from, to, asset, amount] of tx.t ?? [])
      add(asset === 'ETH' ? 'native' : 'token', from, to, asset, amount);
    return {
      chain: CHAIN,
      hash: hashOf(tx.h),
      block: place + 1,
      index: 0,
      time: (place + 1) * 12,
      success: tx.failed !== true,
      legs,
      whole: ['native', 'internal', 'token'],
    };
  });
}

function playVector(
  { scenario }: Vector,
  policies: readonly Policy[],
  open: ReadonlySet<AccountId> = new Set(),
): { result: LedgerResult; flows: readonly Flow[] } {
  const prices = new Map(Object.entries(scenario.price ?? {}).map(([name, price]) => [assetIdOf(name), BigInt(price)]));
  return play(
    {
      policies,
      open,
      seeds: scenario.txs.flatMap((tx) =>
        tx.seed === undefined ? [] : [{ kind: 'transaction' as const, chain: CHAIN, hash: hashOf(tx.h) }],
      ),
      code: scenario.contracts ?? [],
      stops: Object.fromEntries((scenario.stop ?? []).map((name) => [name, 'exchange' as const])),
      priceOf(asset) {
        const price = prices.get(asset);
        return price === undefined ? undefined : { numerator: price, denominator: 1n };
      },
    },
    factsOf(scenario),
  );
}

/** The ledger of one policy in the vectors' own words. */
function describeLedger(
  vector: Vector,
  result: LedgerResult,
  flows: readonly Flow[],
  policy: Policy,
  p: number,
): Expected {
  const names = namesOf(vector.scenario);
  const poison = policy === 'poison';
  const resting: Record<string, readonly [string, string | null]> = {};
  const terminals: Record<string, readonly [string, string]> = {};
  const gaps: Record<string, string> = {};
  for (const row of result.accounts) {
    const key = `${names.get(row.account)}|${names.get(row.asset)}`;
    const held = row.resting[p] as bigint;
    if (row.kind === 'exchange') terminals[key] = [`${row.received[p]}`, `${row.originReceived[p]?.[0]}`];
    else if (held > 0n) resting[key] = [`${held}`, poison ? null : `${row.originResting[p]?.[0]}`];
    if (row.gap > 0n) gaps[key] = `${row.gap}`;
  }
  const totals = result.totals[p];
  const fee = [...(totals?.tainted.get('fee')?.values() ?? [])].reduce((sum, amount) => sum + amount, 0n);
  return {
    resting,
    terminals,
    fee: [`${fee}`, `${totals?.origin.get('fee')?.[0] ?? 0n}`],
    hops: flows
      .filter((flow) => flow.tainted[p] !== 0n || flow.origin[p]?.some((part) => part !== 0n))
      .map((flow) => [
        Buffer.from(flow.tx.slice(2).replace(/^(00)+/, ''), 'hex').toString(),
        names.get(flow.from) ?? flow.from,
        names.get(flow.to) ?? flow.to,
        names.get(flow.asset) ?? flow.asset,
        `${flow.amount}`,
        `${flow.tainted[p]}`,
        `${flow.origin[p]?.[0] ?? 0n}`,
      ]),
    gaps,
  };
}

function namesOf(scenario: Scenario): ReadonlyMap<AccountId, string> {
  const names = new Map<string, string>();
  for (const tx of scenario.txs) {
    for (const [from, to, asset] of [
      ...(tx.t ?? []),
      ...(tx.seed ? [[tx.seed[0], tx.seed[0], tx.seed[1]] as const] : []),
    ]) {
      for (const name of [from, to]) names.set(idOf(name), name);
      names.set(assetIdOf(asset), asset);
    }
  }
  return names;
}

describe.skipIf(vectors.length === 0)('golden vectors of account chains', () => {
  test('all 21 scenarios are there', () => {
    expect(vectors).toHaveLength(21);
  });

  describe.each(vectors.map((vector) => [vector.scenario.name, vector] as const))('%s', (_name, vector) => {
    const policies: readonly Policy[] = ACCOUNT_POLICIES;
    // The vectors follow every account under every policy; a case opens those that its lead policy taints.
    const everyone = new Set([...namesOf(vector.scenario).keys()].filter((id) => !id.includes('/')));
    const { result, flows } = playVector(vector, policies, everyone);

    test.each(policies)('%s', (policy) => {
      const p = policies.indexOf(policy);
      const ledger = describeLedger(vector, result, flows, policy, p);
      const expected = vector.expected[policy];
      const tainted = new Set(result.accounts.map((row) => `${row.account}|${row.asset}`));
      const gaps = Object.fromEntries(
        Object.entries(expected.gaps).filter(([key]) => {
          const [account, asset] = key.split('|') as [string, string];
          return tainted.has(`${idOf(account)}|${assetIdOf(asset)}`) && !vector.scenario.stop?.includes(account);
        }),
      );
      expect(ledger).toEqual({ ...expected, gaps });
      if (policy !== 'poison') expect(result.totals[p]?.stolen).toEqual([BigInt(vector.seed_total)]);
    });

    test('each conserving policy that leads alone opens what it needs, in waves, for the same ledger', () => {
      for (const policy of policies) {
        if (policy === 'poison') continue;
        const alone = playVector(vector, [policy]);
        const p = policies.indexOf(policy);
        expect(describeLedger(vector, alone.result, alone.flows, policy, 0)).toEqual(
          describeLedger(vector, result, flows, policy, p),
        );
      }
    });
  });
});
